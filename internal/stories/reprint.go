package stories

import (
	"byline/internal/neardup"
)

// What copies have in common beside their words: of the figures and of the names
// that can be told of both, so much of what the one with fewer has. An article that
// was cut, added to or written on keeps them; the next day's column, and the report
// of another match or market in the same sentences, have others.
const (
	sharedFigures = .65
	sharedNames   = .4
	// Of fewer than that nothing is said: they may be the date, or a slip.
	minFigures = 3
	minNames   = 4
)

// copied is how sure it is that one of two articles has the text of the other, 0 if
// it has not.
func copied(a, b *entry) float64 {
	l := neardup.Compare(a.sign, b.sign)
	if !l.NearDuplicates() || !agree(a.figures, b.figures, keptFigures, minFigures, sharedFigures) ||
		!agree(a.names, b.names, keptNames, minNames, sharedNames) {
		return 0
	}
	return max(l.Resemblance, l.Containment)
}

// agree reports whether enough of the shorter of two lists of facts is in the other.
func agree(a, b []uint32, most, fewest int, enough float64) bool {
	both, ofA, ofB := shared(a, b, most)
	least := min(ofA, ofB)
	return least < fewest || float64(both) >= enough*float64(least)
}
