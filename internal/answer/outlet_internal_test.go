package answer

import (
	"slices"
	"testing"
	"time"

	"byline/internal/news"
	ask "byline/internal/question"
)

// An outlet that was quoted is left out of what is asked from there on, until the topic changes.
func TestOutletsAreLeftOutUntilTheTopicChanges(t *testing.T) {
	before := []news.Message{
		{Role: news.RoleUser, Content: "What burned in Tolm?"},
		{Role: news.RoleAssistant, Content: "The kiln burned in the night. (The Tolm Post, 3 November 2026) [1] Carts burned too. (Averny Echo, 3 November 2026) [2]"},
	}
	asOf := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	talk := threadOf(before, asOf)
	for question, want := range map[string][]string{
		"without the Post":           {"The Tolm Post"},
		"and not from averny echo?":  {"Averny Echo"},
		"please ignore the Echo":     {"Averny Echo"},
		"without the reeve?":         nil,
		"who sleeps without a Post?": nil,
	} {
		if got := talk.next(asked(question)).leaves; !slices.Equal(got, want) {
			t.Errorf("%q leaves out %q, want %q", question, got, want)
		}
	}
	said := append(slices.Clone(before), news.Message{Role: news.RoleUser, Content: "without the Post"}, news.Message{Role: news.RoleAssistant, Content: "Carts burned too. (Averny Echo, 3 November 2026) [1]"})
	for question, want := range map[string]int{"who owned it?": 1, "Who won the heron race in Averny last Sunday?": 0} {
		next := append(slices.Clone(said), news.Message{Role: news.RoleUser, Content: question})
		if got := threadOf(next, asOf).leaves; len(got) != want {
			t.Errorf("behind it, %q leaves out %q", question, got)
		}
	}
}

// An outlet that the first question leaves out stays out of those that go on from it.
func TestAnOutletLeftOutAtFirstStaysOut(t *testing.T) {
	for first, want := range map[string]int{
		"what burned in Tolm, without the Post":     1,
		"what burned in Tolm, but not in Nordwire?": 1,
		"how many kilns are without power":          0,
	} {
		talk := threadOf([]news.Message{
			{Role: news.RoleUser, Content: first},
			{Role: news.RoleAssistant, Content: "The kiln burned in the night. (Averny Echo, 3 November 2026) [1]"},
			{Role: news.RoleUser, Content: "who owned it?"},
		}, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC))
		if len(talk.leaves) != want {
			t.Errorf("behind %q, %q is left out", first, talk.leaves)
		}
	}
}

// Who asks whether anybody else reports something asks for others than the outlet quoted
// first; who asks for the source, for the same.
func TestOtherOutletsAreAskedFor(t *testing.T) {
	talk := threadOf([]news.Message{
		{Role: news.RoleUser, Content: "What burned in Tolm?"},
		{Role: news.RoleAssistant, Content: "The kiln burned in the night. (Tolm Post, 3 November 2026) [1]"},
	}, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC))
	for question, want := range map[string]string{
		"does anyone else report that?": "Tolm Post",
		"any other source":              "Tolm Post",
		"who else wrote about it?":      "Tolm Post",
		"is there another outlet?":      "Tolm Post",
		"who else says so?":             "Tolm Post",
		"link?":                         "",
		"source?":                       "",
	} {
		next := talk.next(asked(question))
		if next.besides != want || next.core != talk.core {
			t.Errorf("%q asks %q of others than %q", question, next.core, next.besides)
		}
		if link := next.next("link"); link.besides != want {
			t.Errorf("the link behind %q is of others than %q", question, link.besides)
		}
		if other := next.next("who owned it"); other.besides != "" {
			t.Errorf("a new question behind %q is of others than %q", question, other.besides)
		}
	}
}

// What an outlet is at the end of its name stands for it, and not the town there.
func TestOutletsAreCalledByWhatTheyAre(t *testing.T) {
	for name, want := range map[string]bool{"Tolm Post": true, "the post": true, "the Tolm Post": true, "Tolm": false, "Echo": false} {
		if got := ask.MayCallOutlet("The Tolm Post", name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
	if ask.MayCallOutlet("Radio Tolm", "Tolm") || !ask.MayCallOutlet("Radio Tolm", "radio tolm") {
		t.Error("the town is taken for its radio")
	}
	talk := threadOf([]news.Message{
		{Role: news.RoleUser, Content: "How many kilns burned in Averny?"},
		{Role: news.RoleAssistant, Content: "Two kilns burned. (Averny Post, 3 November 2026) [1]"},
	}, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC))
	for rest, want := range map[string]string{"the Post": "Averny Post", "from the Post": "Averny Post", "in Averny Post": "", "in Tolm": ""} {
		if got := talk.outletIn(rest); got != want {
			t.Errorf("%q is of %q, want %q", rest, got, want)
		}
	}
}
