package stories_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"byline/internal/chunk"
	"byline/internal/news"
	"byline/internal/notices"
	"byline/internal/stories"
)

// corrected are an article, notices on it in articles of their own, and what only looks
// like one.
func corrected() []news.Article {
	return []news.Article{
		{ID: "first", Source: "Nordwire", URL: "https://nordwire.example/ferry/", Headline: "Ferry Halmund runs aground off Tarnhavn", Published: day(2), Body: "The ferry had 214 people aboard."},
		{ID: "again", Source: "Nordwire", Headline: "CORRECTED - Ferry Halmund runs aground off Tarnhavn", Published: day(3), Body: "The ferry had 216 people aboard."},
		{ID: "note", Source: "Nordwire", Headline: "", Published: day(3), Body: "CORRECTION - FERRY\n\nIn Tarnhavn story headlined \"FERRY HALMUND RUNS AGROUND OFF TARNHAVN,\" please read 216 people, not 214."},
		{ID: "kill", Source: "Nordwire", Headline: "RETRACTION: Our report on the ferry", Published: day(4), Body: "We retract https://nordwire.example/ferry, whose source made it up."},
		{ID: "alone", Source: "Nordwire", Headline: "Clarification", Published: day(3), Body: "In our story “Ferry Halmund runs aground off Tarnhavn” the number includes the crew."},
		{ID: "behind", Source: "Nordwire", Headline: "Ferry Halmund runs aground off Tarnhavn - correction", Published: day(3), Body: "There were 216 people aboard."},
		{ID: "elsewhere", Source: "Gazette", Headline: "CORRECTED - Ferry Halmund runs aground off Tarnhavn", Published: day(3), Body: "The ferry had 215 people aboard."},
		{ID: "old", Source: "Nordwire", Headline: "Ferry Halmund runs aground off Tarnhavn", Published: day(2).AddDate(-1, 0, 0), Body: "Last year it had 80 people aboard."},
	}
}

func TestAnArticleHasTheNoticesThatOthersAre(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newShelf(t)
		b := s.book()
		for _, a := range rapid.Permutation(corrected()).Draw(rt, "order") {
			if err := (notices.Stage{Sentences: chunk.Sentences}).Apply(t.Context(), &a); err != nil {
				t.Fatal(err)
			}
			s.put(b, a)
		}
		on := func(id string) (by []string) {
			a := s.articles[id]
			if err := stories.Mark(t.Context(), s, &a); err != nil {
				t.Fatal(err)
			}
			for _, n := range a.Notices {
				if n.By != "" {
					by = append(by, string(n.Kind)+" by "+n.By)
				}
			}
			slices.Sort(by)
			return by
		}
		if got, want := on("first"), []string{"clarification by alone", "correction by again", "correction by behind", "correction by note", "retraction by kill"}; !slices.Equal(got, want) {
			rt.Fatalf("the article has %q, want %q", got, want)
		}
		if got := on("old"); got != nil {
			rt.Fatalf("an article of the year before has %q", got)
		}
		for _, id := range []string{"kill", "note", "alone", "behind"} {
			s.remove(b, id)
		}
		if got, want := on("first"), []string{"correction by again"}; !slices.Equal(got, want) {
			rt.Fatalf("when the others are deleted, the article has %q, want %q", got, want)
		}
	})
}

// A notice comes weeks later, says little of the matter, and is of its story all the same.
func TestANoticeIsOfTheStoryOfWhatItIsOn(t *testing.T) {
	articles := []news.Article{
		{ID: "water", Source: "Harbour Times", URL: "https://harbour.example/water", Language: "en", Headline: "Tap water in Tarnhavn linked to kidney disease", Published: day(2), Body: "People in the old town are twice as likely to have kidney disease as others, and lead in tap water may be the reason, researchers say."},
		{ID: "note", Source: "Harbour Times", Language: "en", Headline: "Retraction: two patients", Published: day(30), Body: "The Harbour Times has retracted its article “Tap water in Tarnhavn linked to kidney disease” of 2 March, since patients were counted twice."},
		{ID: "late", Source: "Harbour Times", Language: "en", Headline: "Clarification", Published: day(75), Body: "Our article “Tap water in Tarnhavn linked to kidney disease” gave a wrong age."},
		{ID: "elsewhere", Source: "Gazette", Language: "en", Headline: "Clarification", Published: day(12), Body: "Our article “Tap water in Tarnhavn linked to kidney disease” gave a wrong name."},
	}
	rapid.Check(t, func(rt *rapid.T) {
		s := newShelf(t)
		b := s.book()
		for _, a := range rapid.Permutation(articles).Draw(rt, "order") {
			if err := (notices.Stage{Sentences: chunk.Sentences}).Apply(t.Context(), &a); err != nil {
				t.Fatal(err)
			}
			s.put(b, a)
		}
		if got := groupsOf(t, b); !slices.Equal(got, []string{"elsewhere", "late", "water note"}) {
			rt.Fatalf("stories are %q", got)
		}
		s.remove(b, "water")
		if got := groupsOf(t, b); !slices.Equal(got, []string{"elsewhere", "late", "note"}) {
			rt.Fatalf("without what it is on: %q", got)
		}
	})
}
