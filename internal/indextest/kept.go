package indextest

import (
	"context"
	"iter"
	"testing"

	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/news"
)

// Exporter gives all that an index keeps, for a backup.
type Exporter interface {
	Each(ctx context.Context, f func(*news.Kept) error) error
	Close() error
}

// Exported is what an export gives, before its error if it ends with one. It
// closes the export.
func Exported(tb testing.TB, e Exporter) ([]*news.Kept, error) {
	tb.Helper()
	var kept []*news.Kept
	err := e.Each(tb.Context(), func(k *news.Kept) error { kept = append(kept, k); return nil })
	if closed := e.Close(); closed != nil {
		tb.Fatal(closed)
	}
	return kept, err
}

// MustExport is all that an export gives.
func MustExport(tb testing.TB, e Exporter) []*news.Kept {
	tb.Helper()
	kept, err := Exported(tb, e)
	if err != nil {
		tb.Fatal(err)
	}
	return kept
}

// Yielding yields what is kept, and then an error unless that is nil.
func Yielding(kept []*news.Kept, err error) iter.Seq2[*news.Kept, error] {
	return func(yield func(*news.Kept, error) bool) {
		for _, k := range kept {
			if !yield(k, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// Put stores articles, and returns the records with the numbers that they got.
func Put(tb testing.TB, x index.Writer, e *encode.Encoder, articles ...news.Article) []news.Record {
	tb.Helper()
	records := Records(tb, e, articles...)
	if _, err := x.Put(tb.Context(), records); err != nil {
		tb.Fatalf("Put: %v", err)
	}
	return records
}

// Live fills an index with articles, earlier versions, and articles that were
// deleted, one of them to come again. It returns what can be found.
func Live(tb testing.TB, x index.Writer, e *encode.Encoder) Reference {
	tb.Helper()
	want := Reference(Put(tb, x, e, Articles(40)...))
	for version := range 3 {
		for _, i := range []int{5, 9, 33} {
			want[i] = Put(tb, x, e, Revised(Article(i), version))[0]
		}
	}
	for _, i := range []int{9, 38, 39} {
		if err := x.Delete(tb.Context(), Article(i).ID); err != nil {
			tb.Fatal(err)
		}
	}
	want[9] = Put(tb, x, e, Article(9))[0]
	return want[:38]
}
