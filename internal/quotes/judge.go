package quotes

// How much of a quote an article must have to have printed it. The figures were
// chosen by judgement, not fitted; docs/evaluation.md tells how they do together.
const (
	// minShare is of the greatest score that an alignment can have.
	minShare = .25
	// minSame is of the words, by number.
	minSame = .45
	// minExtent is how far the words that are the same reach from the first to the
	// last of the quote, so that half a quote is none.
	minExtent = .7
	// shortQuote is up to how many words a quote must be whole, as few words stand
	// together by chance.
	shortQuote = 8
)

// measure is how well a quote fits where it was aligned.
type measure struct {
	words  int     // of the quote, brackets left out
	same   int     // of these, in the alignment
	share  float64 // of the greatest score
	extent float64 // of the words, from the first to the last that is the same
}

func measured(quote []word, a *alignment) measure {
	m := measure{same: a.same}
	most, within := 0, 0
	for i, w := range quote {
		if w.bracketed {
			continue
		}
		m.words++
		most += int(w.weight)
		if a.from <= i && i < a.to {
			within++
		}
	}
	if m.words > 0 {
		m.share, m.extent = float64(a.score)/float64(most), float64(within)/float64(m.words)
	}
	return m
}

// printed reports whether an article with such an alignment printed the quote.
func (m measure) printed() bool {
	if m.same == 0 {
		return false
	}
	if m.words <= shortQuote {
		return m.same == m.words
	}
	return m.share >= minShare && m.extent >= minExtent && float64(m.same) >= minSame*float64(m.words)
}
