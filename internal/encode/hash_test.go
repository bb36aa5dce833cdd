package encode_test

import (
	"encoding/hex"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/news"
)

func storm() news.Article {
	return news.Article{
		ID: "a1", URL: "https://post.example/storm", Source: "Coastal Post", Headline: "Storm breaks the pier",
		Authors: []string{"Ada Brenner", "Milo Fasst"}, Published: time.Date(2026, time.November, 2, 9, 0, 0, 0, time.UTC),
		Section: "News", Subjects: []string{"Storms", "Ithel Bay"}, Language: "en", Caption: "The pier.", Credit: "Ines Korvald",
		Attribution: []string{"Nordwire"}, Body: "A gale broke the old pier.", Revision: 1,
	}
}

// Hashes are stored: an article that was taken in by an older version must
// still be seen to be unchanged. To change this value is to make every stored
// article a new revision.
func TestTheHashOfAnArticleStaysTheSame(t *testing.T) {
	a := storm()
	h := encode.Hash(&a)
	if got, want := hex.EncodeToString(h[:]), "b9dda387c9d69aff0c384e4326734a71"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTheHashChangesWithAnythingThatIsPublished(t *testing.T) {
	a := storm()
	seen := map[[16]byte]string{encode.Hash(&a): "as it was"}
	for name, change := range map[string]func(*news.Article){
		"ID":                  func(a *news.Article) { a.ID = "a2" },
		"URL":                 func(a *news.Article) { a.URL += "?page=2" },
		"source":              func(a *news.Article) { a.Source = "Nordwire" },
		"headline":            func(a *news.Article) { a.Headline = "Storm breaks pier" },
		"authors":             func(a *news.Article) { a.Authors = a.Authors[:1] },
		"order of authors":    func(a *news.Article) { slices.Reverse(a.Authors) },
		"authors as one":      func(a *news.Article) { a.Authors = []string{strings.Join(a.Authors, "")} },
		"authors as credited": func(a *news.Article) { a.Authors, a.Attribution = nil, slices.Concat(a.Authors, a.Attribution) },
		"published":           func(a *news.Article) { a.Published = a.Published.Add(time.Second) },
		"updated":             func(a *news.Article) { a.Updated = a.Published },
		"no date":             func(a *news.Article) { a.Published = time.Time{} },
		"section":             func(a *news.Article) { a.Section = "" },
		"subjects":            func(a *news.Article) { a.Subjects = a.Subjects[:1] },
		"language":            func(a *news.Article) { a.Language = "fi" },
		"caption":             func(a *news.Article) { a.Caption = "" },
		"caption as credit":   func(a *news.Article) { a.Caption, a.Credit = "", a.Caption+a.Credit },
		"attribution":         func(a *news.Article) { a.Attribution = nil },
		"one letter of body":  func(a *news.Article) { a.Body = strings.Replace(a.Body, "gale", "gala", 1) },
		"space in body":       func(a *news.Article) { a.Body += "\n" },
	} {
		a := storm()
		change(&a)
		h := encode.Hash(&a)
		if other, ok := seen[h]; ok {
			t.Errorf("%s: the same hash as %s", name, other)
		}
		seen[h] = name
	}
}

// A field that is added to articles is part of the hash without a line for it.
func TestTheHashChangesWithEveryField(t *testing.T) {
	a := storm()
	before := encode.Hash(&a)
	for name, value := range index.Fields(&a) {
		old := reflect.ValueOf(value).Elem()
		kept := reflect.ValueOf(old.Interface())
		switch v := value.(type) {
		case *string:
			*v += "?"
		case *[]string:
			*v = append(slices.Clone(*v), "?")
		case *time.Time:
			*v = v.Add(time.Hour)
		case *[]news.Notice:
			*v = append(*v, news.Notice{Kind: news.NoticeCorrection, Text: "?"})
		default:
			t.Errorf("%s: a test for fields like it is missing here", name)
		}
		if changed := encode.Hash(&a) != before; changed == (name == "file" || name == "file_time") { // where it lay
			t.Errorf("%s: the hash changes: %t", name, changed)
		}
		old.Set(kept)
	}
}

func TestTheHashIsTheSameForWhatAnOutletDidNotChange(t *testing.T) {
	a := storm()
	want := encode.Hash(&a)
	for name, change := range map[string]func(*news.Article){
		"nothing":                      func(*news.Article) {},
		"revision":                     func(a *news.Article) { a.Revision = 7 },
		"subjects not yet told apart":  func(a *news.Article) { a.Subjects = []string{"Storms Ithel Bay"} },
		"subjects told apart too much": func(a *news.Article) { a.Subjects = []string{"Storms", "Ithel", "Bay"} },
	} {
		a := storm()
		change(&a)
		if encode.Hash(&a) != want {
			t.Errorf("%s: another hash", name)
		}
	}
}

func BenchmarkHash(b *testing.B) {
	a := long()
	b.ReportAllocs()
	b.SetBytes(int64(len(a.Body)))
	for b.Loop() {
		encode.Hash(&a)
	}
}
