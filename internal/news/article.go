package news

import (
	"slices"
	"time"
)

// Article is one piece of journalism as its outlet published it.
//
// The tags are the names under which indexes and backups store the fields, and
// all that they know of them: see package index. What is sent over a network
// has documents of its own.
type Article struct {
	ID        string    `json:"id,omitempty"`       // stable for the life of the article; see ingest for how one is derived
	URL       string    `json:"url,omitempty"`      // where the outlet published it; empty if unknown
	Source    string    `json:"source,omitempty"`   // the outlet that published it, never the one it credits
	Headline  string    `json:"headline,omitempty"` //
	Authors   []string  `json:"authors,omitempty"`  // in natural case, in the order of the byline
	Published time.Time `json:"published,omitzero"` // zero if unknown
	Updated   time.Time `json:"updated,omitzero"`   // the outlet's own "updated" time; zero if unknown
	Section   string    `json:"section,omitempty"`  // as the outlet names it
	Subjects  []string  `json:"subjects,omitempty"` // keywords or topics given by the outlet
	Language  string    `json:"language,omitempty"` // ISO 639-1, lower case; empty if unknown
	Caption   string    `json:"caption,omitempty"`  // of the lead picture, not part of Body
	Credit    string    `json:"credit,omitempty"`   // of the lead picture
	// Attribution names those whom the article credits with reporting it first,
	// as in "Source: Baltic Courier with reference to Diena".
	Attribution []string `json:"attribution,omitempty"`
	Body        string   `json:"body,omitempty"` // plain text, valid UTF-8, paragraphs separated by a blank line
	// File is where the article lay, relative to what was loaded, with slashes and,
	// where it was packed, its path in the archive: "2026/week.zip/ferry.html".
	File     string    `json:"file,omitempty"`
	FileTime time.Time `json:"file_time,omitzero"` // when that file was last modified; zero if unknown
	// Withdrawn is when its outlet was found to have removed it; zero if it has not.
	Withdrawn time.Time `json:"withdrawn,omitzero"`
	// Notices say that it was corrected, retracted or the like.
	Notices []Notice `json:"notices,omitempty"`
	// Edited names the fields that a person has set, as they are stored. They stay
	// as they are whatever is loaded again.
	Edited   []string `json:"edited,omitempty"`
	Revision int      `json:"revision,omitempty"` // 1 for the first stored version of the article
}

// FileDated reports whether the date of the article is that of its file, for
// want of one of its own.
func (a Article) FileDated() bool {
	return !a.FileTime.IsZero() && a.Published.Equal(a.FileTime) && !slices.Contains(a.Edited, FieldPublished)
}

// SayDated says, for people, that a date of the article, as it is written, is that of its file.
func (a Article) SayDated(date string) string {
	if a.FileDated() {
		return "file dated " + date
	}
	return date
}

// WithdrawnNote says, for people, that its outlet has removed the article, and
// when that was found; empty if it has not.
func (a Article) WithdrawnNote() string {
	if a.Withdrawn.IsZero() {
		return ""
	}
	return "withdrawn at source on " + a.Withdrawn.Format("2 January 2006")
}

// Span is a half-open range of bytes in the body of an article.
type Span struct {
	Start, End int
}

// Passage is a run of whole sentences of one article, about 160 words long.
type Passage struct {
	ArticleID string
	Ordinal   int // position among the passages of its article, from 0
	Span
	Text string // Body[Start:End]
}

// Revision is one stored version of an article.
type Revision struct {
	Article
	Stored time.Time // when this version was stored
}
