package frontpage_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/frontpage"
	"byline/internal/lexical"
	"byline/internal/neardup"
	"byline/internal/news"
)

// paper is a library that can answer: a question is answered by each article of
// which it has a word that is written large, and by none that is told to be silent.
type paper struct {
	mu       sync.Mutex // while Run is at work
	articles []news.Article
	silent   map[string]bool // IDs
	asked    []string
	fails    error
}

func (p *paper) Articles(_ context.Context, f news.Filter, page news.Page) ([]news.Article, string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []news.Article
	for _, a := range p.articles {
		if f.Before.IsZero() || !a.Published.IsZero() && a.Published.Before(f.Before) {
			out = append(out, a)
		}
	}
	return out[:min(len(out), page.Limit)], "", p.fails
}

func (p *paper) Profiles(_ context.Context, want []news.Version) ([]news.Profile, error) {
	var signer neardup.Signer
	out := make([]news.Profile, len(want))
	for i, v := range want {
		for _, a := range p.articles {
			if a.ID == v.ArticleID {
				out[i].Signature = signer.Article(lexical.Terms(lexical.New().Tokens(nil, a.Body)))
			}
		}
	}
	return out, nil
}

func (p *paper) Answer(_ context.Context, req news.AnswerRequest, _ func(news.Event) error) (news.Answer, error) {
	p.asked = append(p.asked, req.Question)
	a := news.Answer{Status: news.StatusNotFound}
	for _, x := range p.articles {
		for _, word := range strings.FieldsFunc(req.Question, func(r rune) bool { return strings.ContainsRune(" ?“”„«»:", r) })[1:] {
			if !p.silent[x.ID] && word[0] >= 'A' && word[0] <= 'Z' && strings.Contains(x.Headline+x.Body+x.Published.Format("January"), word) {
				a.Status = news.StatusAnswered
				a.Citations = append(a.Citations, news.Citation{Marker: len(a.Citations) + 1, Article: x})
				if name, _, found := strings.Cut(x.Headline, " buys "); found {
					a.Direct.Text = name
				}
				break
			}
		}
	}
	return a, nil
}

// fresh is the time some days ago.
func fresh(days int) time.Time { return time.Now().AddDate(0, 0, -days) }

func day(d int) time.Time { return time.Date(2025, 3, d, 9, 0, 0, 0, time.UTC) }

func newPaper() *paper {
	return &paper{articles: []news.Article{
		{ID: "yard", Revision: 1, Source: "Harbour Wire", Published: fresh(1), Language: "en", Headline: "Brackwater buys the Sollund shipyard",
			Body: "The yard has a new owner.\n\nWorkers in Sollund heard of it on Sunday."},
		{ID: "bridge", Revision: 1, Source: "Marn Gazette", Published: fresh(2), Language: "en", Headline: "Bridge to stay closed",
			Body: "The bridge stays closed.\n\n“It is not safe,” Mayor Hedda Krull said on Saturday."},
		{ID: "flood", Revision: 1, Source: "Marn Gazette", Published: fresh(3), Language: "en", Headline: "Floods In Ostrel Cut Off Three Villages",
			Body: "Three villages are cut off.\n\nThe river rose by two metres at Ostrel, and boats bring bread."},
		{ID: "choir", Revision: 1, Source: "Marn Gazette", Published: fresh(4), Language: "en", Headline: "Choir sings in the old mill", Body: "It sang until late."},
	}}
}

func questions(t *testing.T, p *paper, c frontpage.Config) []string {
	t.Helper()
	page := frontpage.New(p, p, c)
	if err := page.Renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	return page.Questions(t.Context())
}

func TestQuestionsOfDifferentSortsAreMadeFromTheNewestStories(t *testing.T) {
	got := questions(t, newPaper(), frontpage.Config{})
	want := []string{"Who bought the Sollund shipyard?", "What did Hedda Krull say?", "What is the latest on Ostrel?"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Of an archive that ended, nothing is the latest; its last day can be asked about.
func TestQuestionsOfAnArchive(t *testing.T) {
	p := newPaper()
	for i := range p.articles {
		p.articles[i].Published = day(9 - i)
	}
	p.silent = map[string]bool{"bridge": true}
	got := questions(t, p, frontpage.Config{})
	want := []string{"Who bought the Sollund shipyard?", "What is known about Ostrel?", "What happened on 6 March 2025?"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTextsWithoutAHeadlineAreAskedAboutByTheNamesTheyBeginWith(t *testing.T) {
	p := &paper{articles: []news.Article{{ID: "a", Revision: 1, Language: "en", Body: "The lock at Vell is closed. Barges wait above it. " + strings.Repeat("It rains. ", 40) + "They are from Ostrel and Marn."}}}
	if got, want := questions(t, p, frontpage.Config{}), []string{"What is known about Vell?"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOnlyNamesOfThingsAreAskedAbout(t *testing.T) {
	for text, want := range map[string]bool{
		"Boats from the harbour of Vell, they say": true, "People of Vell and Marn sing": true, "the ferry to Vell.": true,
		"Vell is far": false, "the Vell ferry": false, "the ferry to Vellmar": false, "ALL OF IT, VELL AND MORE": false, "the pier of Vell-on-Sea": false,
	} {
		p := &paper{articles: []news.Article{{ID: "a", Revision: 1, Language: "en", Headline: "VELL or Vell", Body: text}}}
		questions(t, p, frontpage.Config{})
		if got := slices.Contains(p.asked, "What is known about Vell?") || slices.Contains(p.asked, "What is known about VELL?"); got != want {
			t.Errorf("%q: asked %q", text, p.asked)
		}
	}
	p := &paper{articles: []news.Article{{ID: "a", Revision: 1, Language: "en", Headline: "Norwegian boats", Body: "They are for the Norwegian, not the Dane."}}}
	questions(t, p, frontpage.Config{})
	if slices.Contains(p.asked, "What is known about Norwegian?") {
		t.Errorf("asked %q", p.asked)
	}
}

func TestHeadlinesThatNameNoMatterAreNotAskedAbout(t *testing.T) {
	for headline, want := range map[string]bool{
		"Lock of Vell closed": true, "Why the lock is closed": false, "Here are 40 gifts for skippers": false,
		"Is the lock of Vell safe?": false, "The lock that nobody wants": true, "“Closed for good”: the lock": true, "Lock": false,
	} {
		p := &paper{articles: []news.Article{{ID: "a", Revision: 1, Language: "en", Headline: headline, Body: "It is."}}}
		questions(t, p, frontpage.Config{})
		if got := slices.ContainsFunc(p.asked, func(q string) bool { return strings.HasPrefix(q, "What is known about “") }); got != want {
			t.Errorf("%q: asked %q", headline, p.asked)
		}
	}
}

func TestAQuestionThatIsNotAnsweredByItsStoryIsDropped(t *testing.T) {
	p := newPaper()
	p.silent = map[string]bool{"yard": true, "bridge": true, "flood": true}
	got := questions(t, p, frontpage.Config{})
	for _, q := range got {
		if !strings.Contains(q, "Choir") && !strings.Contains(q, "happened") {
			t.Errorf("%q is suggested", q)
		}
	}
	if len(got) == 0 || !slices.Contains(p.asked, "What did Hedda Krull say?") {
		t.Errorf("got %q of %q", got, p.asked)
	}
}

func TestWhereNothingIsAnsweredNothingIsSuggested(t *testing.T) {
	p := newPaper()
	p.silent = map[string]bool{"yard": true, "bridge": true, "flood": true, "choir": true}
	if got := questions(t, p, frontpage.Config{}); len(got) > 0 {
		t.Errorf("got %q", got)
	}
	if got := questions(t, &paper{}, frontpage.Config{Samples: []string{"Who sings?"}, IsSample: isSample}); len(got) > 0 {
		t.Errorf("without articles, got %q", got)
	}
}

// A German reader of German articles is not offered English questions.
func TestQuestionsAreInTheLanguageOfTheArticles(t *testing.T) {
	p := &paper{articles: []news.Article{
		{ID: "1", Revision: 1, Published: day(2), Language: "de", Headline: "Fähre nach Vell fährt wieder", Body: "Die Fähre nach Vell fährt wieder."},
		{ID: "3", Revision: 1, Published: day(1), Headline: "Паром до Веллю знову ходить", Body: "Паром до Веллю знову ходить."},
		{ID: "2", Revision: 1, Published: day(1), Language: "eo", Headline: "La Pramo al Vell denove veturas", Body: "La pramo veturas."},
	}}
	if got, want := questions(t, p, frontpage.Config{}), []string{"Was ist über „Fähre nach Vell fährt wieder“ bekannt?"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func isSample(a *news.Article) bool { return slices.Contains(a.Subjects, "sample") }

// The samples are for whoever has no articles yet.
func TestQuestionsOfTheSamplesComeBehindOnesOwn(t *testing.T) {
	p := newPaper()
	for i := range p.articles[1:] {
		p.articles[1+i].Subjects = []string{"sample"}
	}
	got := questions(t, p, frontpage.Config{Samples: []string{"Where does the Choir sing?", "Why is Nobody here?"}, IsSample: isSample})
	want := []string{"Who bought the Sollund shipyard?", "Where does the Choir sing?"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestQuestionsAreAskedAgainOnlyWhenArticlesChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper()
		page := frontpage.New(p, p, frontpage.Config{})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- page.Run(ctx) }()
		time.Sleep(time.Hour)
		synctest.Wait()
		asked := len(p.asked)
		if asked == 0 || asked > 10 {
			t.Errorf("%d questions were asked of four articles", asked)
		}
		p.mu.Lock()
		p.articles = p.articles[1:]
		p.mu.Unlock()
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := page.Questions(t.Context()); len(p.asked) == asked || slices.Contains(got, "Who bought the Sollund shipyard?") {
			t.Errorf("after an article was deleted, got %q", got)
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestALibraryThatCannotBeReadSuggestsNothing(t *testing.T) {
	p := newPaper()
	p.fails = errors.New("the disk is gone")
	page := frontpage.New(p, p, frontpage.Config{})
	if err := page.Renew(t.Context()); err == nil || len(page.Questions(t.Context())) > 0 {
		t.Errorf("error %v", err)
	}
	if _, err := page.Stories(t.Context(), 3); err == nil {
		t.Error("stories come without an error")
	}
}

func TestCopiesOfAStoryAreListedOnce(t *testing.T) {
	text := "The lock at Vell was closed on Friday after a barge hit its lower gate, and the water authority expects that repairs will take until the end of the month. " +
		"Eleven barges with gravel and grain wait above the lock. A diver found a crack as long as a man below the hinge."
	p := &paper{articles: []news.Article{
		{ID: "a", Revision: 1, Source: "Marn Gazette", Headline: "Lock closed", Published: day(9), Body: text},
		{ID: "b", Revision: 1, Source: "Coast Lantern", Headline: "Choir", Published: day(8), Body: "The choir of the old mill sang until late, as it has for as long as anybody can remember."},
		{ID: "c", Revision: 1, Source: "Harbour Wire", Headline: "Barge hits lock", Published: day(7), Body: text + " The skipper was not hurt."},
		{ID: "d", Revision: 1, Source: "harbour wire", Headline: "Barge hits lock", Published: day(7), Body: text},
		{ID: "late", Revision: 1, Source: "Harbour Wire", Headline: "Not yet", Published: time.Now().Add(time.Hour), Body: "Embargoed until the hour is over."},
	}}
	stories, err := frontpage.New(p, p, frontpage.Config{}).Stories(t.Context(), 5)
	if err != nil || len(stories) != 2 {
		t.Fatalf("%d stories, error %v", len(stories), err)
	}
	if s := stories[0]; s.ID != "a" || len(s.Copies) != 2 || s.AlsoIn() != 1 || stories[1].AlsoIn() != 0 {
		t.Errorf("the first is %q with %d copies, also in %d", s.ID, len(s.Copies), s.AlsoIn())
	}
}

func TestArticlesWithoutADateAreListedWhereThereAreNoOthers(t *testing.T) {
	p := &paper{articles: []news.Article{{ID: "a", Revision: 1, Source: "Marn Gazette", Headline: "Lock closed", Body: "The lock is closed."}}}
	stories, err := frontpage.New(p, p, frontpage.Config{}).Stories(t.Context(), 5)
	if err != nil || len(stories) != 1 {
		t.Errorf("%d stories, error %v", len(stories), err)
	}
}
