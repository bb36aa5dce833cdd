package stories_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
)

// BenchmarkRevise writes an article of a large book anew, which takes the old version
// out of it first.
func BenchmarkRevise(b *testing.B) {
	const known = 20_000
	s := newShelf(b)
	book := s.book()
	a := news.Article{Source: "Nordwire", Language: "en"}
	made := func(i int) {
		a.ID, a.Published = fmt.Sprint(i%known), day(1).Add(time.Duration(i%known)*time.Hour)
		a.Headline = fmt.Sprintf("Item%d of kind%d", i, i%977)
		a.Body = strings.Repeat(fmt.Sprintf("word%d other%d thing%d ", i%991, i%983, i), 8)
	}
	for i := range known {
		made(i)
		e := s.encoding(a)
		a.Revision = 1
		book.Add(&a, e.Signature, e.Vector)
	}
	n := known
	for b.Loop() {
		n += 7
		made(n)
		e := s.encoding(a)
		a.Revision = n
		book.Add(&a, e.Signature, e.Vector)
	}
}
