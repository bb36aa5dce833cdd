package answer

import (
	"testing"
	"time"

	"byline/internal/news"
)

// A question of the higher figure or the newest report is of the statement that has it;
// where all have the same, it is of none.
func TestOneOfWhatWasSaidIsToldByItsFigureOrItsDay(t *testing.T) {
	asOf := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	const differing = "The kiln burned 30 carts on 12 October. (Tolm Post, 3 November 2026) [1] The reeve counted ninety carts. (Averny Echo, 1 November 2026) [2]"
	const alike = "The kiln burned 30 carts. (Tolm Post, 3 November 2026) [1] All 30 carts were new. (Averny Echo, 3 November 2026) [2]"
	for _, test := range []struct {
		reply, question string
		which           int
	}{
		{differing, "who gave the higher figure?", 1},
		{differing, "and the lowest number?", 0},
		{differing, "which is newer?", 0},
		{differing, "which of them is the latest", 0},
		{differing, "the older report please", 1},
		{differing, "and the second one?", 1},
		{differing, "is there a higher bridge?", -1},
		{alike, "who gave the higher figure?", -1},
		{alike, "which is newer?", -1},
		{"The kiln burned 30 carts. (Tolm Post, 3 November 2026) [1]", "and the latest one?", -1},
	} {
		talk := threadOf([]news.Message{{Role: news.RoleUser, Content: "How many carts burned?"}, {Role: news.RoleAssistant, Content: test.reply}}, asOf)
		if got, _ := talk.oneOf(asked(test.question)); got != test.which {
			t.Errorf("%q is of statement %d, want %d", test.question, got, test.which)
		}
	}
}

// What somebody says within a question to have meant takes the place of what it replaces.
func TestSlipsWithinAQuestionArePutRight(t *testing.T) {
	for question, want := range map[string]string{
		"How many carts burned in Tolm - sorry, in Averny?":   "How many carts burned in Averny?",
		"who is the reeve of Tolm, no wait, of Averny":        "who is the reeve of Averny?",
		"what did Mara Olm say, I mean Ida Lind?":             "what did Ida Lind say?",
		"when did the kiln, I mean the quay, burn?":           "when did the quay burn?",
		"how many were hurt, sorry, killed in Tolm?":          "how many were killed in Tolm?",
		"who fed the heron... scratch that, who sold the eel": "who sold the eel",
		"who said sorry to the reeve?":                        "who said sorry to the reeve?",
		"Did the reeve say yes, no or maybe?":                 "Did the reeve say yes, no or maybe?",
		"sorry, I meant Averny":                               "sorry, I meant Averny",
		"Was the heron fed - and by whom?":                    "Was the heron fed - and by whom?",
	} {
		if got := withoutSlip(question); got != want {
			t.Errorf("%q is read as %q, want %q", question, got, want)
		}
	}
}
