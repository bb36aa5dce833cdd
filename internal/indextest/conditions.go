package indextest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/entities"
	"byline/internal/index"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/query"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// queryWriter makes up queries with operators about made-up articles.
type queryWriter struct {
	*rand.Rand
	articles []news.Article
}

func (w queryWriter) article() *news.Article { return &w.articles[w.IntN(len(w.articles))] }

// words are some that stand together in an article.
func (w queryWriter) words(most int) string {
	a := w.article()
	words := strings.Fields(pick(w.Rand, []string{a.Headline, a.Body, a.Body}))
	n := min(len(words), 1+w.IntN(most))
	if n == 0 {
		return "harbour"
	}
	from := w.IntN(len(words) - n + 1)
	return strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"“”«»()`, r) {
			return -1
		}
		return r
	}, strings.Join(words[from:from+n], " ")), " -:*=")
}

// place is something that is looked for in a text.
func (w queryWriter) place() string {
	word := strings.Trim(w.words(1), ".,:;!?’'")
	switch w.IntN(8) {
	case 0:
		return `"` + w.words(4) + `"`
	case 1:
		return "“" + w.words(2) + "”"
	case 2:
		return word[:min(len(word), 3)] + "*"
	case 3:
		return "=" + word
	case 4:
		return "(" + w.place() + " OR " + word + ")"
	}
	return word
}

func named(value string) string { return `"` + cmp.Or(value, "nobody") + `"` }

func (w queryWriter) field() string {
	a := w.article()
	day := func() string { return w.article().Published.Format(time.DateOnly) }
	switch w.IntN(15) {
	case 0:
		return "source:" + named(a.Source)
	case 1:
		return `source:` + pick(w.Rand, []string{"post", "herald", "the"})
	case 2:
		return "author:" + named(strings.Join(a.Authors[:min(1, len(a.Authors))], ""))
	case 3:
		return `subject:` + pick(w.Rand, []string{"harbour", "schools", "écoles", "health"})
	case 4:
		return `language:` + pick(w.Rand, []string{"en", "UK", "fr"})
	case 5:
		return "section:" + named(a.Section)
	case 6:
		return `id:` + a.ID
	case 7:
		if _, host, ok := strings.Cut(a.URL, "://"); ok && w.IntN(2) == 0 {
			return "site:" + named(host)
		}
		return "url:" + named(a.URL)
	case 8:
		return `after:` + day()
	case 9:
		return `before:` + day()
	case 10:
		return `file:` + pick(w.Rand, []string{"*.html", "notes.txt", "reports", "été"})
	case 11:
		return "speaker:" + named(pick(w.Rand, people()))
	case 12:
		return "person:" + named(pick(w.Rand, people()))
	case 13:
		return "place:" + named(pick(w.Rand, places()))
	}
	return "headline:" + w.place()
}

func (w queryWriter) query(depth int) string {
	if depth == 0 {
		if w.IntN(3) == 0 {
			return w.field()
		}
		return w.place()
	}
	a, b := w.query(depth-1), w.query(depth-1)
	switch w.IntN(8) {
	case 0, 1:
		return a + " AND " + b
	case 2:
		return "(" + a + " OR " + b + ")"
	case 3:
		return a + " NOT (" + b + ")"
	case 4:
		return fmt.Sprintf("%s NEAR/%d %s", w.place(), 1+w.IntN(9), w.place())
	case 5:
		return w.place() + " SAME " + w.place()
	case 6:
		return fmt.Sprintf("ATLEAST/%d %s", 1+w.IntN(3), w.place())
	}
	return a + " " + b
}

// day reads a day of a query.
func day(text string) (after, before time.Time, err error) {
	after, err = time.Parse(time.DateOnly, text)
	return after, after.AddDate(0, 0, 1), err
}

// conditions makes up conditions, with the queries that they are of.
func conditions(t *testing.T, articles []news.Article, n int) map[string]*news.Condition {
	t.Helper()
	analyzer := lexical.New()
	w := queryWriter{rand.New(rand.NewPCG(7, 11)), articles} // the same queries on every run
	out := make(map[string]*news.Condition, n)
	for i := 0; len(out) < n; i++ {
		text := w.query(i % 4)
		tree, err := query.Parse(text, day)
		if err != nil {
			continue // a word of the article is an operator, or two marks meet
		}
		if tree == nil {
			continue
		}
		out[text] = &query.Compile(tree, analyzer, entities.Names{}).Condition
	}
	return out
}

// An index selects by a query with operators what looking at every article would,
// and searches within that.
func testConditions(t *testing.T, x *fixture) {
	articles := varied(220)
	articles[3].Body, articles[4].Body, articles[5].Headline = "", "", ""
	var records Reference
	for part := range slices.Chunk(articles, 60) {
		records = append(records, x.put(part...)...)
	}
	some, none := 0, 0
	for text, where := range conditions(t, articles, 150) {
		q := news.SetQuery{Where: where, Page: news.Page{Limit: len(articles)}}
		q.Oldest = len(text)%2 == 0
		if len(text)%3 == 0 {
			q.Filter = news.Filter{Sources: []string{"coastal post", "Radio Hollin"}}
		}
		if len(text)%5 == 0 {
			q.AsOf = First.Add(100 * every)
		}
		want := selectedOf(q, articles)
		if got := x.listed(q); !gocmp.Equal(want, got, cmpopts.EquateEmpty()) {
			t.Errorf("%s (-want +got):\n%s", text, gocmp.Diff(want, got))
		}
		if len(want) == 0 {
			none++
		} else if len(want) < len(articles) {
			some++
		}
		search := x.query(queries()[len(text)%3], 30)
		search.Filter, search.AsOf, search.Where = q.Filter, q.AsOf, where
		if s := records.Check(search, x.search(search)); s != "" {
			t.Errorf("%s: %s", text, s)
		}
	}
	if some < 60 || none < 10 {
		t.Errorf("%d queries select some, %d none: they tell little", some, none)
	}
}

// listed returns the IDs of a set, which is asked for in pages.
func (x *fixture) listed(q news.SetQuery) (ids []string) {
	x.t.Helper()
	q.Page.Limit = 41
	for {
		set, err := x.index.Set(x.t.Context(), q)
		if err != nil {
			x.t.Fatal(err)
		}
		for _, v := range set.Listed {
			ids = append(ids, v.ArticleID)
		}
		if set.Next == "" {
			if len(ids) != set.Total {
				x.t.Errorf("%d articles are listed of %d", len(ids), set.Total)
			}
			return ids
		}
		q.Page.Cursor = set.Next
	}
}

// selectedOf looks at every article.
func selectedOf(q news.SetQuery, articles []news.Article) []string {
	var places []index.Cursor
	for i := range articles {
		a := &articles[i]
		if index.Matches(q.Filter, a) && !index.Hidden(a.Published, q.AsOf) && (q.Where == nil || q.Where.Holds(a)) {
			places = append(places, index.Cursor{Published: index.Seconds(a.Published), ID: a.ID})
		}
	}
	slices.SortFunc(places, index.Cursor.Compare)
	if q.Oldest {
		slices.SortFunc(places, index.Cursor.CompareOldest)
	}
	ids := make([]string, len(places))
	for i, p := range places {
		ids[i] = p.ID
	}
	return ids
}

// A set follows what is written: corrections, deletions, articles that arrive
// between two pages.
func testSetWhileArticlesChange(t *testing.T, x *fixture) {
	articles := Articles(40)
	x.put(articles...)
	where := conditions(t, articles, 1)
	for _, c := range where {
		x.listed(news.SetQuery{Where: c}) // remembered, perhaps
	}
	tree, err := query.Parse("headline:zeppelin*", nil)
	if err != nil {
		t.Fatal(err)
	}
	q := news.SetQuery{Where: &query.Compile(tree, lexical.New(), entities.Names{}).Condition}
	if got := x.listed(q); len(got) != 0 {
		t.Errorf("before: %v", got)
	}
	articles[7].Headline, articles[9].Headline = "Zeppelins over Velmoor", "A zeppelin lands"
	x.put(articles[7], articles[9])
	want := []string{articles[9].ID, articles[7].ID}
	if got := x.listed(q); !slices.Equal(got, want) {
		t.Errorf("after a correction: %v, want %v", got, want)
	}
	if err := x.index.Delete(t.Context(), articles[9].ID); err != nil {
		t.Fatal(err)
	}
	if got := x.listed(q); !slices.Equal(got, want[1:]) {
		t.Errorf("after a deletion: %v, want %v", got, want[1:])
	}
	all := news.SetQuery{Page: news.Page{Limit: 20}}
	first, err := x.index.Set(t.Context(), all)
	if err != nil || first.Total != 39 || len(first.Listed) != 20 {
		t.Fatalf("%d of %d listed, error %v", len(first.Listed), first.Total, err)
	}
	late := Article(1000)
	late.Published = First.Add(10000 * time.Hour)
	x.put(late)
	all.Page.Cursor = first.Next
	second, err := x.index.Set(t.Context(), all)
	if err != nil || second.Total != 40 || len(second.Listed) != 19 {
		t.Errorf("%d of %d listed after an article arrived, error %v", len(second.Listed), second.Total, err)
	}
	all.Page.Cursor = "nonsense"
	_, err = x.index.Set(t.Context(), all)
	x.wantKind("a cursor that is none", err, news.KindInvalid)
}
