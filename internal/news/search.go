package news

import "time"

// Filter restricts a search or a listing. A zero field does not restrict.
// Fields combine with "and"; the values within one field with "or".
type Filter struct {
	After    time.Time // published at or after
	Before   time.Time // published before
	Sources  []string  // outlets, compared without regard to case
	Subjects []string  // compared without regard to case
	Language string    // ISO 639-1
}

// IsZero reports whether the filter restricts nothing.
func (f Filter) IsZero() bool {
	return f.After.IsZero() && f.Before.IsZero() && len(f.Sources) == 0 && len(f.Subjects) == 0 && f.Language == ""
}

// Mode is the way of matching.
type Mode string

// The modes of search. The zero value means ModeHybrid.
const (
	ModeHybrid   Mode = "hybrid"   // words and meaning, fused by score
	ModeKeyword  Mode = "keyword"  // BM25 over words
	ModeSemantic Mode = "semantic" // cosine over vectors
)

// Group is the unit of a result list.
type Group string

// The units of a result list. The zero value means GroupArticle.
const (
	GroupArticle Group = "article" // one hit an article, with its best passage
	GroupPassage Group = "passage" // every passage is a hit of its own
)

// SearchRequest asks for passages that bear on a query.
type SearchRequest struct {
	Query   string
	Filter  Filter
	AsOf    time.Time // the moment that "last week" is relative to, and after which nothing is seen; zero: now
	Asked   time.Time // the moment that "last week" is relative to where AsOf is zero, hiding nothing; zero: now
	Limit   int       // hits wanted; zero: 10
	Mode    Mode
	Group   Group
	Explain bool // fill Hit.Explanation
	// KeepCopies lists articles that carry the same text as hits of their own
	// instead of folding them into the first.
	KeepCopies bool
	// KeepDates leaves time expressions in the query alone: they do not become filters.
	KeepDates bool
	// HalfLife makes newer articles rank higher whatever the query asks for, and
	// is the age at which half of their advantage is gone. The newest article
	// found counts as at most that old. Zero: newer articles rank higher only
	// where the query asks for the newest.
	HalfLife time.Duration
}

// SimilarRequest asks for articles like a given one. Exactly one of
// ArticleID, URL and Text is set.
type SimilarRequest struct {
	ArticleID string
	URL       string
	Text      string
	Filter    Filter
	Limit     int // hits wanted; zero: 10
}

// SearchResult is what a search found.
type SearchResult struct {
	Hits       []Hit
	Understood Understood
	Warnings   []string // for people: how the search differs from what was asked for
	Took       time.Duration
}

// Hit is a passage that was found, with its article.
type Hit struct {
	Article     Article // Body included
	Passage     Passage
	Score       float64
	Highlights  []Span      // words of the query within the passage; offsets into Article.Body
	Copies      []Copy      // other articles that carry the same text and were folded into this hit
	Explanation Explanation // filled on request
}

// Copy is an article that carries the same text as another.
type Copy struct {
	ID, URL, Source, Headline string
	Published                 time.Time
}

// Explanation breaks the score of a hit down. Where the hit was not among the
// candidates of a list, its raw score is that of the last candidate.
type Explanation struct {
	PassageKeyword  float64 // BM25 of the passage
	PassageSemantic float64 // cosine of the passage
	ArticleKeyword  float64 // BM25 of the article
	ArticleSemantic float64 // cosine of the article
	Timeliness      float64 // added for being from the time that the query is about
	Outlet          float64 // added for being from an outlet that the query names
	Proximity       float64 // added for words of the query that stand close together; 0 where no one looked
	// Reranker is what a reranker gave the passage, on its own scale; nil where
	// none did. Score then comes from it, brought to the range of the scores
	// that it replaces.
	Reranker *float64
	Recency  float64 // factor for the age in (0, 1]; 1 where time plays no part
	// Redundancy was taken off at the end for being like a hit before or from
	// its outlet; 0 unless the query is broad.
	Redundancy float64
}

// Understood tells how a query was read, so that a person can see and undo it.
type Understood struct {
	Query     string    // the query that was searched for
	Rewritten bool      // Query was completed from earlier messages
	AsOf      time.Time // what relative dates were taken relative to
	Filter    Filter    // the filter in force, dates from the query included
	Dates     []DateExpression
	Recent    bool // the query asks for the newest ("latest", "now"), so newer articles rank higher
}

// DateExpression is a time expression found in a query and the interval that it was taken to mean.
type DateExpression struct {
	Span          // byte offsets into the query as given
	Text   string // as written: "last week"
	After  time.Time
	Before time.Time // zero: open
}
