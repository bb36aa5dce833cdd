package verify

import (
	"math"
	"slices"
	"strings"
	"time"

	"byline/internal/chunk"
	"byline/internal/lang"
	"byline/internal/lexical"
)

// About is what is known of a text beside itself. A statement may take names
// and days from it.
type About struct {
	Headline  string
	Outlet    string
	Others    []string // authors, whom the article credits
	Published time.Time
	Language  string // ISO 639-1, empty if unknown
}

// Source is a text that statements are judged by. It is not safe for concurrent use.
type Source struct {
	text      string
	about     About
	grammar   *grammar
	sentences []sentence
	around    sentence // headline, outlet and the like
	places    map[uint32][]place
	keys      map[string][]place
	spread    map[uint32]int // sentences that have a term
	vectors   map[string][]float32
	lower     string // text and headline with plain quotation marks and spaces, in lower case
}

// place is where a word stands.
type place struct{ sentence, word int }

// aroundText is the number of the sentence that stands for what is around a text.
const aroundText = -1

// Source reads a text.
func (v *Verifier) Source(text string, about About) *Source {
	g := v.grammar(about.Language)
	s := &Source{
		text: text, about: about, grammar: g, places: map[uint32][]place{}, keys: map[string][]place{},
		spread: map[uint32]int{}, vectors: map[string][]float32{}, lower: level(text + "\n" + about.Headline),
	}
	for _, span := range chunk.Sentences(text, lang.OfArticle(about.Language)) {
		s.sentences = append(s.sentences, v.read(g, text[span.Start:span.End], span.Start))
	}
	around := strings.Join(append([]string{about.Headline, about.Outlet}, about.Others...), ".\n")
	s.around = v.read(g, around, 0)
	for i := range s.sentences {
		s.sentences[i].datedFrom(about.Published)
		s.index(&s.sentences[i], i)
	}
	s.index(&s.around, aroundText)
	for i := range s.sentences {
		s.markNamed(&s.sentences[i])
	}
	return s
}

// markNamed marks a word that opens a sentence and stands with a capital within
// others.
func (s *Source) markNamed(x *sentence) {
	if len(x.words) == 0 || !x.words[0].capital || !x.words[0].content {
		return
	}
	w := &x.words[0]
	w.named = slices.ContainsFunc(s.keys[w.key], func(p place) bool {
		o := s.word(p)
		return p.sentence != aroundText && o.capital && !o.opens
	})
	if w.named {
		x.callings = s.grammar.callings(x.words)
	}
}

func (v *Verifier) read(g *grammar, text string, base int) sentence {
	var tokens []lexical.Token
	return g.read(text, base, v.analyzer.Tokens(tokens, text))
}

// index remembers where words stand.
func (s *Source) index(x *sentence, at int) {
	seen := map[uint32]bool{}
	for i := range x.words {
		w := &x.words[i]
		for _, t := range []uint32{w.term, w.whole} {
			if t == 0 {
				continue
			}
			s.places[t] = append(s.places[t], place{at, i})
			if !seen[t] && at != aroundText {
				s.spread[t]++
				seen[t] = true
			}
		}
		s.keys[w.key] = append(s.keys[w.key], place{at, i})
	}
}

// word is the word at a place.
func (s *Source) word(p place) *word { return &s.sentence(p.sentence).words[p.word] }

func (s *Source) sentence(i int) *sentence {
	if i == aroundText {
		return &s.around
	}
	return &s.sentences[i]
}

// rarity weighs a term by how few sentences have it.
func (s *Source) rarity(term uint32) float64 {
	n, all := float64(s.spread[term]), float64(len(s.sentences))
	return math.Log(1 + (all-n+.5)/(n+.5))
}

// level makes texts comparable letter by letter: lower case, single spaces, no quotation marks.
func level(text string) string {
	text = strings.NewReplacer("“", "", "”", "", "\"", "", "«", "", "»", "", "„", "", "’", "'", "‘", "'", "…", "...", "–", "-", "—", "-", "\u00a0", " ").Replace(text)
	return strings.Join(strings.Fields(strings.ToLower(text)), " ")
}
