package answer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"byline/internal/embed"
	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// weights say what makes a sentence answer a question. Each is what its
// feature, between 0 and 1 unless it says otherwise, adds to the score.
type weights struct {
	Cover    float64 // share of the question's weight that the sentence itself has
	Context  float64 // share that only its surroundings have: headline, sentence before, rest of the passage (less)
	Pairs    float64 // for each pair of neighbouring question words that are neighbours in it, at most 3
	Answers  float64 // holds something new of the kind asked for
	Signs    float64 // the same in a language other than that of this package, if all of the question stands around it
	Defines  float64 // says what the thing is whose definition is asked for
	Semantic float64 // cosine with the question
	Passage  float64 // how well the search liked its passage
	Lead     float64 // stands at the start of its article
	Reader   float64 // how likely it answers, by the reader; from −1 to 2
	Pointed  float64 // how sure the reader is of an answer that it holds
	Corrects float64 // its article corrects another, and it holds what is asked for
	Spoken   float64 // is said by those whose words are asked for
	Goes     float64 // its article was quoted before the follow-up that is asked
	// What takes away from the score.
	Dangling    float64 // opens with a pronoun that nothing in the quote explains
	Asks        float64 // is a question
	Unfinished  float64 // is a heading or a caption
	Boilerplate float64 // is about the page
	Length      float64 // far from the length of a good quote
	Foreign     float64 // is in another language than the question
	Stale       float64 // is of another time than the best that was found, by [evidence.timely]
	Corrected   float64 // is what a notice says was wrong
	Beside      float64 // has little of what a follow-up asks anew, which others have
	Elsewhere   float64 // is of an article that has nothing of what a follow-up leans on
	Told        float64 // was quoted in a reply, and has nothing of what a follow-up asks anew
	Replaced    float64 // has what a follow-up replaced, and not what it puts in its place
	Redundancy  float64 // share of its terms that the quotes chosen before it have
	// For a quote beside others: how sure the reader is of what it tells and they do not.
	Other float64
}

var defaultWeights = weights{
	Cover: 1, Context: .35, Pairs: .08, Answers: .4, Signs: 1.3, Defines: 1.2, Semantic: .5, Passage: .5, Lead: .2, Corrects: .3, Spoken: .4, Goes: .2, Reader: .3, Pointed: 1.5,
	Dangling: .15, Asks: 1, Unfinished: .3, Boilerplate: 1, Length: .25, Foreign: .5, Stale: .5, Corrected: 1, Beside: .5, Elsewhere: .6, Told: .5, Replaced: .6, Redundancy: .15, Other: 2.5,
}

// ofArticle is how much of a question counts that stands only elsewhere in the passage,
// where a sentence has what is asked for.
const ofArticle = .8

// ofOther is how much less it says what somebody is that they are the director of what
// another sentence names.
const ofOther = .5

// rest is how much a term elsewhere in the passage counts as context, next to one in the headline or the sentence before.
const rest = .5

// candidate is a sentence, or more if it leans on those before, that may be quoted.
type candidate struct {
	from, to int // sentences evidence.sentences[from:to]
	own      mask
	answers  bool
	beside   bool    // it and what is around it have little of what a follow-up asks anew, which others have
	counts   bool    // it or the sentence before has what the question counts
	around   mask    // in it, the sentence before and the headline
	near     float64 // share of the question's weight that around has
	score    float64
	plain    float64       // score but for its time, and for what a reader makes of it
	timely   float64       // how near it is to the time asked about, against the nearest; from 0 to 1
	grows    bool          // gives a figure for what only becomes more as it is counted, which is asked for
	history  bool          // where that is asked for, it tells of another year than that of its article
	fresh    float64       // how new it is, against the newest, by [evidence.preferNewest]; from 0 to 1
	meaning  float64       // cosine with the question
	reading  *news.Reading // nil: not read
	tells    pointed       // what it has of what a reader points at anywhere
	terms    []uint32      // ascending and distinct
	vector   []float32
	words    int
}

// fewestWords is how many words a sentence has at least that says something. Where
// forms of words are not known, it may be a language that says more in a word.
func fewestWords(in *lang.Pack) int {
	if in == language() {
		return 4
	}
	return 3
}

// denies reports whether a sentence says of nobody or nothing what yes or no is asked of:
// "Nobody was hurt."
func (q *question) denies(in *lang.Pack, s *sentence) bool {
	spans := words(s.text)
	is := q.maskWhere(func(t term) bool { return q.isPredicate(t) })
	return s.own&is != 0 && in.Statements.Negators[wordAt(s.text, spans, 0)]
}

// Lengths of a quote in words, between which none is too short or too long, and in sentences.
const (
	shortQuote   = 8
	longQuote    = 40
	maxQuote     = 70 // words of a quote of several sentences
	fewestBefore = 3  // words of a sentence that leads up to one
	leadUp       = 3  // sentences that may lead up to one, each of which leans on the one before
)

// candidates scores all sentences, by meaning and by reading too if there is an
// embedder and a reader, and returns the best, best first, with what the reader points at.
func (a *Answerer) candidates(ctx context.Context, e *evidence) ([]candidate, pointed, error) {
	all := make([]candidate, 0, len(e.sentences))
	for i := range e.passages {
		for s := e.passages[i].first; s < e.passages[i].last; s++ {
			if c, ok := e.candidate(s, a.weights); ok {
				all = append(all, c)
			}
		}
	}
	if slices.ContainsFunc(all, func(c candidate) bool { return !c.beside }) {
		for i := range all {
			if all[i].beside {
				all[i].score -= a.weights.Beside
			}
		}
	}
	e.preferSpoken(all, a.weights)
	best := func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.from, y.from))
	}
	slices.SortFunc(all, best)
	all = all[:min(len(all), maxCandidates)]
	var errs []error
	if err := a.addMeaning(ctx, e, all); err != nil {
		errs = append(errs, fmt.Errorf("the embedder failed: %w", err))
	}
	slices.SortFunc(all, best)
	inEnglish := isEnglish(e.question.text)
	for i := range all {
		c := &all[i]
		c.plain, c.terms, c.timely = c.score, e.termsOf(*c), e.timely(e.sentences[c.from].passage)
		c.score -= a.weights.Stale * (1 - c.timely)
		if inEnglish && !isInEnglish(e.hit(*c).Article) {
			c.score -= a.weights.Foreign
		}
	}
	a.setGrowing(e, all)
	slices.SortFunc(all, best)
	told, err := a.read(ctx, e, all)
	if err != nil {
		errs = append(errs, fmt.Errorf("the reader failed: %w", err))
	}
	slices.SortFunc(all, best)
	return all, told, errors.Join(errs...)
}

// maxCandidates is how many sentences are embedded and chosen from.
const maxCandidates = 48

// halfAsked is the share of what a follow-up asks anew that is enough to speak of it.
const halfAsked = .55

// candidate makes a candidate of sentence s; none if it is no use at all.
func (e *evidence) candidate(s int, w weights) (candidate, bool) {
	sen := &e.sentences[s]
	pas := &e.passages[sen.passage]
	in := lang.OfArticle(pas.hit.Article.Language)
	t := featuresOf(in, sen.text, e.opens(s), e.question)
	near := sen.own | pas.context
	if e.question.signs != nil && t.answers {
		near |= pas.own // in a language of which not all forms of words are known
	}
	putsRight := e.putsRight(s)
	if putsRight {
		near |= e.sentences[s-1].own
	}
	if t.words < e.fewestWords(in, sen, t) && !putsRight || near == 0 {
		return candidate{}, false
	}
	c := candidate{from: s, to: s + 1, own: sen.own, answers: t.answers, words: t.words}
	t.answers = t.answers && e.question.inFocus(sen.own|pas.context)
	before := mask(0)
	if s > pas.first {
		before = e.sentences[s-1].own | e.sentences[s-1].leans
	}
	leans := func(from int) bool {
		return putsRight && from == s || t.dangling && dangles(in, e.sentences[from].text, words(e.sentences[from].text))
	}
	for c.from > pas.first && s-c.from < leadUp && leans(c.from) {
		prev := &e.sentences[c.from-1]
		n := len(words(prev.text))
		if n < fewestBefore || n+c.words > maxQuote || isBoilerplate(in, prev.text) {
			break
		}
		c.from, c.own, c.words = c.from-1, c.own|prev.own, c.words+n
	}
	t.dangling = t.dangling && c.from == s
	c.counts = e.question.inFocus(c.own | before)
	c.around = c.own | before | pas.context
	c.near = e.question.share(c.around)
	c.beside = e.asked != 0 && e.question.rareShareOf(c.around, e.asked) < halfAsked
	end := s + 1
	if e.question.asks == ask.Quotation {
		end = e.quotationEnd(s, maxQuote-c.words)
	}
	t.unfinished = t.unfinished && end == s+1
	c.score = e.score(c, before, t, w)
	for ; c.to < end; c.to++ {
		c.own |= e.sentences[c.to].own
		c.words += len(words(e.sentences[c.to].text))
	}
	return c, true
}

// fewestWords is how many words a sentence must have: one less where it has the number that
// is asked for, or denies what is asked.
func (e *evidence) fewestWords(in *lang.Pack, sen *sentence, t sentenceFeatures) int {
	if t.answers && e.question.asks.IsNumber() || e.question.denies(in, sen) {
		return fewestWords(in) - 1
	}
	return fewestWords(in)
}

// putsRight reports whether a sentence that cannot stand for itself says what is right
// behind one that only says what was wrong: "We called Mara Olm a nurse. She is a doctor."
func (e *evidence) putsRight(s int) bool {
	pas := &e.passages[e.sentences[s].passage]
	if !pas.corrects || s == pas.first || !repeatsWrong(e.sentences[s-1].text) || repeatsWrong(e.sentences[s].text) {
		return false
	}
	in := lang.OfArticle(pas.hit.Article.Language)
	all := words(e.sentences[s].text)
	return len(all) < fewestWords(in) || dangles(in, e.sentences[s].text, all)
}

// quotationEnd is the sentence behind that in which a quotation closes which opens in a
// sentence, of so many words more at most: s+1 if none opens, or it is longer.
func (e *evidence) quotationEnd(s, most int) int {
	text, end := "", s
	for opens := true; opens; end++ {
		if end == e.passages[e.sentences[s].passage].last {
			return s + 1
		}
		if text += e.sentences[end].text; end > s {
			most -= len(words(e.sentences[end].text))
		}
		if most < 0 {
			return s + 1
		}
		opens = opensQuotation(text)
	}
	return end
}

// opens reports whether sentence s is the first of its article.
func (e *evidence) opens(s int) bool {
	pas := &e.passages[e.sentences[s].passage]
	return s == pas.first && pas.hit.Passage.Ordinal == 0
}

// score adds up the features of a candidate but for its meaning.
func (e *evidence) score(c candidate, before mask, t sentenceFeatures, w weights) float64 {
	q := e.question
	sen := &e.sentences[c.to-1]
	pas := &e.passages[sen.passage]
	cover := q.share(c.own | (pas.own|pas.context)&e.carried)
	near := max(0, c.near-cover)
	far := max(0, q.share(c.own|before|pas.context|pas.own)-cover-near)
	score := w.Cover*cover + w.Context*(near+rest*far) + w.Pairs*float64(min(sen.pairs, 3)) + w.Passage*pas.score
	switch {
	case !t.answers || q.asks == ask.Thing:
	case q.signs != nil:
		score += w.Signs * (near + cover + ofArticle*far)
	default:
		score += w.Answers
	}
	if in := lang.OfArticle(pas.hit.Article.Language); q.denies(in, sen) {
		score += w.Answers
	}
	if q.defines != "" && defines(sen.text, q.defines) {
		score += w.Defines
		if tellsOfOther(sen.text, q.defines) {
			score -= ofOther * w.Defines
		}
	}
	if pas.hit.Passage.Ordinal == 0 {
		score += w.Lead / float64(1+sen.Span.Start/200)
	}
	if pas.corrects && t.answers && c.counts {
		score += w.Corrects
	}
	score += w.Goes * pas.continues
	if e.carried != 0 && (pas.own|pas.context)&e.carried == 0 {
		score -= w.Elsewhere
	}
	for _, x := range []struct {
		is      bool
		penalty float64
	}{{t.dangling, w.Dangling}, {t.asks, w.Asks}, {t.unfinished, w.Unfinished}, {t.boilerplate, w.Boilerplate}, {pas.corrects && repeatsWrong(sen.text), w.Corrected}, {e.before.isReplaced(sen.text), w.Replaced}, {e.tellsNothingNew(c, t), w.Told}} {
		if x.is {
			score -= x.penalty
		}
	}
	return score - w.Length*oddLength(t.words)
}

// tellsNothingNew reports whether a sentence was quoted in a reply and has neither a word of
// what a follow-up asks anew nor something of the kind asked for: who goes on asking has read it.
func (e *evidence) tellsNothingNew(c candidate, t sentenceFeatures) bool {
	answers := t.answers && e.question.asks != ask.Thing
	return !answers && c.own&e.asked == 0 && e.before.isTold(e.sentences[c.to-1].text)
}

// oddLength is 0 for a sentence of a good length and nears 1 for one word or very many.
func oddLength(words int) float64 {
	switch {
	case words < shortQuote:
		return float64(shortQuote-words) / shortQuote
	case words > longQuote:
		return min(1, float64(words-longQuote)/longQuote)
	default:
		return 0
	}
}

// addMeaning adds to each candidate how near it is to the question in meaning.
func (a *Answerer) addMeaning(ctx context.Context, e *evidence, all []candidate) error {
	if a.config.Embedder == nil || len(all) == 0 {
		return nil
	}
	asked, err := a.config.Embedder.EmbedTexts(ctx, []string{e.askedAnew()}, embed.Query)
	if err != nil || len(asked) != 1 {
		return err
	}
	texts := make([]string, len(all))
	for i, c := range all {
		texts[i] = e.text(c)
	}
	vectors, err := a.config.Embedder.EmbedTexts(ctx, texts, embed.Passage)
	if err != nil || len(vectors) != len(all) {
		return err
	}
	for i, v := range vectors {
		all[i].vector = v
		all[i].meaning = float64(dot(asked[0], v))
		all[i].score += a.weights.Semantic * all[i].meaning
	}
	return nil
}

// askedAnew is the question without what a follow-up leans on.
func (e *evidence) askedAnew() string {
	if e.carried == 0 {
		return e.question.text
	}
	return strings.TrimSpace(asideIn.ReplaceAllLiteralString(e.question.text, ""))
}

// asideIn is what stands in brackets.
var asideIn = regexp.MustCompile(` ?\([^()]*\)`)

func dot(a, b []float32) (sum float32) {
	if len(a) != len(b) {
		return 0
	}
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// span is where a candidate stands in its article.
func (e *evidence) span(c candidate) news.Span {
	return news.Span{Start: e.sentences[c.from].Start, End: e.sentences[c.to-1].End}
}

// hit is the hit that a candidate comes from.
func (e *evidence) hit(c candidate) *news.Hit { return e.passages[e.sentences[c.from].passage].hit }

// text is a candidate's words.
func (e *evidence) text(c candidate) string {
	text, _ := e.hit(c).Article.Cut(e.span(c), 0) // within a sound passage
	return text
}

func (e *evidence) termsOf(c candidate) []uint32 {
	var terms []uint32
	for _, s := range e.sentences[c.from:c.to] {
		terms = append(terms, s.terms...)
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}
