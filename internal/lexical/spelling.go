package lexical

import "strings"

// respell returns a word in the one spelling that its language's pack gives, of
// several that are in use, so that "colour" and "color" share a term. It is
// given words in lower case and before stemming, as stems of the two differ
// (organise: organis, organize: organ).
func (a *Analyzer) respell(word string) string {
	for _, s := range a.words.Terms.Spellings {
		if rest, ok := strings.CutPrefix(word, s.Key); ok {
			return s.Value + rest
		}
	}
	for _, ending := range a.words.Terms.SpelledEndings {
		stem, ok := strings.CutSuffix(word, ending.Key)
		if ok && len(stem) >= shortestStem && !a.words.Terms.FixedEndings[stem] {
			return stem + ending.Value
		}
	}
	return word
}

// shortestStem keeps raise, noise, wise, advise and revise as they are.
const shortestStem = 4
