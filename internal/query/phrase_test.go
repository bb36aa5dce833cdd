package query_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/query"
)

func TestQuotationsAreThePhrasesInMarksOfAnyLanguage(t *testing.T) {
	for text, want := range map[string][]string{
		`What does "quiet quitting" mean?`:              {"quiet quitting"},
		`What does “quiet quitting” mean?`:              {"quiet quitting"},
		`Was heißt „stille Kündigung“ für „Merle“?`:     {"stille Kündigung", "Merle"},
		`Qui a dit « le pont est fermé » ?`:             {"le pont est fermé"},
		`Who wrote ‘The Salt Road’ and why?`:            {"The Salt Road"},
		`誰が「塩の道」を書いたか`:                                  {"塩の道"},
		`Did the minister's aide call it "unfit," too?`: {"unfit,"},
		`How far does a 5" gun shoot, and a 6" one?`:    nil,
		`Who said "we were lucky?`:                      nil,
		`What is ""?`:                                   nil,
		`Don’t the sailors’ unions agree?`:              nil,
		`Who owns the Merle?`:                           nil,
	} {
		if diff := cmp.Diff(want, query.Quotations(text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestArticlesQuoteAPhraseInTheirTextsAndNames(t *testing.T) {
	analysis := lexical.New()
	review := &news.Article{ID: "review", Source: "Coastal Post", Headline: "The Salt Road, a film", Body: "Yana Petris made it. A bomb of a film, she says."}
	note := &news.Article{ID: "note", Source: "Salt Road Weekly", Body: "A road of salt."}
	for _, c := range []struct {
		phrases []string
		every   bool
		article *news.Article
		want    bool
	}{
		{[]string{"the salt road"}, true, review, true},
		{[]string{"Salt Roads,"}, true, review, true}, // whatever the ending
		{[]string{"film she says"}, true, review, true},
		{[]string{"salt film"}, true, review, false},
		{[]string{"salt road", "coastal post"}, true, review, true},
		{[]string{"salt road", "pepper road"}, true, review, false},
		{[]string{"salt road", "pepper road"}, false, review, true},
		{[]string{"salt road"}, true, note, true}, // its outlet
		{[]string{"the salt road"}, true, note, false},
	} {
		if got := query.Quoting(c.phrases, c.every, analysis).Holds(c.article); got != c.want {
			t.Errorf("%q, every %v, of %s: %v, want %v", c.phrases, c.every, c.article.ID, got, c.want)
		}
	}
}
