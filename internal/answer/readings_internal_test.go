package answer

import (
	"slices"
	"testing"
	"time"

	"byline/internal/news"
)

// Each way to read a question that goes on from what was said reads one of its own.
func TestReadingsOfFollowUps(t *testing.T) {
	before := []news.Message{
		{Role: news.RoleUser, Content: "What happened in Tolm yesterday?"},
		{Role: news.RoleAssistant, Content: "The smith Mara Olm rang the bell in Tolm. (Tolm Post, 27 November 2026) [1] The kiln burst in the night. (Averny Echo, 27 November 2026) [2]"},
	}
	talk := threadOf(before, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC))
	known := readings()
	for name, question := range map[string]string{
		"again":         "are you sure?",
		"doubt":         "are you sure? I read that it was a hymn",
		"left out":      "without the Echo",
		"words":         "quote me the exact words of the smith",
		"return":        "back to the kiln: who fired it?",
		"timeline":      "as a timeline",
		"news":          "any update?",
		"citation":      "what did [2] say?",
		"taken back":    "I meant the bell, not the kiln",
		"somebody else": "and she?",
		"fronted":       "and the bakers, what did they say?",
		"another time":  "what happened the day before?",
		"one of them":   "who saw the second one?",
		"comparison":    "compare that with Averny",
		"fragment":      "and in Averny?",
		"role":          "and who is the mayor?",
		"bare":          "why?",
		"resolved":      "did it wake them?",
	} {
		known = slices.DeleteFunc(known, func(r reading) bool { return r.name == name })
		if got, _ := talk.readAs(asked(question)); got.name != name {
			t.Errorf("%q is read as %q, want %q", question, got.name, name)
		}
	}
	german := threadOf([]news.Message{{Role: news.RoleUser, Content: "Was ist gestern in Tolm passiert?"}}, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC))
	if got, _ := german.readAs("und heute?"); got.name != "its like" {
		t.Errorf("another time in German is read as %q", got.name)
	}
	known = slices.DeleteFunc(known, func(r reading) bool { return r.name == "its like" })
	for _, r := range known {
		t.Errorf("no question is read as %q", r.name)
	}
}
