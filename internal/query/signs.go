package query

import (
	"slices"
	"strings"

	"byline/internal/lang"
	"byline/internal/news"
)

// eitherSign finds a phrase, with a word in the place of a sign as well, and the other way
// round: "Marsh and Lowe" is “Marsh & Lowe”. Of words that are looked for by themselves,
// as “percent” is, neither is taken for the other.
func (c *compiler) eitherSign(n *news.QueryNode) (finder, news.Bound) {
	find, bound := c.phrase(n)
	if n.Op != news.OpPhrase || n.Exact {
		return find, bound
	}
	finders := []finder{find}
	for word, sign := range lang.Asking().Terms.SignWords {
		if !lang.Asking().Terms.StopWords[word] {
			continue
		}
		parts := strings.Fields(n.Text)
		signs, changed := 0, false
		for i, p := range parts {
			switch {
			case strings.EqualFold(p, word):
				parts[i] = sign
				signs, changed = signs+1, true
			case p == sign:
				parts[i], changed = word, true
			}
		}
		if !changed {
			continue
		}
		other := *n
		other.Text = strings.Join(parts, " ")
		// The bounds are those of the other words, which are the same.
		written, _ := c.phrase(&other)
		finders = append(finders, withSigns(written, sign, signs))
	}
	return findAny(finders), bound
}

// withSigns finds those places of a phrase in which a sign stands so often, at least.
func withSigns(find finder, sign string, times int) finder {
	return func(t *text) []place {
		return slices.DeleteFunc(find(t), func(p place) bool {
			return strings.Count(t.written[t.words[p.from].Start:t.words[p.to-1].End], sign) < times
		})
	}
}
