package encode_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/lexical"
	"byline/internal/news"
)

func local(tb testing.TB) *encode.Encoder {
	tb.Helper()
	m, err := embed.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return encode.New(lexical.New(), m, entities.Names{})
}

func record(tb testing.TB, e *encode.Encoder, a news.Article) news.Record {
	tb.Helper()
	r, err := e.Encode(tb.Context(), &a)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func ferry() news.Article {
	return news.Article{
		ID: "f", URL: "https://post.example/f", Source: "Coastal Post", Headline: "Ferry strike", Authors: []string{"Ada Lee"},
		Subjects: []string{"transport"}, Attribution: []string{"Nordwire"}, Caption: "A queue.", Language: "en",
		Body: strings.TrimSpace(strings.Repeat("The crews of the island line walked out over the winter timetable. ", 40)),
	}
}

// weight is the stored weight of a word in a bag of terms, 0 if it is not there.
func weight(tb testing.TB, e *encode.Encoder, terms news.Terms, word string) uint8 {
	tb.Helper()
	q := queryTerms(e, word)
	if len(q.IDs) != 1 {
		tb.Fatalf("%q is %d terms", word, len(q.IDs))
	}
	if i, ok := slices.BinarySearch(terms.IDs, q.IDs[0]); ok {
		return terms.Weights[i]
	}
	return 0
}

func TestAnArticleIsFoundByAllThatIsKnownOfIt(t *testing.T) {
	e := local(t)
	whole := record(t, e, ferry()).ArticleEncoding.Terms
	if !slices.IsSorted(whole.IDs) || len(whole.IDs) != len(whole.Weights) {
		t.Fatalf("terms %v with weights %v", whole.IDs, whole.Weights)
	}
	for _, word := range []string{"ferry", "coastal", "lee", "transport", "nordwire", "queue", "timetable"} {
		if weight(t, e, whole, word) == 0 {
			t.Errorf("the article is not found by %q", word)
		}
	}
	if weight(t, e, whole, "https") != 0 {
		t.Error("the article is found by its address")
	}
}

func TestTheHeadlineWeighsMoreThanTheOutletAndThatMoreThanTheAuthor(t *testing.T) {
	e := local(t)
	whole := record(t, e, ferry()).ArticleEncoding.Terms
	headline, outlet, author := weight(t, e, whole, "strike"), weight(t, e, whole, "coastal"), weight(t, e, whole, "lee")
	if headline <= outlet || outlet <= author {
		t.Errorf("headline %d, outlet %d, author %d", headline, outlet, author)
	}
}

func TestAPassageIsFoundByItsWordsAndTheHeadlineAlone(t *testing.T) {
	e := local(t)
	a := ferry()
	a.Body += "\n\nIn the end the minister signed the treaty on herring quotas, which nobody had expected."
	r := record(t, e, a)
	if len(r.Passages) < 2 {
		t.Fatalf("%d passages", len(r.Passages))
	}
	var texts []string
	for _, p := range r.Passages {
		texts = append(texts, strings.Fields(a.Body[p.Start:p.End])...)
		if weight(t, e, p.Terms, "strike") == 0 || weight(t, e, p.Terms, "coastal") != 0 {
			t.Errorf("passage %d is not found by the headline, or is found by the outlet", p.Ordinal)
		}
		if got := weight(t, e, p.Terms, "herring") > 0; got != strings.Contains(p.Text, "herring") {
			t.Errorf("passage %d is found by a word: %v", p.Ordinal, got)
		}
	}
	if !slices.Equal(texts, strings.Fields(a.Body)) {
		t.Error("the passages are not the body")
	}
}

func TestAPassageIsFoundByTheAbbreviationOfANameThatItBeginsWith(t *testing.T) {
	e := local(t)
	a := ferry()
	a.Body += "\n\nUnited Nations envoys agreed on a cease-fire."
	passages := record(t, e, a).Passages
	for i, p := range passages {
		for _, word := range []string{"UN", "U.N.", "ceasefire"} {
			if got := weight(t, e, p.Terms, word) > 0; got != (i == len(passages)-1) {
				t.Errorf("passage %d is found by %q: %v", i, word, got)
			}
		}
	}
}

func TestVectorsAreQuantisedAndOfUnitLength(t *testing.T) {
	r := record(t, local(t), ferry())
	vectors := []news.Vector{r.ArticleEncoding.Vector}
	for _, p := range r.Passages {
		vectors = append(vectors, p.Vector)
	}
	for i, v := range vectors {
		var square float64
		for _, c := range v.Codes {
			square += math.Pow(float64(v.Scale)*float64(c), 2)
		}
		if len(v.Codes) != 256 || math.Abs(square-1) > 1e-3 {
			t.Errorf("vector %d has %d components and length² %v", i, len(v.Codes), square)
		}
	}
	if r.Pending {
		t.Error("the record waits for vectors that it has")
	}
}

// remote is an embedder that is not built in.
type remote struct{ *embed.Model }

func (r remote) EmbedTexts(ctx context.Context, texts []string, role embed.Role) ([][]float32, error) {
	return r.Model.EmbedTexts(ctx, texts, role)
}

func TestVectorsOfARemoteEmbedderComeLater(t *testing.T) {
	m, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := encode.New(lexical.New(), remote{m}, entities.Names{})
	r := record(t, e, ferry())
	if !e.Deferred() || !r.Pending || len(r.ArticleEncoding.Vector.Codes) > 0 || len(r.Passages[0].Vector.Codes) > 0 {
		t.Errorf("deferred %v, pending %v, vectors %v", e.Deferred(), r.Pending, r.ArticleEncoding.Vector)
	}
	if diff := cmp.Diff(record(t, local(t), ferry()).ArticleEncoding.Terms, r.ArticleEncoding.Terms); diff != "" {
		t.Errorf("the terms differ: %s", diff)
	}
	// The remote embedder is given the article as a whole, then its passages,
	// each with the headline.
	a := ferry()
	texts := encode.Texts(&a)
	if len(texts) != 1+len(r.Passages) {
		t.Fatalf("%d texts for %d passages", len(texts), len(r.Passages))
	}
	for i, text := range texts[1:] {
		if text != a.Headline+"\n"+r.Passages[i].Text {
			t.Errorf("text %d is %q", i, text)
		}
	}
}

func TestTheHashTellsWhetherAnArticleHasChanged(t *testing.T) {
	a := ferry()
	hash := encode.Hash(&a)
	a.Revision = 7
	if encode.Hash(&a) != hash {
		t.Error("the number of the revision is part of the hash")
	}
	changes := map[string]func(*news.Article){
		"body":     func(a *news.Article) { a.Body += " More." },
		"headline": func(a *news.Article) { a.Headline = "Ferry strikes" },
		"authors":  func(a *news.Article) { a.Authors = []string{"Ada", "Lee"} },
		"moved":    func(a *news.Article) { a.Caption, a.Credit = "", a.Caption },
		"updated":  func(a *news.Article) { a.Updated = a.Updated.AddDate(1, 0, 0) },
	}
	for name, change := range changes {
		b := ferry()
		change(&b)
		if encode.Hash(&b) == hash {
			t.Errorf("%s: the hash is the same", name)
		}
	}
}

func TestARepeatedWordOfAQueryCountsOnce(t *testing.T) {
	q := queryTerms(local(t), "ferry ferries and the FERRY strike")
	if diff := cmp.Diff([]float32{1, 1}, q.Weights); diff != "" || len(q.IDs) != 2 {
		t.Errorf("terms %v: %s", q.IDs, diff)
	}
}

func TestTheLeadIsTheFirstHundredWords(t *testing.T) {
	long := strings.Repeat("word ", 250)
	if got := len(strings.Fields(encode.Lead(long))); got != 100 {
		t.Errorf("%d words", got)
	}
	if got := encode.Lead(strings.Repeat("新聞", 1<<20)); len(got) > 6400+utf8.UTFMax || !utf8.ValidString(got) {
		t.Errorf("the lead of text without spaces has %d bytes", len(got))
	}
	if got := encode.Lead("only these"); got != "only these" {
		t.Errorf("got %q", got)
	}
}

func BenchmarkArticle(b *testing.B) {
	e, a := local(b), ferry()
	for b.Loop() {
		record(b, e, a)
	}
}
