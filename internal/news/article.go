package news

import "time"

// Article is one piece of journalism as its outlet published it.
type Article struct {
	ID        string    // stable for the life of the article; see ingest for how one is derived
	URL       string    // where the outlet published it; empty if unknown
	Source    string    // the outlet that published it, never the one it credits
	Headline  string    //
	Authors   []string  // in natural case, in the order of the byline
	Published time.Time // zero if unknown
	Updated   time.Time // the outlet's own "updated" time; zero if unknown
	Section   string    // as the outlet names it
	Subjects  []string  // keywords or topics given by the outlet
	Language  string    // ISO 639-1, lower case; empty if unknown
	Caption   string    // of the lead picture, not part of Body
	Credit    string    // of the lead picture
	// Attribution names those whom the article credits with reporting it first,
	// as in "Source: Baltic Courier with reference to Diena".
	Attribution []string
	Body        string // plain text, valid UTF-8, paragraphs separated by a blank line
	Revision    int    // 1 for the first stored version of the article
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
