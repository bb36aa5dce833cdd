package eval

import (
	_ "embed" // invented.txt
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"

	"byline/internal/news"
)

// QuoteCase is a text whose printer is asked for.
type QuoteCase struct {
	Kind    string `json:"kind"`
	Text    string `json:"text"`
	Article string `json:"article,omitempty"` // that it was drawn from; "": nobody printed it
}

// How many texts of each kind are made, and how long excerpts are, in words.
const (
	excerpts       = 1600
	otherExcerpts  = 400
	inventedEach   = 100
	shortest       = 20
	longest        = 60
	changedWords   = 10
	markovOrder    = 2
	mostOfInvented = 1 << 22 // words that a chain learns from
)

//go:embed invented.txt
var inventedTexts string

// quoteMaker draws texts from a corpus.
type quoteMaker struct {
	rand   *rand.Rand
	bodies []quoteBody // of enough words
	cases  []QuoteCase
}

type quoteBody struct {
	id    string
	words []string
}

// QuoteCases draws excerpts from the articles of a set, as printed and with
// words changed, and makes texts that nobody printed. One seed makes the same texts again.
func QuoteCases(d *Dataset, seed uint64) ([]QuoteCase, error) {
	m := &quoteMaker{rand: rand.New(rand.NewPCG(seed, 1))} // to draw samples
	err := eachLine(d.Corpus, func(_ int, line string) error {
		var a struct{ ID, Text string }
		if err := json.Unmarshal([]byte(strings.Replace(line, `"_id"`, `"id"`, 1)), &a); err != nil {
			return err
		}
		if words := strings.Fields(a.Text); len(words) >= longest {
			m.bodies = append(m.bodies, quoteBody{a.ID, words})
		}
		return nil
	})
	if err == nil && len(m.bodies) == 0 {
		err = news.Errorf(news.KindInvalid, "eval: %s has no article of %d words or more", d.Name, longest)
	}
	if err != nil {
		return nil, err
	}
	m.draw()
	m.invent()
	return m.cases, nil
}

// excerpt draws some words of one article.
func (m *quoteMaker) excerpt(from, to int) (id string, words []string) {
	b := &m.bodies[m.rand.IntN(len(m.bodies))]
	n := from + m.rand.IntN(to-from+1)
	at := m.rand.IntN(len(b.words) - n + 1)
	return b.id, slices.Clone(b.words[at : at+n])
}

func (m *quoteMaker) put(kind, article string, words []string) {
	m.cases = append(m.cases, QuoteCase{Kind: kind, Text: strings.Join(words, " "), Article: article})
}

// draw makes texts that somebody printed.
func (m *quoteMaker) draw() {
	for range excerpts {
		id, words := m.excerpt(shortest, longest)
		m.put("as printed", id, words)
	}
	for range excerpts {
		id, words := m.excerpt(shortest, longest)
		m.put("ten words changed", id, m.changed(words))
	}
	for range otherExcerpts {
		id, words := m.excerpt(3, 8)
		m.put("3 to 8 words", id, words)
	}
	for range otherExcerpts {
		id, words := m.excerpt(shortest+10, longest)
		cut := len(words) / 3
		edited := slices.Concat(words[:cut], []string{"[as", "we", "reported]", "…"}, words[cut+5:])
		m.put("with … and [brackets]", id, edited)
	}
	for range otherExcerpts {
		id, words := m.excerpt(shortest, longest)
		m.put("in capitals, without punctuation", id, strings.FieldsFunc(strings.ToUpper(strings.Join(words, " ")), func(r rune) bool {
			return strings.ContainsRune(` .,:;!?"“”()`, r)
		}))
	}
}

// changed replaces, drops and adds words, ten together.
func (m *quoteMaker) changed(words []string) []string {
	at := m.rand.Perm(len(words))[:changedWords]
	var out []string
	for i, w := range words {
		if !slices.Contains(at, i) {
			out = append(out, w)
			continue
		}
		_, other := m.excerpt(1, 1)
		switch m.rand.IntN(4) {
		case 0: // dropped
		case 1:
			out = append(out, w, other[0])
		default:
			out = append(out, other[0])
		}
	}
	return out
}

// invent makes texts that nobody printed, and that are the likelier taken for
// printed ones the further down they stand.
func (m *quoteMaker) invent() {
	for range inventedEach {
		_, words := m.excerpt(shortest, longest)
		m.rand.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		m.put("invented: words shuffled", "", words)
	}
	for range inventedEach {
		var spliced []string
		for range 3 {
			_, words := m.excerpt(shortest/2, shortest)
			spliced = append(spliced, words...)
		}
		m.put("invented: three texts spliced", "", spliced)
	}
	chain := m.chain()
	for range inventedEach {
		m.put("invented: Markov chain", "", m.walk(chain))
	}
	texts := strings.Split(strings.TrimSpace(inventedTexts), "\n")
	for i := range inventedEach {
		words := strings.Fields(texts[i%len(texts)])
		if i >= len(texts) { // with names and numbers of other news
			_, other := m.excerpt(5, 5)
			at := m.rand.IntN(len(words) - 5)
			copy(words[at:], other)
		}
		m.put("invented: written by hand", "", words)
	}
}

// chain tells which words follow two others in the corpus.
func (m *quoteMaker) chain() map[[markovOrder]string][]string {
	chain := map[[markovOrder]string][]string{}
	learned := 0
	for _, b := range m.bodies {
		for i := markovOrder; i < len(b.words); i++ {
			key := [markovOrder]string(b.words[i-markovOrder : i])
			chain[key] = append(chain[key], b.words[i])
		}
		if learned += len(b.words); learned > mostOfInvented {
			break
		}
	}
	return chain
}

// walk makes a text of a chain, at each word one way of several where there are.
func (m *quoteMaker) walk(chain map[[markovOrder]string][]string) []string {
	_, out := m.excerpt(markovOrder, markovOrder)
	for n := shortest + m.rand.IntN(longest-shortest); len(out) < n; {
		next := chain[[markovOrder]string(out[len(out)-markovOrder:])]
		if len(next) < 3 { // what only one text has would be that text
			_, start := m.excerpt(markovOrder, markovOrder)
			out = append(out, start...)
			continue
		}
		out = append(out, next[m.rand.IntN(len(next))])
	}
	return out
}
