package news

// BatchRequest asks the articles many things at once.
type BatchRequest struct {
	Lines  []BatchLine
	Kind   LineKind      // of all lines; zero: each is what it reads like
	Search SearchRequest // as in AnswerRequest
	NoLLM  bool
}

// BatchLine is a line of a table of names, claims or questions.
type BatchLine struct {
	Row  int    // its number, from 1, the line of names aside
	Text string // what is asked
	Err  error  // why it cannot be read; nil: it can
}

// LineKind is what a line of a batch is.
type LineKind string

// The kinds of lines.
const (
	LineQuestion LineKind = "question"
	LineClaim    LineKind = "claim"
	LineName     LineKind = "name"
)

// LineKinds are all kinds.
func LineKinds() []LineKind { return []LineKind{LineQuestion, LineClaim, LineName} }

// BatchStatus says what became of a line.
type BatchStatus string

// What becomes of a line: that of a question is the Status of its answer.
const (
	BatchSupported    BatchStatus = "supported"     // a claim that an article carries
	BatchContradicted BatchStatus = "contradicted"  // a claim of which an article says otherwise
	BatchNotSupported BatchStatus = "not_supported" // a claim that no article carries
	BatchFound        BatchStatus = "found"         // a name that articles hold
	BatchNotFound     BatchStatus = BatchStatus(StatusNotFound)
	BatchFailed       BatchStatus = "failed" // nothing, for the reason in Err
)

// BatchRow is what became of a line.
type BatchRow struct {
	Row  int
	Text string
	Kind LineKind
	Finding
	Err error // why there is nothing to tell; nil: there is
}

// Finding is what articles say of a line.
type Finding struct {
	Status     BatchStatus
	Answer     string     // for people; it may hold markers, as that of an Answer
	Citations  []Citation // quotes, byte for byte in their articles, the most telling first
	Confidence float64    // of an answer or in a claim, from 0 to 1
	Articles   int        // that hold a name
	Spellings  []Spelling // in which a name was looked for besides
	Warnings   []string   // for people
}
