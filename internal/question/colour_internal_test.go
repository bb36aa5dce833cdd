package question

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"byline/internal/lang"
	"byline/internal/news"

	"pgregory.net/rapid"
)

func TestWordsOfColourAreFoundAsAPatternOfAllOfThemFindsThem(t *testing.T) {
	l := asking()
	q := &l.pack.Questions
	all := regexp.MustCompile(`(?i)\b(?:` + lang.Pattern(q.ColourPhrases) + `|` + lang.PatternOf(maps.Keys(q.ColourWords)) + `)\b`)
	words := slices.Concat(slices.Sorted(maps.Keys(q.ColourWords)), []string{
		"according to recent reports", "as reported in the article", "in two words", "tell me", "of the following", "So-Called", "well", "called", "ferry", "Tarnhavn's", "so", "ICONIC", "é", "3", "the exact name", "to date",
	})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(words)).Draw(t, "words"), rapid.SampledFrom([]string{" ", ", ", "-", ""}).Draw(t, "between"))
		var want []news.Span
		for _, at := range all.FindAllStringIndex(text, -1) {
			want = append(want, news.Span{Start: at[0], End: at[1]})
		}
		if got := l.colourIn(text, false); !slices.Equal(got, want) {
			t.Errorf("%q: colour at %v, want %v", text, got, want)
		}
	})
}
