package stories

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"byline/internal/chunk"
	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/lang"
	"byline/internal/news"
	"byline/internal/notices"
	"byline/internal/verify"
)

// What a line of a timeline is taken from, and what makes it new.
const (
	// opening is how many sentences of an article are looked at: what is new comes first.
	opening = 8
	// tried is how many of those, the best first, may be new in place of the best.
	tried = 3
	// Words of a sentence that can stand alone.
	shortest, longest = 6, 70
	// old is which share of the terms of a sentence one line may have without telling
	// the same, and same which share makes an article one more that tells it.
	old  = .4
	same = .3
	// later is how much less a sentence counts than the one before it.
	later = .9
	// defaultLines is how many developments a timeline has unless told.
	defaultLines = 20
)

// Timeline tells how the story of an article went on, in at most so many lines, 0
// standing for 20. Of more the ones of most voices are told, the first and the last
// in any case. KindNotFound: no article that is known has the ID.
func (b *Book) Timeline(ctx context.Context, id string, lines int) (news.Timeline, error) {
	story, texts, err := b.told(ctx, id)
	if err != nil {
		return news.Timeline{}, err
	}
	t := &teller{book: b, spread: map[uint32]float64{}, known: map[int][]int{}}
	for i := range texts {
		t.read(&texts[i])
	}
	t.figures = t.valuesOf()
	for i := range t.texts {
		t.tell(&t.texts[i])
	}
	return news.Timeline{Story: story, Developments: t.developments(cmp.Or(lines, defaultLines))}, nil
}

// teller makes a timeline.
type teller struct {
	book   *Book
	spread map[uint32]float64 // terms, by how many texts have them in their opening
	texts  []opened
	lines  []line

	figures map[standing][]figured // that stand in a sentence
	known   map[int][]int          // the values of a thing that were told
}

// standing is where a sentence stands.
type standing struct {
	article string
	news.Span
}

// figured is a figure that several articles give: the number of its thing, and of the
// value that it has there.
type figured struct{ thing, value int }

// opened is a text with the first of its sentences.
type opened struct {
	*news.StoryText

	sentences []statement
}

// statement is a sentence and its terms, each once.
type statement struct {
	news.Span

	terms []uint32
	at    int // among the sentences of its article
}

// line is what was new at a time.
type line struct {
	news.Development

	terms  []uint32
	voices map[string]bool
}

// read takes in the opening of a text.
func (t *teller) read(text *news.StoryText) {
	o := opened{StoryText: text}
	seen := map[uint32]bool{}
	for i, span := range chunk.Sentences(text.Article.Body, lang.OfArticle(text.Article.Language)) {
		if len(o.sentences) == opening {
			break
		}
		sentence, ok := text.Article.Cut(span, 0)
		if words := len(strings.Fields(sentence)); !ok || words < shortest || words > longest || !ends(sentence) {
			continue
		}
		s := statement{Span: span, terms: t.termsOf(sentence), at: i}
		for _, term := range s.terms {
			seen[term] = true
		}
		o.sentences = append(o.sentences, s)
	}
	for term := range seen {
		t.spread[term]++
	}
	t.texts = append(t.texts, o)
}

// ends reports whether a sentence ends as one does, and not as a heading or the
// question of a reporter.
func ends(sentence string) bool {
	return strings.HasSuffix(strings.TrimRight(sentence, "\"”’'»)]"), ".") || strings.HasSuffix(sentence, "。")
}

func (t *teller) termsOf(text string) []uint32 {
	var terms []uint32
	for _, token := range t.book.analyzer.Tokens(nil, text) {
		terms = append(terms, token.Term)
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// tell adds what is new in a text, or its voice to the line that tells it already.
func (t *teller) tell(text *opened) {
	headline := t.termsOf(text.Article.Headline)
	slices.SortStableFunc(text.sentences, func(x, y statement) int {
		return cmp.Compare(t.weight(y, headline), t.weight(x, headline))
	})
	defer t.know(text)
	if s := t.news(text); s != nil {
		t.add(text, *s)
		return
	}
	told := -1
	for i, s := range text.sentences[:min(len(text.sentences), tried)] {
		at, share := t.nearest(s.terms)
		if share < old {
			t.add(text, s)
			return
		}
		if i == 0 || told < 0 && share >= same {
			told = at
		}
	}
	if told >= 0 {
		t.join(&t.lines[told], text)
	}
}

// news is the sentence of a text that is a development however like it is to another: the
// notice on another article that the text is, or what gives a figure that was another one.
func (t *teller) news(text *opened) *statement {
	if _, named := notices.On(&text.Article, encode.Lead(text.Article.Body)); len(named) > 0 && len(text.sentences) > 0 {
		first := slices.MinFunc(text.sentences, func(x, y statement) int { return cmp.Compare(x.at, y.at) })
		return &first
	}
	for i := range text.sentences {
		for _, f := range t.figures[standing{text.Article.ID, text.sentences[i].Span}] {
			if told := t.known[f.thing]; len(told) > 0 && !slices.Contains(told, f.value) {
				return &text.sentences[i]
			}
		}
	}
	return nil
}

// know takes the figures of a text as told.
func (t *teller) know(text *opened) {
	for _, s := range text.sentences {
		for _, f := range t.figures[standing{text.Article.ID, s.Span}] {
			t.known[f.thing] = append(t.known[f.thing], f.value)
		}
	}
}

// valuesOf are the figures for the same things that the openings of the texts give.
func (t *teller) valuesOf() map[standing][]figured {
	var told []verify.Told
	for _, text := range t.texts {
		if n := len(text.sentences); n > 0 {
			a := text.Article
			a.Body, _ = text.Article.Cut(news.Span{End: text.sentences[n-1].End}, 0)
			told = append(told, t.book.verifier.Told(&a)...)
		}
	}
	out := map[standing][]figured{}
	for i, thing := range verify.Align(told) {
		for j, value := range thing.Values {
			for _, told := range append([]verify.Told{value.Told}, value.Others...) {
				at := standing{told.Article.ID, told.Sentence}
				out[at] = append(out[at], figured{i, j})
			}
		}
	}
	return out
}

// weight is how much a sentence tells of what its article and the story are about.
func (t *teller) weight(s statement, headline []uint32) float64 {
	sum := 0.0
	for _, term := range s.terms {
		sum += t.spread[term] / float64(len(t.texts))
		if _, found := slices.BinarySearch(headline, term); found {
			sum++
		}
	}
	return sum / math.Sqrt(float64(len(s.terms)+1)) * math.Pow(later, float64(s.at))
}

// nearest is the line that has most of some terms, and which share it has.
func (t *teller) nearest(terms []uint32) (at int, share float64) {
	at = -1
	for i := range t.lines {
		both := 0
		for _, term := range terms {
			if _, found := slices.BinarySearch(t.lines[i].terms, term); found {
				both++
			}
		}
		if s := float64(both) / float64(max(1, min(len(terms), len(t.lines[i].terms)))); s > share {
			at, share = i, s
		}
	}
	return at, share
}

func (t *teller) add(text *opened, s statement) {
	quote, ok := text.Article.Cut(s.Span, 0)
	if !ok {
		return
	}
	l := line{terms: s.terms, voices: map[string]bool{}}
	l.Article, l.Span, l.Quote = text.Article, s.Span, quote
	l.Article.Body = ""
	l.voices[voiceOf(&text.Article)] = true
	l.Others = append(l.Others, text.Copies...)
	t.lines = append(t.lines, l)
}

func (t *teller) join(l *line, text *opened) {
	l.voices[voiceOf(&text.Article)] = true
	l.Others = append(append(l.Others, copyOf(&text.Article)), text.Copies...)
}

// voiceOf is who speaks in an article: its outlet or, where that is not known, itself.
func voiceOf(a *news.Article) string { return cmp.Or(index.Fold(a.Source), a.ID) }

// developments are the lines, of more than are wanted those of most voices.
func (t *teller) developments(most int) []news.Development {
	keep := make([]int, len(t.lines))
	for i := range keep {
		keep[i] = i
	}
	edge := func(i int) int {
		if i == 0 || i == len(t.lines)-1 {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(keep, func(x, y int) int {
		return cmp.Or(cmp.Compare(edge(y), edge(x)), cmp.Compare(len(t.lines[y].voices), len(t.lines[x].voices)))
	})
	keep = keep[:min(len(keep), max(most, 1))]
	slices.Sort(keep)
	out := make([]news.Development, len(keep))
	for i, at := range keep {
		out[i] = t.lines[at].Development
		out[i].Voices = len(t.lines[at].voices)
	}
	return out
}
