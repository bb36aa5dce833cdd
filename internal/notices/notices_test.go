package notices_test

import (
	"slices"
	"strings"
	"testing"

	"byline/internal/chunk"
	"byline/internal/news"
	"byline/internal/notices"
)

const story = "The ferry Halmund ran aground off Tarnhavn on Monday with 214 people aboard, the coast guard said.\n\n"

func TestNoticesAreToldByWhatTheyAre(t *testing.T) {
	for _, c := range []struct {
		headline, body string
		want           news.NoticeKind
		text           string
	}{
		{"", story + "Correction: An earlier version of this story misstated the age of the ship.", news.NoticeCorrection, "Correction: An earlier version of this story misstated the age of the ship."},
		{"CORRECTED - Ferry aground off Tarnhavn", story, news.NoticeCorrection, "CORRECTED - Ferry aground off Tarnhavn"},
		{"Ferry aground off Tarnhavn – correction", story, news.NoticeCorrection, "Ferry aground off Tarnhavn – correction"},
		{"Clarification", story, news.NoticeClarification, "Clarification"},
		{"Ferry aground off Tarnhavn (corrected)", story, news.NoticeCorrection, "Ferry aground off Tarnhavn (corrected)"},
		{"", "(This story has been updated to fix a typo.)\n\n" + story, news.NoticeCorrection, "(This story has been updated to fix a typo.)"},
		{"", story + "This article was updated to clarify when the rudder failed.", news.NoticeClarification, "This article was updated to clarify when the rudder failed."},
		{"", story + "This story has been updated with a statement of the owner.", news.NoticeUpdate, "This story has been updated with a statement of the owner."},
		{"", "Updated March 3, 2026, 10:28 p.m. ET\n\n" + story, news.NoticeUpdate, "Updated March 3, 2026, 10:28 p.m. ET"},
		{"UPDATE 2-Ferry aground off Tarnhavn", story, news.NoticeUpdate, "UPDATE 2-Ferry aground off Tarnhavn"},
		{"", "Editor's note: This story has been retracted, since its source made it up.\n\n" + story, news.NoticeRetraction, "Editor's note: This story has been retracted, since its source made it up."},
		{"RETRACTION: Ferry aground off Tarnhavn", story, news.NoticeRetraction, "RETRACTION: Ferry aground off Tarnhavn"},
		{"", story + "An earlier version of this article said that the ship was 30 years old.", news.NoticeCorrection, "An earlier version of this article said that the ship was 30 years old."},
		{"", "In our article “Ferry aground” we said that nobody was hurt.", news.NoticeCorrection, "In our article “Ferry aground” we said that nobody was hurt."},
		{"", "“Ferry aground off Tarnhavn”: An article on Monday misstated the age of the ship.", news.NoticeCorrection, "“Ferry aground off Tarnhavn”: An article on Monday misstated the age of the ship."},
		{"", "The Courier has withdrawn its article “Ferry aground off Tarnhavn”.", news.NoticeRetraction, "The Courier has withdrawn its article “Ferry aground off Tarnhavn”."},
		{"", "The article has been removed, since its source made it up.", news.NoticeRetraction, "The article has been removed, since its source made it up."},
		{"", "I en tidigare version av artikeln angavs fel ålder.", news.NoticeCorrection, "I en tidigare version av artikeln angavs fel ålder."},
		{"", "In einer früheren Version dieses Artikels hieß es, das Schiff sei 30 Jahre alt.", news.NoticeCorrection, "In einer früheren Version dieses Artikels hieß es, das Schiff sei 30 Jahre alt."},
		{"", "Berichtigung: In einer früheren Fassung stand ein falsches Alter.", news.NoticeCorrection, "Berichtigung: In einer früheren Fassung stand ein falsches Alter."},
		{"", "Dieser Artikel wurde am Montag aktualisiert.", news.NoticeUpdate, "Dieser Artikel wurde am Montag aktualisiert."},
		{"", "Fe de erratas: el barco tiene 28 años.", news.NoticeCorrection, "Fe de erratas: el barco tiene 28 años."},
		{"", "Une version précédente de cet article indiquait par erreur que le navire avait 30 ans.", news.NoticeCorrection, "Une version précédente de cet article indiquait par erreur que le navire avait 30 ans."},
		{"", "Виправлення: поромові 28 років.", news.NoticeCorrection, "Виправлення: поромові 28 років."},
	} {
		a := &news.Article{ID: "a", Headline: c.headline, Body: c.body}
		if err := (notices.Stage{Sentences: chunk.Sentences}).Apply(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		for i := range a.Notices {
			a.Notices[i].Of = ""
		}
		if want := []news.Notice{{Kind: c.want, Text: c.text}}; !slices.Equal(a.Notices, want) {
			t.Errorf("%q, %q: notices are %q, want %q", c.headline, c.body, a.Notices, want)
		}
	}
}

func TestWhatSpeaksOfOtherThingsIsNoNotice(t *testing.T) {
	for _, body := range []string{
		"Correction territory means that an index has fallen by ten percent.",
		"Corrections officials said on Monday that the prison is full.",
		"The minister corrected herself: the bridge is not closed.",
		"“This story is wrong and has been corrected,” the mayor said.",
		"Editor's note: Mara Olm is a writer in Tarnhavn.",
		"Live updates: follow the storm here.",
		"An updated version of the software is out, the company said.",
		"The charts were updated in May.",
		"This story may be updated.",
		"Reviews found that 1,000 trees were removed after the storm.",
		"In some of the previous versions of the story, he had claimed to be there.",
	} {
		if got := notices.Find(&news.Article{Headline: "Ferry aground", Body: story + body}, chunk.Sentences); len(got) > 0 {
			t.Errorf("%q has %v", body, got)
		}
	}
}

func TestAStageKeepsWhatAnArticleBringsAndIsTheSameAgain(t *testing.T) {
	a := &news.Article{ID: "a", Body: story + "Correction: the ship is 28 years old.", Notices: []news.Notice{
		{Kind: news.NoticeRetraction}, {Kind: news.NoticeCorrection, Text: "elsewhere", By: "b"},
	}}
	want := []news.Notice{{Kind: news.NoticeRetraction}, {Kind: news.NoticeCorrection, Text: "Correction: the ship is 28 years old."}}
	for range 2 {
		if err := (notices.Stage{Sentences: chunk.Sentences}).Apply(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(a.Notices, want) {
			t.Fatalf("notices are %q, want %q", a.Notices, want)
		}
	}
}

// A notice that is an article of its own says what it is on: it is not wrong itself.
func TestANoticeOnAnotherArticleSaysWhichItIs(t *testing.T) {
	for _, c := range []struct{ headline, body, want string }{
		{"RETRACTION: Ferry aground off Tarnhavn", "Nordwire has withdrawn the report, for which it had no second source.", "retraction of “Ferry aground off Tarnhavn”"},
		{"Retraction", "The Courier has withdrawn its article “Ferry aground off Tarnhavn”.", "retraction of “Ferry aground off Tarnhavn”"},
		{"Correction", "In our article “Ferry aground off Tarnhavn” we said that nobody was hurt.", "correction of “Ferry aground off Tarnhavn”"},
		{"RETRACTION: Ferry aground off Tarnhavn", story, "retracted"},
		{"RETRACTED: Ferry aground off Tarnhavn", "This story has been withdrawn, since its source made it up.", "retracted"},
		{"Ferry aground off Tarnhavn", "The article has been removed, since its source made it up.", "retracted"},
		{"CORRECTED - Ferry aground off Tarnhavn", story, "corrected"},
		{"Ferry aground off Tarnhavn", story + "Correction: the pilot did not say “all is well with her”.", "corrected"},
	} {
		a := &news.Article{ID: "a", Headline: c.headline, Body: c.body}
		if err := (notices.Stage{Sentences: chunk.Sentences}).Apply(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if got := a.Mark(); got != c.want {
			t.Errorf("%s: %s is marked %q, want %q", c.headline, c.body, got, c.want)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	a := &news.Article{Headline: "Ferry aground off Tarnhavn", Body: strings.Repeat(story, 60) + "Correction: An earlier version of this story misstated the age of the ship."}
	for b.Loop() {
		notices.Find(a, chunk.Sentences)
	}
}
