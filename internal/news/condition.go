package news

import "time"

// Condition is what a query with operators asks of an article, in a form that an
// index can work with: it looks at the Bound first, which takes no text, and at
// Holds only where that leaves doubt.
type Condition struct {
	Key   string // the same exactly for conditions that are the same
	Bound Bound
	Holds func(*Article) bool // decides; safe for use by several goroutines
}

// Bound tells of which articles a condition holds as far as an index knows
// without their texts. The zero value tells nothing.
type Bound struct {
	Kind  BoundKind
	Parts []Bound

	Term          uint32            // of BoundTerm
	After, Before time.Time         // of BoundDates: published at or after, and before; zero: open
	Label         Label             // of BoundLabel
	Is            func(string) bool // of BoundLabel: whether a value, as Label has it, is asked for
	Value         string            // of BoundID and BoundURL
	Relevance     *Relevance        // of BoundRelevance, which is never part of another
}

// Relevance is what a plain query asks of an article; index.Suffices says how much
// of it is enough.
type Relevance struct {
	Terms  []uint32  // each once
	Vector []float32 // of unit length; nil: only words count
	Best   []string  // IDs of articles that are relevant whatever they have
}

// BoundKind is the kind of a Bound.
type BoundKind int

// The kinds of bounds.
const (
	BoundNothing BoundKind = iota // nothing is known
	BoundAll                      // all of Parts
	BoundAny                      // any of Parts
	BoundNot                      // not the one of Parts
	BoundAtMost                   // at most where the one of Parts holds
	BoundTerm                     // a term of the headline or the body
	BoundDates
	BoundLabel
	BoundID
	BoundURL
	BoundRelevance // decides: no text is looked at
)

// Label is a field whose values articles are selected and counted by, all but
// files folded; see index.Labels.
type Label string

// Labels returns all labels.
func Labels() []Label {
	return []Label{LabelSource, LabelAuthor, LabelSection, LabelSubject, LabelLanguage, LabelFile, LabelPerson, LabelOrganisation, LabelPlace}
}

// The labels of an article.
const (
	LabelSource   Label = "source"
	LabelAuthor   Label = "author"
	LabelSection  Label = "section"
	LabelSubject  Label = "subject"
	LabelLanguage Label = "language"
	LabelFile     Label = "file"

	// Entities, by their keys.
	LabelPerson       = Label(EntityPerson)
	LabelOrganisation = Label(EntityOrganisation)
	LabelPlace        = Label(EntityPlace)
)
