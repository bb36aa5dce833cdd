package eval

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/news"
)

// WithTypos makes a set of the same corpus and judgements in whose questions one
// word has a slip of the fingers: two letters swapped, one left out, doubled or
// that of a neighbouring key. Which, the ID of the question tells.
func WithTypos(d *Dataset) *Dataset {
	typed := *d
	typed.Queries = make([]Query, len(d.Queries))
	for i, q := range d.Queries {
		h := fnv.New64a()
		_, _ = h.Write([]byte(q.ID)) // never fails
		q.Text = withTypo(q.Text, rand.New(rand.NewPCG(h.Sum64(), 0)))
		typed.Queries[i] = q
	}
	return &typed
}

// shortestTyped is how many letters a word has that gets a slip.
const shortestTyped = 5

// withTypo returns a text with a slip in one of its words, if it has any that is long enough.
func withTypo(text string, rng *rand.Rand) string {
	var words [][2]int
	start := 0
	for i, r := range text + " " {
		if unicode.IsLetter(r) {
			continue
		}
		if utf8.RuneCountInString(text[start:i]) >= shortestTyped {
			words = append(words, [2]int{start, i})
		}
		start = i + utf8.RuneLen(r)
	}
	if len(words) == 0 {
		return text
	}
	at := words[rng.IntN(len(words))]
	letters := []rune(text[at[0]:at[1]])
	return text[:at[0]] + string(slip(letters, 1+rng.IntN(len(letters)-2), rng)) + text[at[1]:]
}

// slip changes a word at one of its letters, which is neither the first nor the last.
func slip(word []rune, i int, rng *rand.Rand) []rune {
	switch rng.IntN(4) {
	case 0:
		if word[i] != word[i+1] {
			word[i], word[i+1] = word[i+1], word[i]
			return word
		}
	case 1:
		word[i] = beside(word[i], rng)
		return word
	case 2:
		return slices.Insert(word, i, word[i])
	}
	return slices.Delete(word, i, i+1)
}

// beside is the letter of a neighbouring key, of those in a row of a keyboard.
func beside(letter rune, rng *rand.Rand) rune {
	for _, row := range []string{"qwertyuiop", "asdfghjkl", "zxcvbnm"} {
		if i := strings.IndexRune(row, unicode.ToLower(letter)); i >= 0 {
			if i == 0 || i+1 < len(row) && rng.IntN(2) == 0 {
				return rune(row[i+1])
			}
			return rune(row[i-1])
		}
	}
	return 'e'
}

// Spelling is a name as it may be asked for, and as the articles have it.
type Spelling struct{ Asked, Written string }

// ReadSpellings reads spellings from a file, the two of a line with a tab between.
func ReadSpellings(path string) (spellings []Spelling, err error) {
	err = eachLine(path, func(_ int, line string) error {
		asked, written, ok := strings.Cut(line, "\t")
		if !ok || asked == "" || written == "" {
			return errors.New("want a spelling, a tab and the spelling that articles have")
		}
		spellings = append(spellings, Spelling{asked, written})
		return nil
	})
	return spellings, err
}

// Spelled makes a set of the same corpus whose queries are names as they may be
// asked for. Relevant are the first ten articles that a search for the name as
// articles have it finds; a name for which it finds none is left out.
func Spelled(ctx context.Context, s Searcher, d *Dataset, spellings []Spelling) (*Dataset, error) {
	spelled, rel := &Dataset{Name: d.Name, Corpus: d.Corpus}, map[string]map[string]int{}
	for i, sp := range spellings {
		found, err := s.Search(ctx, news.SearchRequest{Query: sp.Written, Mode: news.ModeHybrid, Group: news.GroupArticle, Limit: latencyLimit})
		if err != nil {
			return nil, fmt.Errorf("eval: %s: %w", sp.Written, err)
		}
		if len(found.Hits) == 0 {
			continue
		}
		id := fmt.Sprintf("%d %s", i+1, sp.Asked)
		rel[id] = map[string]int{}
		articles := articlesOf(found.Hits)
		for _, article := range articles[:min(latencyLimit, len(articles))] {
			rel[id][article] = 1
		}
		spelled.Queries = append(spelled.Queries, Query{ID: id, Text: sp.Asked})
	}
	spelled.Qrels = []Qrels{{Name: "spelled", Rel: rel}}
	return spelled, nil
}
