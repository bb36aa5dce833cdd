package news

import "time"

// Kept is one thing that an index keeps for good, as a backup holds it: a
// version of an article, or that there is none any more.
//
// Where indexes give or take them, articles come by rising ID, and the versions
// of one by rising revision. The last of each article is its current version or
// says that it was deleted; only superseded versions come before that.
type Kept struct {
	Article Article   // of a deleted one only ID and Revision: the last number that was given
	Stored  time.Time // when the version was stored
	Hash    [16]byte  // as in Record; all zero: not known
	State   KeptState
	// Vectors are those of a current version that a remote embedder made: of the
	// article as a whole, then of its passages. There may be none.
	Vectors []Vector
}

// KeptState says what has become of a version.
type KeptState string

// What can have become of a version.
const (
	KeptCurrent    KeptState = "current"
	KeptSuperseded KeptState = "superseded"
	KeptDeleted    KeptState = "deleted" // of the whole article
)
