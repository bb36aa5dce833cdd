// Package record has what stands between a reader of formats and those who pass
// on what it reads: how an input is to be read, the raw records that are cut out of
// it, and what becomes of each. Package format is the reader.
package record

import (
	"time"

	"byline/internal/format/container"
	"byline/internal/format/field"
	"byline/internal/news"
)

// Options say how an input is to be read. The zero value will do.
type Options struct {
	Format      string           // "auto", empty (the same) or one of format.Names
	MaxRecord   int              // bytes; zero: format.DefaultMaxRecord. A longer record is one Parsed with an error
	ContentType string           // media type given with the input, used where the content leaves doubt
	Limits      container.Limits // of what archives and compressed inputs hold; zero: container.Default
	Location    *time.Location   // zone of times that carry none; nil: Europe/Kyiv for pravdatext, UTC for the rest
	Source      string           // outlet of articles that name none
	Map         news.Mapping     // where the fields of JSON and of tables stand; nil: under the names that are known
	// Subjects reports whether a subject, given in lower case, is known. It lets
	// the subjects of pravdatext, which run together, be told apart. It is
	// called from every goroutine that runs Parse; nil: none is known.
	Subjects func(subject string) bool

	// Root is what a name begins with that says nothing of what an input is: the path of the
	// folder that was asked for.
	Root string

	From Position // what stands before is passed over without being parsed

	Order field.DateOrder // of the dates in the input, as its beginning tells; Split sets it
	AsOf  time.Time       // when the input was written, from which "3 hours ago" counts; where an archive says, Split sets it
}

// Position is how far an input was read.
type Position struct {
	Inputs  int `json:"inputs"`  // of the files in it, where it is an archive: so many are done
	Records int `json:"records"` // of the next
}

// Raw is one record of an input as cut out by Split, to be given to Parse.
type Raw struct {
	Input  string   // the name of its input; in an archive, with that of the entry: "week.zip/ferry.html"
	Line   int      // where it starts: line from 1 or, in a JSON array, number of the record from 1
	Offset int64    // bytes of the input read so far, compressed ones where it is compressed
	At     Position // behind it
	Data   []byte   // owned by the receiver
	Format string   // one of format.Names; empty if it was not found out
	Whole  bool     // whether it is all of its input
	Err    error    // why there is no Data

	URL      string    // where the container says that it was taken from, empty if it does not
	Saved    time.Time // when it was
	Modified time.Time // of the file within an archive; zero: it is in none, or does not say

	Options *Options // how it is to be read, shared by the records of an input; nil: the zero value
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
