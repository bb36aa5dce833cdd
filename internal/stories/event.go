package stories

import (
	"time"

	"byline/internal/news"
)

// How like two articles are that tell of one event: the cosine of their vectors, of
// headline and first words, and what they share of their names, less a little for
// each day between them. docs/studies.md has
// the figures, under "Stories".
const (
	// within is how far apart two articles are that follow each other in a story.
	within = 4 * 24 * time.Hour

	nameWeight  = .3
	dayPenalty  = .02
	sameEvent   = .85
	fewestNames = 3 // that each must have for them to count
)

// likeness is how much two articles look like parts of one story; it is one where
// it is sameEvent at least.
func likeness(a, b *entry) float64 {
	days := float64(abs(a.published-b.published)) / (24 * 60 * 60)
	alike := cosine(a.vector, b.vector) - dayPenalty*days
	if alike+nameWeight < sameEvent { // whatever names they share, as for almost all
		return alike
	}
	return alike + nameWeight*namesake(a, b)
}

// namesake is which share of the names of both each of two articles has.
func namesake(a, b *entry) float64 {
	both, ofA, ofB := shared(a.names, b.names, keptNames)
	if ofA < fewestNames || ofB < fewestNames {
		return 0
	}
	return 2 * float64(both) / float64(ofA+ofB)
}

// cosine of two vectors; 0 if one is missing.
func cosine(a, b news.Vector) float64 {
	if len(a.Codes) != len(b.Codes) {
		return 0
	}
	other := b.Codes[:len(a.Codes)]
	var sum int32
	for i, x := range a.Codes {
		sum += int32(x) * int32(other[i])
	}
	return float64(sum) * float64(a.Scale) * float64(b.Scale)
}

func abs(n int64) int64 { return max(n, -n) }
