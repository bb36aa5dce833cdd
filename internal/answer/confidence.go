package answer

import (
	"bytes"
	"cmp"
	_ "embed" // for the weights
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// relevanceSpan is how many neighbouring sentences are looked at together.
const relevanceSpan = 3

// minPart is the share of a part of a question that such sentences must speak of.
const minPart = .58

// bearing is how far what was found bears on a question.
type bearing struct {
	evidence *evidence
	best     []candidate // the best sentences, best first

	missing []term   // terms that no passage found has
	seen    mask     // terms that some passage has
	near    mask     // terms in the neighbouring sentences, with their headline, that speak of most of the question
	share   float64  // how much of it that is
	open    []string // parts of a question of several that no passage speaks of
	closest int      // the passage of these sentences
	fits    mask     // terms that the article of what fits best has

	facts map[string]float64 // by name
}

// newBearing judges by the words of the question that stand close together in
// what was found, and by those that stand nowhere: the search looked for them
// everywhere, so what they stand for is most likely not in the news.
func newBearing(e *evidence, best []candidate) *bearing {
	b := &bearing{evidence: e, best: best}
	q := e.question
	var windows []mask
	for i := range e.passages {
		x := &e.passages[i]
		b.seen |= x.own | x.context
		for s := x.first; s < x.last; s++ {
			near := x.context | e.sentences[s].leans
			for _, o := range e.sentences[s:min(x.last, s+relevanceSpan)] {
				near |= o.own
			}
			windows = append(windows, near)
			if share := q.rareShare(near); share > b.share {
				b.share, b.near, b.closest = share, near, i
			}
		}
	}
	for i, t := range q.terms {
		if b.seen&(1<<i) == 0 && !t.background && !t.spare {
			b.missing = append(b.missing, t)
		}
	}
	if len(q.parts) > 1 { // each may be answered by another article
		b.open = q.open(windows, minPart)
	}
	if len(e.passages) > 0 {
		b.fits = b.inBest()
	}
	b.facts = make(map[string]float64, len(facts))
	for _, f := range facts {
		b.facts[f.name] = f.value(b)
	}
	return b
}

// names are the terms of a question that are names or numbers.
func (q *question) names() mask {
	return q.maskWhere(func(t term) bool { return t.name || t.number })
}

// properNames are its names without its numbers: an article of 1974 answers what is
// asked of the 1970s.
func (q *question) properNames() mask {
	return q.maskWhere(func(t term) bool { return t.name && !t.number })
}

func (q *question) maskWhere(is func(term) bool) (m mask) {
	for i, t := range q.terms {
		if is(t) {
			m |= 1 << i
		}
	}
	return m
}

// fact is something that tells whether what was found answers a question.
type fact struct {
	name  string
	value func(*bearing) float64
}

// facts is the table of all facts. Each has a weight in confidence.json, or one
// for each case that [confidences] tells apart.
var facts = []fact{
	// Shares of the question: in the neighbouring sentences that speak of most of
	// it, the same of its names and numbers and of its other words, and in all
	// that was found.
	{"share", func(b *bearing) float64 { return b.share }},
	{"names", func(b *bearing) float64 { return b.question().rareShareOf(b.near, b.question().names()) }},
	{"other_words", func(b *bearing) float64 { return b.question().rareShareOf(b.near, ^b.question().names()) }},
	{"seen", func(b *bearing) float64 { return b.question().rareShare(b.seen) }},
	// Its number of terms: of a long question, less stands in one place.
	{"terms", func(b *bearing) float64 { return math.Log1p(float64(max(fewTerms, len(b.question().terms)))) }},
	// What the search thought of the first passage: its article's words, each by
	// how rare it is, for each term; and its score.
	{"keyword", func(b *bearing) float64 {
		return math.Log1p(b.first("article_keyword") / float64(max(1, len(b.question().terms))))
	}},
	{"first", (*bearing).firstScore},
	// Whether the best is among the newest that was found.
	{"fresh", (*bearing).fresh},
	// How sure a reader is of the surest thing that it points at and the question does not say.
	{"pointed", (*bearing).pointed},
}

// fewTerms is how many terms a question counts as having at least. Of those that
// the weights were fitted to, hardly one had fewer.
const fewTerms = 4

// plainest is the best of the sentences, of which there are some, without a
// reader: the weights were fitted without.
func (b *bearing) plainest() candidate {
	return slices.MaxFunc(b.best, func(x, y candidate) int { return cmp.Compare(x.plain, y.plain) })
}

func (b *bearing) question() *question { return b.evidence.question }

// first is a figure of the first hit.
func (b *bearing) first(figure string) float64 {
	if len(b.evidence.passages) == 0 {
		return 0
	}
	return b.evidence.passages[0].hit.Explanation.Value(figure)
}

// mostTimely is about what the search adds to the score of a passage of the very
// time that is asked about.
const mostTimely = .7

// firstScore is the score of the first hit, as if the nearest in time that was
// found were of the time that is asked about: an archive that has ended, or that
// has no dates, is not held against a question.
func (b *bearing) firstScore() float64 {
	if len(b.evidence.passages) == 0 {
		return 0
	}
	p := &b.evidence.passages[0]
	return p.hit.Score - p.near + mostTimely*b.evidence.timely(0)
}

// pointed is how sure a reader is of the surest thing that it points at.
func (b *bearing) pointed() (sure float64) {
	for _, c := range b.best {
		if b.evidence.pointsAtNew(c) {
			sure = max(sure, c.reading.Confidence)
		}
	}
	return sure
}

// inBest are the terms of the question that the article of what fits best has.
func (b *bearing) inBest() mask {
	if len(b.best) > 0 {
		return b.inArticle(&b.evidence.hit(b.best[0]).Article)
	}
	return b.inArticle(&b.evidence.passages[b.closest].hit.Article)
}

// inArticle are the terms of the question that an article has, as far as it was found;
// of names, wherever it has them.
func (b *bearing) inArticle(article *news.Article) (m mask) {
	for i := range b.evidence.passages {
		if p := &b.evidence.passages[i]; p.hit.Article.ID == article.ID {
			m |= p.own | p.context
		}
	}
	if q := b.question(); q.names()&^m != 0 {
		m |= q.maskOf(q.forms.unify(b.evidence.analyzer.Tokens(nil, article.Body), article.Body))
	}
	return m
}

// isOfOthers reports whether what fits best is about something else: its article has
// none of the names of the question, or not what is asked for of one (the mayor of
// Oster, where it tells of the ice of Oster), and no other has both. What is asked of
// several articles is in none of them as a whole.
func (b *bearing) isOfOthers() bool {
	const much = .5 // of the other words
	q, names := b.question(), b.question().properNames()
	if q.isOfMore() || q.rareShareOf(b.fits, names) > 0 && (b.fits&q.described != 0 || b.seen&q.described == 0) {
		return false
	}
	return !slices.ContainsFunc(b.evidence.passages, func(p passage) bool {
		m := p.own | p.context
		return q.rareShareOf(m, names) > 0 && q.rareShareOf(m, ^names) >= much
	})
}

// A question that says that something happened lately, at most lately before it is
// asked, is of what is in the news: what fits best must not be older than that by more
// than notYet. People say "this week" of the days before, and of what was announced. An
// archive of which all that is found is older than stillGoes has ended: it has its latest too.
const (
	lately    = 31 * 24 * time.Hour
	notYet    = 10 * 24 * time.Hour
	stillGoes = 93 * 24 * time.Hour
	ofBest    = 4 // of what fits best, the newest counts
)

// isOfEarlier reports whether what fits best was printed before what is asked about can
// have happened, by the times that the question says of that.
func (b *bearing) isOfEarlier() bool {
	e := b.evidence
	var last, newest time.Time
	for _, c := range b.best[:min(ofBest, len(b.best))] {
		last = latest(last, e.hit(c).Article.Published)
	}
	for i := range e.passages {
		newest = latest(newest, e.passages[i].hit.Article.Published)
	}
	if last.IsZero() || e.asOf.Sub(newest) > stillGoes {
		return false
	}
	return slices.ContainsFunc(e.times, func(t news.DateExpression) bool {
		ofThing := strings.HasSuffix(t.Text, "'s") || strings.HasSuffix(t.Text, "’s") // Sunday's vote may be long past
		return !ofThing && e.asOf.Sub(t.After) < lately && t.After.Sub(last) > notYet
	})
}

// latest is the later of two times.
func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// muchMissing is the share of the words of a question other than names that stand
// nowhere in what was found from which on a thing of its kind is likely one of something
// else: the jobs of the paper mill.
const muchMissing = .3

// mayBeOfOthers reports whether what fits best is likely about something else, so that
// nothing in it is the answer for sure.
func (b *bearing) mayBeOfOthers() bool {
	return b.question().rareShareOf(b.seen, ^b.question().names()) <= 1-muchMissing || len(b.unnamed()) > 0
}

// unnamed are the names of the question, but for abbreviations, that some passage has,
// and the article of what fits best does not: numbers and TV tell little.
func (b *bearing) unnamed() (names []term) {
	if b.question().isOfMore() {
		return nil
	}
	for i, t := range b.question().terms {
		if t.name && strings.ToUpper(t.text) != t.text && !t.aside && !t.background && (b.seen&^b.fits)&(1<<i) != 0 {
			names = append(names, t)
		}
	}
	return names
}

// fresh is how near in time what fits best is, see [evidence.timely]. Where newer
// articles fit worse than old ones, nobody has told yet.
func (b *bearing) fresh() float64 {
	best := b.closest
	if len(b.best) > 0 {
		best = b.evidence.sentences[b.plainest().from].passage
	}
	return (b.evidence.timely(0) + b.evidence.timely(b.closest) + b.evidence.timely(best)) / 3
}

// confidenceFile holds the weights of facts, which training/fit.py found.
//
//go:embed confidence.json
var confidenceFile []byte

// logit is a sum of weighted facts, the logarithm of the odds that what was
// found answers the question.
type logit struct {
	Bias    float64            `json:"bias"`
	Weights map[string]float64 `json:"weights"` // by the name of the fact; none: the fact does not count
}

// confidences are those of confidence.json.
type confidences struct {
	About   string `json:"about"`
	Read    logit  `json:"read"`        // where as many passages as were wanted were found, and a reader read the best sentences
	Unread  logit  `json:"unread"`      // where as many were found, and nobody read them
	Several logit  `json:"several"`     // the same of a question of several articles, of which a passage tells a part
	Few     logit  `json:"little"`      // where fewer were, so that all is found that has any word, and its rank tells nothing
	FewRead logit  `json:"little_read"` // the same where a reader read the best sentences
}

// of is the one for what was found where so many passages were wanted.
func (c confidences) of(b *bearing, wanted int) logit {
	switch {
	case b.evidence.hits < wanted && b.evidence.list.read && !b.question().isOfSeveral():
		return c.FewRead
	case b.evidence.hits < wanted || b.facts["keyword"] == 0:
		return c.Few
	case b.question().isOfSeveral():
		return c.Several
	case b.evidence.list.read:
		return c.Read
	}
	return c.Unread
}

var fitted = sync.OnceValue(func() confidences {
	c, err := parseConfidences(confidenceFile)
	if err != nil {
		panic(err) // the file is part of the program, and tests read it
	}
	return c
})

// parseConfidences reads a file of weights, which may name known facts only.
func parseConfidences(data []byte) (c confidences, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return c, fmt.Errorf("answer: weights of confidence: %w", err)
	}
	known := map[string]bool{}
	for _, f := range facts {
		known[f.name] = true
	}
	for _, l := range []logit{c.Read, c.Unread, c.Several, c.Few, c.FewRead} {
		if len(l.Weights) == 0 {
			return c, fmt.Errorf("answer: weights of confidence: there are none")
		}
		for name := range l.Weights {
			if !known[name] {
				return c, fmt.Errorf("answer: weights of confidence: there is no fact %q", name)
			}
		}
	}
	return c, nil
}

// Terms from which on several articles answer one part each of a question, and
// of one that speaks of reports.
const (
	partsFrom   = 18
	reportsFrom = 9
)

// Set by hand, all but the last in logarithms of odds: what the weights cannot tell, for no
// question that they were fitted to is of the kind.
const (
	otherLanguage = 2.5 // gained where the best passage is in a language of which no forms of words are known
	ofThemselves  = 3.5 // lost by a question about who asks or is asked, whom no newspaper knows, or about a "there" that nothing was said of
	ofOthers      = 4.  // lost where what fits best is about something else
	ofNoEvent     = 2.  // lost where what is said to have happened is told of nobody who is named
	ofNoFigure    = 2.5 // the same of an age, a height or a weight
	ofEarlier     = 4.  // lost where it was printed well before what is asked about
	halfAnswered  = .5  // is at least the confidence where half of few parts are spoken of
	byNames       = .4  // the same where all names of the question are, in another language
)

// confidence is how likely the articles answer the question, from 0 to 1.
func (b *bearing) confidence(wanted int) float64 {
	e := b.evidence
	if len(e.passages) == 0 || len(e.question.terms) == 0 || b.share == 0 {
		return 0
	}
	l := fitted().of(b, wanted)
	sum := l.Bias
	for _, f := range facts {
		sum += l.Weights[f.name] * b.facts[f.name] // in the order of the table, so that it is the same sum each time
	}
	if code := e.passages[b.closest].hit.Article.Language; code != "" && lang.Of(code).Code == "" {
		sum += otherLanguage
	}
	if e.question.isPersonal() || e.question.pointsNowhere() {
		sum -= ofThemselves
	}
	if b.isOfOthers() {
		sum -= ofOthers
	}
	if b.lacksEvent() {
		sum -= ofNoEvent
	}
	if b.lacksFigure() {
		sum -= ofNoFigure
	}
	if b.isOfEarlier() {
		sum -= ofEarlier
	}
	sure := 1 / (1 + math.Exp(-sum))
	if parts := len(e.question.parts); parts > 1 && !e.question.isLong() && 2*len(b.open) <= parts && (e.question.asksSeveral() || e.question.read.OfReports) {
		sure = max(sure, halfAnswered) // what bears on one part hardly bears on the whole
	}
	if names := e.question.properNames(); b.isAcross() && names != 0 && b.near&names == names {
		sure = max(sure, byNames)
	}
	return sure
}

// isAcross reports whether what fits best is in another language than the question, so
// that only names can be looked for in it.
func (b *bearing) isAcross() bool {
	if len(b.evidence.passages) == 0 {
		return false
	}
	written := b.evidence.passages[b.closest].hit.Article.Language
	return written != "" && !lang.MayBeAskedIn(b.question().text, written)
}

// isPersonal reports whether a question is about who asks or who is asked.
func (q *question) isPersonal() bool {
	if q.signs != nil {
		return false // where "i" and "me" are other words
	}
	core := q.read.Span
	asked := q.text[core.Start:core.End] // without "can you tell me"
	return slices.ContainsFunc(words(asked), func(s news.Span) bool {
		return language().Questions.Askers[strings.ToLower(asked[s.Start:s.End])]
	})
}

// pointsNowhere reports whether a question leans on something that was said, and
// has neither a name nor more than two words of its own to tell what that was.
func (q *question) pointsNowhere() bool {
	if len(q.terms) > 2 || q.names() != 0 || q.signs != nil {
		return false
	}
	spans, before := words(q.text), ""
	for i := range spans {
		word := wordAt(q.text, spans, i)
		impersonal := language().Answers.Impersonal[word] && language().Questions.Auxiliaries[before] // is there a truce
		if language().Questions.Leaning[word] && !impersonal {
			return true
		}
		before = word
	}
	return false
}

// refuses reports whether a question is refused for what was found.
func (a *Answerer) refuses(confidence float64) bool { return confidence < a.config.RefuseBelow }

// mayTell is the log-odds above which a reader does not speak against a sentence.
const mayTell = -3

// goesOn reports whether what fits a follow-up best may answer it, since it is of an article
// that the reply before quoted: there people ask on in words of their own, which it lacks.
// A reader, where there is one that reads for such questions, must not speak against it.
func (a *Answerer) goesOn(e *evidence) bool {
	if !e.before.asksOn || len(e.list.all) == 0 || a.config.Reader == nil {
		return false
	}
	c := e.list.all[0]
	if e.passages[e.sentences[c.from].passage].continues == 0 {
		return false
	}
	if c.reading == nil {
		return e.question.asks == ask.Reason || e.question.asks == ask.Quotation
	}
	return c.reading.Relevance > mayTell
}

// isLong reports whether a question has so many terms that it is of parts.
func (q *question) isLong() bool { return len(q.terms) >= partsFrom }

// isOfSeveral reports whether several articles are needed to answer a question.
func (q *question) isOfSeveral() bool {
	return q.isLong() || q.read.OfReports && len(q.terms) >= reportsFrom
}

// isOfMore reports whether no one article answers the whole of a question: it has
// parts, or several are needed.
func (q *question) isOfMore() bool { return len(q.parts) > 1 || q.isOfSeveral() }
