package news

import "time"

// Terms is a sparse vector of BM25 term weights, without IDF, which an index
// applies when it is searched. IDs are hashes of terms, ascending and unique;
// the weight of IDs[i] is Weights[i]/WeightUnit. Weights are kept this coarse so that
// every index stores exactly the same numbers.
type Terms struct {
	IDs     []uint32
	Weights []uint8
}

// WeightUnit is how many steps of Terms.Weights make a weight of 1.
const WeightUnit = 100

// Vector is a dense vector of unit length, quantised: component i is
// Scale × Codes[i]. An empty vector means that there is none (yet).
type Vector struct {
	Scale float32
	Codes []int8
}

// Signature is what copies of a text are known by, in a form that package neardup
// makes and reads. Where it is empty, none is known.
type Signature string

// Encoding is what an index keeps of a text beside its words: one for the article
// and one for each of its passages. It searches by terms and vectors.
type Encoding struct {
	Terms     Terms
	Vector    Vector
	Signature Signature
}

// Profile is what an article as a whole is compared with others by. It is empty
// where nothing is known.
type Profile struct {
	Vector    []float32 // of unit length; nil where it is still to come
	Signature Signature
}

// Record is an article made ready for an index.
type Record struct {
	Article         Article
	Hash            [16]byte // of everything in Article but Revision; equal hashes mean an unchanged article
	ArticleEncoding Encoding
	Passages        []EncodedPassage
	Entities        []Entity // whom and what the article names; an index keeps their keys
	NoticeOn        []string // keys of the articles that it is a notice on as a whole
	Pending         bool     // vectors are missing and will follow from a remote embedder
}

// Attach gives a record its vectors: the article's, then its passages' in order.
// The error says that there are too many or too few.
func (r *Record) Attach(vectors []Vector) error {
	if len(vectors) != 1+len(r.Passages) {
		return Errorf(KindInvalid, "article %q: %d vectors for %d passages", r.Article.ID, len(vectors)-1, len(r.Passages))
	}
	r.ArticleEncoding.Vector = vectors[0]
	for i := range r.Passages {
		r.Passages[i].Vector = vectors[1+i]
	}
	r.Pending = false
	return nil
}

// EncodedPassage is a passage made ready for an index.
type EncodedPassage struct {
	Passage
	Encoding
}

// PutStatus tells what storing an article did.
type PutStatus string

// What storing an article can do. A rejected article never
// reaches an index, nor does one that was deleted.
const (
	PutCreated   PutStatus = "created"
	PutUpdated   PutStatus = "updated"
	PutUnchanged PutStatus = "unchanged"
	PutRejected  PutStatus = "rejected"
	PutDeleted   PutStatus = "deleted" // a person deleted the article, and it stays so
)

// PutResult tells what storing one article did.
type PutResult struct {
	ID     string
	Status PutStatus
	Err    error // why it was rejected
}

// IndexQuery asks an index for the best points of each of its four lists. A
// list whose query part is empty is not searched.
type IndexQuery struct {
	Filter Filter
	// AsOf hides articles that are known to have been published after it.
	// Zero hides nothing.
	AsOf   time.Time
	Where  *Condition // only articles of which it holds; nil: all
	Terms  QueryTerms // for keyword matching
	Vector []float32  // unit length, for semantic matching
	Limit  int        // length of each list
}

// SetQuery asks an index for a set of articles: all that the filter lets through,
// that are not hidden and of which the condition holds.
type SetQuery struct {
	Filter Filter
	AsOf   time.Time  // as in IndexQuery
	Where  *Condition // as in IndexQuery
	Oldest bool       // the oldest come first, not the newest
	Page   Page       // the part of the set that is listed; a Limit of 0 lists nothing
	Among  []string   // IDs of articles that are looked for in the set
	Facets []FacetField
	// BySource is a facet by time: the set, and all that the filter lets through, is counted
	// by outlet and by that. "": it is not.
	BySource FacetField
	// Each is told of each article of the set, in any order: its ID, which is valid until it
	// returns, and its date in seconds, as index.Seconds returns it. nil: nobody is.
	Each func(id string, published int64)
	// Counted is what a value of a facet is counted as, "" as none; an article with
	// several values that are counted as one counts once. nil: each as itself.
	Counted func(field FacetField, value string) string
}

// Set is a set of articles, a part of which is listed.
type Set struct {
	Total  int             // articles in the set
	Listed []Version       // those of the page, in order
	Next   string          // cursor of the next page; empty on the last
	Among  map[string]bool // those of SetQuery.Among that are in the set
	Facets []Facet         // in the order asked for

	Sources []SourceCount // by SetQuery.BySource, in the order of their names
}

// SourceCount is how many articles an outlet has in a set, and of how many, by time.
type SourceCount struct {
	Source  string      // as an index has it, see index.Labels; "": unknown
	Example Version     // one of those, which tells how the name is written
	Times   []TimeCount // the earliest first, those without a date last
}

// TimeCount is how many articles are of a time.
type TimeCount struct {
	Start time.Time // of the day, week or month; zero: they have no date
	Count int       // in the set
	Of    int       // that the filter lets through
}

// QueryTerms is a sparse query: distinct term hashes and their weights.
type QueryTerms struct {
	IDs     []uint32
	Weights []float32
}

// Candidates are the best points for a query, four lists, each by falling
// score and, where scores are equal, by rising article ID and ordinal.
type Candidates struct {
	PassageKeyword, PassageSemantic []Candidate
	ArticleKeyword, ArticleSemantic []Candidate
}

// Candidate is a scored passage or, in the article lists, a scored article
// with its first passage. It names the revision that was matched, so that what
// is shown is what was found even if the article changes in between.
type Candidate struct {
	Version
	Ordinal   int       // of the passage
	Span                // of the passage
	Sum       uint32    // of its text, see Article.Cut; 0: unknown
	Signature Signature // of the passage
	Score     float32
	Published time.Time
	Source    string // the outlet, in lower case
}

// Version names one stored version of an article.
type Version struct {
	ArticleID string
	Revision  int
}

// Stats are counts over an index.
type Stats struct {
	Articles  int
	Passages  int
	Revisions int // superseded versions that are kept
	Pending   int // articles whose vectors are still to come
	Cut       int // texts that were too long for the embedder, since this process began
	Bytes     int64
	Oldest    time.Time // publication dates of the articles
	Newest    time.Time
	Embedder  string
}

// Page asks for a part of a listing.
type Page struct {
	Limit  int
	Cursor string // as returned with the previous part; empty for the first
}
