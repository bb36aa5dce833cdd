// Package format reads articles in whatever form they come: JSON, tables, web
// pages, feeds, mail, documents, the plain-text export of Ukrainska Pravda, plain
// text and Markdown, in any encoding, any of them in what package container
// opens. The form is found from the content.
//
// Reading has two steps, so that a caller can spread the work: Split cuts an
// input into raw records, which is cheap and sequential; Parse turns one raw
// record into articles, and may run on many goroutines at once. Read is both
// in a row. Whatever is wrong with one record is told in its Parsed and does not
// keep the rest from being read.
//
// Articles come out with valid UTF-8 throughout and a body of plain text whose
// paragraphs are separated by one blank line. IDs are set only where the input
// has them.
package format

import (
	"context"
	"io"
	"iter"

	"byline/internal/format/record"
)

// DefaultMaxRecord is the longest record read where Options do not say, in bytes.
const DefaultMaxRecord = 32 << 20

// Options say how an input is to be read.
type Options = record.Options

// Raw is one record of an input as cut out by Split, to be given to Parse.
type Raw = record.Raw

// Parsed is an article, or the reason why there is none.
type Parsed = record.Parsed

// Reader is Split and Parse, as a value.
type Reader struct{}

// Split is [Split].
func (Reader) Split(ctx context.Context, name string, r io.Reader, opts Options) iter.Seq[Raw] {
	return Split(ctx, name, r, opts)
}

// Parse is [Parse].
func (Reader) Parse(raw Raw) []Parsed { return Parse(raw) }

// Read reads the articles of r one after another, in memory bounded by
// Options.MaxRecord however long r is. The name of the input is only a hint at
// its format. An empty or unreadable input is one Parsed with an error; if ctx
// ends, so does the sequence, with a Parsed that carries the error of ctx.
func Read(ctx context.Context, name string, r io.Reader, opts Options) iter.Seq[Parsed] {
	return func(yield func(Parsed) bool) {
		for raw := range Split(ctx, name, r, opts) {
			for _, item := range Parse(raw) {
				if !yield(item) {
					return
				}
			}
		}
	}
}
