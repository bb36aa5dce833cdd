package retrieve

import (
	"strings"
	"testing"

	"byline/internal/chunk"
	"byline/internal/lang"
	"byline/internal/lexical"
)

func TestWindowIsTheGreatestShareOfWordsThatStandTogether(t *testing.T) {
	analyzer := lexical.New()
	far := strings.Repeat(" filler", windowLen)
	for _, c := range []struct {
		name, query, text string
		want              float64
	}{
		{"all side by side", "ferry fire", "A fire broke out on the ferry.", 1},
		{"other forms of the words", "ferries burning", "The ferry burned.", 1},
		{"too far apart", "ferry fire", "The ferry" + far + " the fire.", .5},
		{"just near enough", "ferry fire", "The ferry" + strings.Repeat(" filler", windowLen-2) + " the fire.", 1},
		{"a word said twice counts once", "ferry ferry fire", "The ferry, the ferry.", .5},
		{"a word that leaves the window and is still in it", "ferry fire", "Ferry, ferry" + strings.Repeat(" filler", windowLen-2) + " fire.", 1},
		{"a name counts as one word", "United Nations fire", "The U.N. sees fire.", 1},
		{"and a word with a hyphen", "cease-fire harbour", "A ceasefire.", .5},
		{"nothing", "ferry fire", "The harbour was calm.", 0},
		{"no text", "ferry fire", "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			query := queryTermsOf(analyzer.Tokens(nil, c.query))
			got := query.window(query.in(nil, analyzer.Tokens(nil, c.text)))
			if got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestSentencesAreLookedAtAloneAndInPairs(t *testing.T) {
	analyzer := lexical.New()
	query := queryTermsOf(analyzer.Tokens(nil, "ferry fire captain harbour"))
	for text, want := range map[string][2]float64{
		"The ferry left. The fire broke out. The captain slept.":                        {.25, .5},
		"The ferry left the harbour. The fire broke out.":                               {.5, .75},
		"The ferry left. Calm seas. The fire broke out.":                                {.25, .25},
		"The ferry and its captain left. Its captain saw the ferry on fire.":            {.75, .75},
		"Calm seas. The captain of the ferry saw the fire from the harbour. Calm seas.": {1, 1},
		"": {0, 0},
	} {
		tokens := analyzer.Tokens(nil, text)
		one, two := query.sentences(query.in(nil, tokens), tokens, chunk.Sentences(text, lang.Of("en")))
		if got := [2]float64{one, two}; got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func TestPairsOfNeighbouringWordsAreLookedFor(t *testing.T) {
	analyzer := lexical.New()
	for text, want := range map[string]float64{
		"the burning ferry of Velmoor":       1, // stop words are passed over
		"burning ferry, burning ferry":       .5,
		"burning Velmoor":                    0,
		"ferry":                              0,
		"Velmoor ferry burning ferry crisis": 1. / 4,
	} {
		query := queryTermsOf(analyzer.Tokens(nil, text))
		if got := query.paired(query.in(nil, analyzer.Tokens(nil, "The burning ferry from Velmoor sank."))); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}
