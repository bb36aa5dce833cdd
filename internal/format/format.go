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
	"time"

	"byline/internal/format/container"
	"byline/internal/format/field"
	"byline/internal/news"
)

// DefaultMaxRecord is the longest record read where Options do not say, in bytes.
const DefaultMaxRecord = 32 << 20

// Options say how an input is to be read. The zero value will do.
type Options struct {
	Format      string           // "auto", empty (the same) or one of Names
	MaxRecord   int              // bytes; zero: DefaultMaxRecord. A longer record is one Parsed with an error
	ContentType string           // media type given with the input, used where the content leaves doubt
	Limits      container.Limits // of what archives and compressed inputs hold; zero: container.Default
	Location    *time.Location   // zone of times that carry none; nil: Europe/Kyiv for pravdatext, UTC for the rest
	Source      string           // outlet of articles that name none
	Map         news.Mapping     // where the fields of JSON and of tables stand; nil: under the names that are known
	// Subjects reports whether a subject, given in lower case, is known. It lets
	// the subjects of pravdatext, which run together, be told apart. It is
	// called from every goroutine that runs Parse; nil: none is known.
	Subjects func(subject string) bool

	order field.DateOrder // of the dates in the input, as its beginning tells
}

// Raw is one record of an input as cut out by Split, to be given to Parse.
type Raw struct {
	Input  string // the name of its input; in an archive, with that of the entry: "week.zip/ferry.html"
	Line   int    // where it starts: line from 1 or, in a JSON array, number of the record from 1
	Offset int64  // bytes of the input read so far, compressed ones where it is compressed
	Data   []byte // owned by the receiver
	Format string // one of Names; empty if it was not found out
	Err    error  // why there is no Data

	URL      string    // where the container says that it was taken from, empty if it does not
	Saved    time.Time // when it was
	Modified time.Time // of the file within an archive; zero: it is in none, or does not say

	Options *Options // how it is to be read, shared by the records of an input; nil: the zero value
}

// IsWhole reports whether a record of a format is all of its input.
func IsWhole(name string) bool {
	f := byName(name)
	return f != nil && f.split == nil
}

// Parsed is an article, or the reason why there is none.
type Parsed struct {
	Article news.Article
	Line    int   // where it starts: line from 1 or, in a JSON array or a feed, number of the record from 1
	Offset  int64 // bytes of the input read so far, for progress
	// Err is why the article is rejected. It names the field at fault where one
	// is; the input and the line are for the caller to add.
	Err error
}

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
