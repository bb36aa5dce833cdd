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
	// Files are files that articles lay in: a path, a folder with all that is in it,
	// a name without its folders, or "*.html" for all files that end so. Compared
	// without regard to case.
	Files []string
	// UpdatedAfter is for what is new or changed: the outlet's own time of the last
	// change or, of an article that has none, that of publication is at or after it.
	UpdatedAfter time.Time
	Authors      []string // one of the authors, whole names, compared without regard to case
	Sections     []string // compared without regard to case
	// What is not wanted, compared as what is: an article with any of these is left out.
	NotSources, NotSubjects, NotAuthors, NotSections, NotLanguages, NotFiles []string
}

// IsZero reports whether the filter restricts nothing.
func (f Filter) IsZero() bool {
	lists := len(f.Sources) + len(f.Subjects) + len(f.Authors) + len(f.Sections) + len(f.Files) +
		len(f.NotSources) + len(f.NotSubjects) + len(f.NotAuthors) + len(f.NotSections) + len(f.NotLanguages) + len(f.NotFiles)
	return lists == 0 && f.After.IsZero() && f.Before.IsZero() && f.UpdatedAfter.IsZero() && f.Language == ""
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

// Sort is the order of what was found.
type Sort string

// The orders of a result list. The zero value means SortRelevance.
const (
	SortRelevance Sort = "relevance" // the most relevant first, those beyond the reach of the ranking by date
	SortNewest    Sort = "newest"    // by date of publication, those without one last
	SortOldest    Sort = "oldest"    // the same, turned around, with those without a date still last
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
	// Strict refuses a query whose operators cannot be read, with KindInvalid, instead
	// of searching for all of it as plain words.
	Strict bool
	// Exact searches for words as they are spelled only.
	Exact bool
	// Phrases are what a plain query puts in quotation marks and an article must have,
	// word for word: all of them or, where no article has, one. One with operators says
	// itself what it needs.
	Phrases []string
	// HalfLife makes newer articles rank higher whatever the query asks for, and
	// is the age at which half of their advantage is gone. The newest article
	// found counts as at most that old. Zero: newer articles rank higher only
	// where the query asks for the newest.
	HalfLife time.Duration
	Sort     Sort
	Cursor   string       // as returned with the previous part; empty for the first
	Facets   []FacetField // that are counted
	// Nearest lists what is nearest to the query, be it in the result set or not, and
	// works out no set: it is for who judges what was found.
	Nearest bool
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
	Total      int     // articles in the result set, whatever the part of it that is listed
	Next       string  // cursor of the next part; empty on the last
	Facets     []Facet // in the order asked for
	Understood Understood
	Warnings   []string // for people: how the search differs from what was asked for
	Took       time.Duration
}

// Hit is a passage that was found, with its article.
type Hit struct {
	Article     Article // Body included
	Passage     Passage
	Score       float64
	Signature   Signature   // of the passage
	Highlights  []Span      // words of the query within the passage; offsets into Article.Body
	Copies      []Copy      // other articles that carry the same text and were folded into this hit
	Explanation Explanation // on request
}

// Copy is an article that carries the same text as another.
type Copy struct {
	ID, URL, Source, Headline string
	Published                 time.Time
}

// Explanation breaks the score of a hit down into signals, in the order in which
// they count. A search always tells the same ones, but for "reranker", which is
// there only where one was asked; internal/retrieve/signals.go has the table that
// they come from, and openapi.yaml says what each means.
type Explanation []Signal

// Signal is one figure of an explanation.
type Signal struct {
	Name  string // as in the API: "outlet"
	Value float64
}

// Value returns the figure with a name, 0 if the explanation has none.
func (e Explanation) Value(name string) float64 {
	for _, s := range e {
		if s.Name == name {
			return s.Value
		}
	}
	return 0
}

// Set puts a value in place of the one that the figure with a name has.
func (e Explanation) Set(name string, value float64) {
	for i := range e {
		if e[i].Name == name {
			e[i].Value = value
		}
	}
}

// Featured is a passage with the values of its signals by name, those whose
// weights are fitted.
type Featured struct {
	Passage
	Features map[string]float64
}

// Understood tells how a query was read, so that a person can see and undo it.
type Understood struct {
	Query     string     // the query that was searched for
	Tree      *QueryNode // of a query with operators, as it was read
	Words     string     // of such a query: those that articles were ranked by; it may have none
	Rewritten bool       // Query was completed from earlier messages
	AsOf      time.Time  // what relative dates were taken relative to
	Filter    Filter     // the filter in force, dates from the query included
	Dates     []DateExpression
	Spellings []Spelling // words that were searched for in another spelling than that of the query as it was given
	Recent    bool       // the query asks for the newest ("latest", "now"), so newer articles rank higher
}

// Spelling is a word of a query that nothing found has, and how it is written there.
type Spelling struct {
	Span    // of the word in the query as it was given
	Written string
	Read    string
}

// DateExpression is a time expression found in a query and the interval that it was taken to mean.
type DateExpression struct {
	Span          // byte offsets into the query as given
	Text   string // as written: "last week"
	After  time.Time
	Before time.Time // zero: open
	Other  time.Time // the day that 10/03/2024 is where the month comes first; zero where nothing is in doubt
}
