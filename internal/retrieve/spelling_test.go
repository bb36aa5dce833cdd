package retrieve_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"byline/internal/names"
	"byline/internal/news"
)

// spelled is an archive in which every name is written in one way.
func spelled(t *testing.T) archive {
	return articles(t,
		news.Article{ID: "byline", Headline: "Rain delays the harvest", Body: "Farmers of Hollin wait for a dry week.", Authors: []string{"Oksana Bilykova"}},
		news.Article{ID: "mayor", Headline: "Jürgen Strübing opens the ferry terminal", Body: "Mayor Jürgen Strübing opened the new ferry terminal of Hollin on Monday. It took four years to build."},
		news.Article{ID: "cocaine", Headline: "Cocaine found among bananas", Body: "Customs officers found 300 kilograms of cocaine among bananas in Hollin. Nobody was arrested."},
		news.Article{ID: "exhibition", Headline: "Exhibition on Khalidov", Body: "The exhibition on the painter Arman Khalidov runs until May in the town hall. Entry is free."},
	)
}

func TestWordsAreSearchedForAsTheNewsSpellsThem(t *testing.T) {
	x := spelled(t)
	for query, want := range map[string]string{
		"Juergen Struebing":               "mayor",
		"how much cocane was fuond":       "cocaine",
		"exibition on Halidov":            "exhibition",
		"When did Jorgen Strubing speak?": "mayor",
		"Oksana Bilikova":                 "byline",
		"Who opened the fery termnal?":    "mayor",
	} {
		got := x.search(news.SearchRequest{Query: query})
		if len(got.Hits) == 0 || got.Hits[0].Article.ID != want || len(got.Understood.Spellings) == 0 || len(got.Warnings) == 0 {
			t.Errorf("%s: %v, %+v, %v", query, ids(got.Hits), got.Understood.Spellings, got.Warnings)
			continue
		}
		for _, s := range got.Understood.Spellings {
			if query[s.Start:s.End] != s.Written || !strings.Contains(got.Understood.Query, s.Read) {
				t.Errorf("%s: %+v in %q", query, s, got.Understood.Query)
			}
		}
	}
}

// A slip of the fingers is seen where what was meant stands in no article, too: what is
// meant by that may.
func TestSlipsAreReadAsEnglish(t *testing.T) {
	x := spelled(t)
	for query, want := range map[string]string{
		"who bougth bananas in Hollin":     "bought",
		"polcie of Hollin":                 "police",
		"Waht opened in Hollin":            "what",
		"the new fery of the Arma cog":     "ferry",
		"Cocaine in Hollin, Strubing, anf": "",
		"wer kaufte Bananen in Hollin und": "",
	} {
		got := ""
		for _, s := range x.search(news.SearchRequest{Query: query}).Understood.Spellings {
			got += s.Read
		}
		if got != want {
			t.Errorf("%s: read as %q, want %q", query, got, want)
		}
	}
}

// A word that few articles have is no slip of one that they have, nor is another form of it.
func TestRareWordsAreNoSlips(t *testing.T) {
	x := articles(t, news.Article{
		ID: "visit", Headline: "Congressman Tinker visits Hollin",
		Body: "Congressman Lars Tinker visited the Crumble bakery of Hollin with Sanna Olm. Two Californians were there. They praised the town jointly.",
	})
	for _, query := range []string{"the congresswoman of Hollin", "a sauna in Hollin", "Who grumbles in Hollin?", "Thinkers of Hollin", "Who jokingly praised Hollin?", "a Californian in Hollin"} {
		if got := x.search(news.SearchRequest{Query: query}); len(got.Understood.Spellings) > 0 {
			t.Errorf("%s: %+v", query, got.Understood.Spellings)
		}
	}
	if got := x.search(news.SearchRequest{Query: "the bakrey of Hollin"}); len(got.Understood.Spellings) != 1 || got.Understood.Spellings[0].Read != "bakery" {
		t.Errorf("a slip is read as %+v", got.Understood.Spellings)
	}
}

// A word of a language whose words can be stemmed is no slip where the news has another
// form of it, nor is one of its small words.
func TestFormsOfWordsInOtherLanguagesAreNoSlips(t *testing.T) {
	x := articles(t,
		news.Article{ID: "maire", Headline: "La maire de Hollin s'en va", Body: "La maire de Hollin démissionne. Son adjoint la remplacera.", Language: "fr"},
		news.Article{ID: "ville", Headline: "Une ville sans maire", Body: "La ville de Velmoor cherche une maire. They replace the bell.", Language: "fr"},
	)
	for _, query := range []string{"Qui remplace la maire de Hollin ?", "Wie viele Bananen gibt es in Hollin?", "Was wollen die Leute in Hollin?"} {
		if got := x.search(news.SearchRequest{Query: query}); len(got.Understood.Spellings) > 0 {
			t.Errorf("%s: %+v", query, got.Understood.Spellings)
		}
	}
}

// soundsAs is a directory in which every name sounds as one.
type soundsAs string

func (s soundsAs) Nearest(context.Context, string) (string, bool) { return string(s), true }
func (soundsAs) Has(context.Context, string) bool                 { return false }

// A name that only sounds the same gives way to one that stands beside the same word.
func TestWhoIsCalledSoBesideTheSameWordIsMeant(t *testing.T) {
	x := articles(t,
		news.Article{ID: "pilot", Headline: "Aleg Zordek on trial", Body: "The pilot Aleg Zordek is on trial in Hollin over a crash."},
		news.Article{ID: "singer", Headline: "Zorvek sings", Body: "The singer Joro Zorvek sang in Hollin."},
	)
	x.Retriever = x.WithNames(soundsAs("Zorvek"))
	for query, want := range map[string]string{"Aleg Zorek trial": "Zordek", "Zorek in Hollin": "Zorvek"} {
		got := x.search(news.SearchRequest{Query: query}).Understood.Spellings
		if len(got) != 1 || got[0].Read != want {
			t.Errorf("%s: %+v, want %s", query, got, want)
		}
	}
}

// A name that English has is another one only if it is in no article and sounds like one that is.
func TestNamesThatEnglishHasAreSpelledOtherwiseToo(t *testing.T) {
	x := articles(t,
		news.Article{ID: "singer", Headline: "Ana Rodrigues sings", Body: "Ana Rodrigues sang in Hollin on Monday."},
		news.Article{ID: "city", Headline: "Rain in Ho Chi Minh City", Body: "It rained for a week in Ho Chi Minh City. The market was closed."},
		news.Article{ID: "judge", Headline: "Judge Schewtschuk retires", Body: "Judge Schewtschuk of Hollin retires in May."},
		news.Article{ID: "clerk", Headline: "Clerk MacAllard leaves", Body: "The clerk Iain MacAllard leaves after 31 years."},
		news.Article{ID: "christopher", Headline: "Kristoffer Aune wins", Body: "Kristoffer Aune won the race. Christopher Vale was second."},
	)
	x.Retriever = x.WithNames(names.New(x.index))
	for query, want := range map[string]string{
		"Rodriguez": "Rodrigues", "Saigon": "Ho Chi Minh City", "Shevchuk": "Schewtschuk", "McAllard": "MacAllard", "Christopher": "", "Markel": "",
	} {
		got := x.search(news.SearchRequest{Query: query}).Understood.Spellings
		if len(got) != min(1, len(want)) || len(got) > 0 && got[0].Read != want {
			t.Errorf("%s: %+v, want %s", query, got, want)
		}
	}
}

// Cities are found under the names that other languages have for them, as a whole.
func TestCitiesAreSearchedForInEnglish(t *testing.T) {
	x := articles(t,
		news.Article{ID: "delhi", Headline: "Smog over New Delhi", Body: "Schools in New Delhi stay shut until Monday because of smog."},
		news.Article{ID: "kyiv", Headline: "Trams run again in Kyiv", Body: "Trams run again in Kyiv after a week without power."},
		news.Article{ID: "boats", Headline: "Boats for sale", Body: "A firm in Hollin sells boats."},
	)
	for query, want := range map[string][2]string{"Neu-Delhi": {"delhi", "New Delhi"}, "trams in Київ?": {"kyiv", "Kyiv"}} {
		got := x.search(news.SearchRequest{Query: query})
		if len(got.Hits) == 0 || got.Hits[0].Article.ID != want[0] || len(got.Understood.Spellings) != 1 || got.Understood.Spellings[0].Read != want[1] {
			t.Errorf("%s: %v, %+v", query, ids(got.Hits), got.Understood.Spellings)
		}
		if exact := x.search(news.SearchRequest{Query: query, Exact: true}); len(exact.Understood.Spellings) > 0 {
			t.Errorf("%s, exactly: %+v", query, exact.Understood.Spellings)
		}
	}
}

func TestTheSpellingOfAWordIsToldByItsPlaceInAQueryWithDates(t *testing.T) {
	day := time.Date(2025, 3, 5, 9, 0, 0, 0, time.UTC)
	x := articles(t, news.Article{ID: "cocaine", Headline: "Cocaine found among bananas", Body: "Customs officers found cocaine among bananas.", Published: day})
	const query = "in the week of 3 March 2025, which cocane was reported"
	got := x.search(news.SearchRequest{Query: query, AsOf: day.AddDate(0, 1, 0)})
	if len(got.Hits) != 1 || len(got.Understood.Spellings) != 1 || len(got.Understood.Dates) != 1 {
		t.Fatalf("%v, %+v", ids(got.Hits), got.Understood)
	}
	if s := got.Understood.Spellings[0]; query[s.Start:s.End] != "cocane" || !strings.Contains(got.Understood.Query, "which Cocaine was") {
		t.Errorf("%+v in %q", s, got.Understood.Query)
	}
}

func TestWordsStayAsTheyAreSpelled(t *testing.T) {
	x := spelled(t)
	for name, req := range map[string]news.SearchRequest{
		"where the search is to be exact":   {Query: "exibition on Halidov", Exact: true},
		"where they are found":              {Query: "exhibition on Khalidov"},
		"where English has them":            {Query: "what customer officers found among banners"},
		"where they are numbers":            {Query: "301 kilograms"},
		"where they are short":              {Query: "Arma"},
		"where an author is called so":      {Query: "Oksana Bilykova"},
		"where a city would have a capital": {Query: "Which ferry is bolder than an oplonis?"},
		"where nothing is nearly the same":  {Query: "Zorbakian Hellmerling"},
	} {
		if got := x.search(req); len(got.Understood.Spellings) > 0 || got.Understood.Query != req.Query {
			t.Errorf("%s: %q became %q", name, req.Query, got.Understood.Query)
		}
	}
}
