package answer

import (
	"math"
	"slices"
	"strings"
	"time"

	"byline/internal/chunk"
	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/neardup"
	"byline/internal/news"
	ask "byline/internal/question"
	"byline/internal/verify"
)

// evidence is what a search found, cut into sentences, seen by a question. Nothing
// of it changes once Answerer.find has returned it, so that whoever answers from it,
// a model or quotes, finds the same.
type evidence struct {
	analyzer     *lexical.Analyzer
	question     *question
	filter       news.Filter
	asOf         time.Time             // when the question is asked
	held         bool                  // some sentence says who holds the office that is asked for
	otherTimes   bool                  // than those that were asked for
	otherOutlets bool                  // than the one that was asked for
	outlets      []string              // whose articles alone were searched, since their reports are asked for
	times        []news.DateExpression // of the question, if they do not filter
	passages     []passage             // without copies, best first
	sentences    []sentence
	spread       map[uint32]int32 // sentences that have a term
	verifier     func() *verify.Verifier
	hits         int     // that the search found, copies included
	nearest      float64 // that a passage is to the time that is asked about; 0 where it is asked how something began

	ranked    []candidate // the best sentences, best first; see [Answerer.weighUp]
	growing   int         // what is asked for, of what only becomes more as it is counted; 0: none of that
	spoken    bool        // some of them is said by those whose words are asked for
	unranked  error       // why they are ranked by words alone, if they are
	list      shortlist
	bearing   *bearing
	certainty float64 // that the passages answer the question, from 0 to 1
	postponed bool    // the reader has not read yet: see [Answerer.readPostponed]
	before    before
	asked     mask // terms that a follow-up asks anew, 0 where that cannot be told
	carried   mask // terms that say what a follow-up leans on
}

// passage is a passage with its sentences.
type passage struct {
	hit         *news.Hit
	score       float64 // of the search, from 0 for the last to 1 for the best
	first, last int     // its sentences are evidence.sentences[first:last]
	own         mask    // terms of the question in its text
	corrects    bool    // its article says that it corrects another
	context     mask    // terms of the question in the headline, caption, subjects
	near        float64 // to the time that is asked about, as the search weighs it
	continues   float64 // how much the reply that a follow-up leans on was of its article; from 0 to 1
}

// sentence is a sentence of a passage.
type sentence struct {
	passage int // its place in evidence.passages
	news.Span
	text  string
	terms []uint32 // in the order of the text
	own   mask     // terms of the question that it has
	leans mask     // of the sentences before, if it opens with a word that stands for something in them
	pairs int      // neighbouring terms of the question that are neighbours here too
}

// newEvidence takes a question apart, without what it says aside, and cuts what was found,
// which is sound, into sentences. Copies of a passage that is already there are
// left out.
func newEvidence(analyzer *lexical.Analyzer, text string, said aside, found news.SearchResult) *evidence {
	p := &evidence{
		analyzer: analyzer, question: newQuestion(analyzer, text, said), filter: found.Understood.Filter, asOf: found.Understood.AsOf,
		spread: make(map[uint32]int32, 2048), hits: len(found.Hits), before: said.before,
	}
	var tokens []lexical.Token
	written := p.question.newCapitals()
	p.question.forms.lookForKin(p.question, analyzer, found.Hits)
	for i := range found.Hits {
		hit := &found.Hits[i]
		if hit.Passage.Text == "" || p.isCopy(hit) { // or an article of nothing but a headline
			continue
		}
		tokens = p.question.forms.unify(analyzer.Tokens(tokens[:0], hit.Passage.Text), hit.Passage.Text)
		terms := make([]uint32, len(tokens))
		for i, t := range tokens {
			terms[i] = t.Term
		}
		p.add(hit, tokens, terms)
		written.count(p.question, hit.Passage.Text, tokens)
	}
	p.question.setNames(written)
	p.nameInFull()
	p.nameByRole()
	p.callEvents()
	if now := p.question.read.Newest && found.Understood.Recent; p.question.read.Earliest || now && p.question.asks == ask.Person {
		p.nearest = 0 // an office is held for long, and "right now" asks for who holds it, not for what is new
	}
	p.scale()
	p.weigh()
	p.question.listed = slices.ContainsFunc(p.sentences, func(s sentence) bool { return p.question.namesPlace(s.text) })
	return p
}

// callEvents takes what has the names of a question for a digest for what that calls by a
// noun that nobody uses: the Merle accident, which is told as "ran aground".
func (e *evidence) callEvents() {
	q := e.question
	names := q.properNames()
	if form := q.read.Form; names == 0 || q.in != language() || form != ask.Timeline && form != ask.Summary && form != ask.Latest {
		return
	}
	seen := mask(0)
	for i := range e.passages {
		seen |= e.passages[i].own | e.passages[i].context
	}
	var called mask
	for i, t := range q.terms {
		if t.name || t.number || seen&(1<<i) != 0 {
			continue
		}
		if is, _ := lang.EnglishNouns().Sort(language().Questions.Events...).Has(strings.ToLower(t.text)); is {
			called |= 1 << i
		}
	}
	for i := range e.passages {
		if x := &e.passages[i]; (x.own|x.context)&names != 0 {
			x.context |= called
		}
	}
}

// alive is how near in time the nearest passage must be to the time that is asked
// about, as the search weighs it, for the age of others to tell something.
const alive = .1

// timely is how near in time a passage is to what is asked about, against the
// nearest that was found: 1 where it is as near, or where all are far from that time.
func (e *evidence) timely(i int) float64 {
	if e.nearest < alive {
		return 1
	}
	return e.passages[i].near / e.nearest
}

// best is the same evidence with no more than its n best passages in sight. What
// terms weigh is still told by all of them.
func (e *evidence) best(n int) *evidence {
	view := *e
	view.passages = e.passages[:min(n, len(e.passages))]
	return &view
}

// isCopy reports whether a passage has nearly the same words as an earlier one, be
// it of the same article.
func (e *evidence) isCopy(hit *news.Hit) bool {
	return slices.ContainsFunc(e.passages, func(o passage) bool {
		return neardup.Compare(o.hit.Signature, hit.Signature).Copies()
	})
}

// shared counts the terms that two ascending lists have in common.
func shared(a, b []uint32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// add adds a passage and its sentences. The term of tokens[i] is terms[i].
func (e *evidence) add(hit *news.Hit, tokens []lexical.Token, terms []uint32) {
	a := &hit.Article
	around := strings.Join([]string{a.Headline, a.Caption, strings.Join(a.Subjects, " ")}, "\n")
	next := passage{
		hit: hit, score: hit.Score, first: len(e.sentences), corrects: articleOpenings().correction.MatchString(a.Headline),
		context: e.question.maskOf(e.question.forms.unify(e.analyzer.Tokens(nil, around), around)) | e.question.monthOf(a.Published),
		near:    hit.Explanation.Value("timeliness"), continues: e.before.quotedOf(a),
	}
	if next.continues > 0 {
		next.context |= e.question.maskWhere(func(t term) bool { return t.aside })
	}
	e.nearest = max(e.nearest, next.near)
	at, in := 0, lang.OfArticle(hit.Article.Language)
	for _, span := range chunk.Sentences(hit.Passage.Text, in) {
		from := at
		for at < len(tokens) && tokens[at].Start < span.End {
			at++
		}
		span.Start += leadInEnd(hit.Passage.Text[span.Start:span.End])
		s := sentence{
			passage: len(e.passages),
			Span:    news.Span{Start: hit.Passage.Start + span.Start, End: hit.Passage.Start + span.End},
			text:    hit.Passage.Text[span.Start:span.End],
			terms:   terms[from:at],
		}
		s.own, s.pairs = e.question.match(s.terms)
		s.own |= e.question.matchSort(s.text, in)
		if i := len(e.sentences); i > next.first && dangles(in, s.text, words(s.text)) {
			s.leans = e.sentences[i-1].own | e.sentences[i-1].leans
		}
		next.own |= s.own
		e.count(s.terms)
		e.sentences = append(e.sentences, s)
	}
	next.last = len(e.sentences)
	e.passages = append(e.passages, next)
}

// count adds the terms of a sentence to the spread, each once.
func (e *evidence) count(terms []uint32) {
	for i, t := range terms {
		if !slices.Contains(terms[:i], t) {
			e.spread[t]++
		}
	}
}

// scale brings the scores of the passages between 0 and 1.
func (e *evidence) scale() {
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range e.passages {
		low, high = min(low, x.score), max(high, x.score)
	}
	for i := range e.passages {
		if high > low {
			e.passages[i].score = (e.passages[i].score - low) / (high - low)
		} else {
			e.passages[i].score = 1
		}
	}
}

// weigh weighs the terms of the question by how few sentences have them.
func (e *evidence) weigh() {
	for i := range e.question.terms {
		t := &e.question.terms[i]
		t.spread = int(e.spread[t.id])
		t.weight = e.idf(t.id)
		if t.name || t.number {
			t.weight *= nameBoost
		}
		if t.focus {
			t.weight *= focusBoost
		}
		if e.question.isPredicate(*t) {
			t.weight *= predicateBoost
		}
		if t.aside {
			t.weight *= asideWeight
		}
		if t.background {
			t.weight *= backgroundWeight
		}
		if wordsAt(e.before.put, t.text) >= 0 {
			t.weight *= putBoost
			e.asked |= 1 << i
		}
	}
	if len(e.before.quotes) > 0 {
		e.carried = e.question.maskWhere(func(t term) bool { return t.aside })
	}
	if e.asked == 0 && e.carried != 0 {
		e.asked = e.question.maskWhere(func(t term) bool { return !t.aside })
	}
}

// isPredicate reports whether a term is what yes or no is asked of.
func (q *question) isPredicate(t term) bool {
	return q.read.Predicate.Start <= t.at && t.at < q.read.Predicate.End
}

// How much more or less than another word a name or number weighs, what is
// counted, what yes or no is said of, what stands in brackets, as what a follow-up is completed with, and what
// it puts in the place of something else.
const (
	putBoost       = 2
	nameBoost      = 1.3
	focusBoost     = 1.3
	predicateBoost = 3
	asideWeight    = .3
)

// idf is the inverse document frequency of a term over the sentences of the evidence.
func (e *evidence) idf(id uint32) float64 {
	n, all := float64(e.spread[id]), float64(len(e.sentences))
	return math.Log(1 + (all-n+.5)/(n+.5))
}

// maskOf is the set of the question's terms among tokens.
func (q *question) maskOf(tokens []lexical.Token) mask {
	var m mask
	for _, t := range tokens {
		if i := q.index(t.Term); i >= 0 {
			m |= q.terms[i].maskOf(i, t.Term)
		}
	}
	return m
}

// maskOf is the set of the term at i, and of those that stand for the same place where
// it was found by another name.
func (t *term) maskOf(i int, id uint32) mask {
	if id != t.id {
		return 1<<i | t.place
	}
	return 1 << i
}

// monthOf is the term of the question that names the month of a day: in the October flood.
func (q *question) monthOf(day time.Time) (m mask) {
	for i, t := range q.terms {
		if t.name && !day.IsZero() && t.text == day.Month().String() {
			m |= 1 << i
		}
	}
	return m
}

// match returns the set of the question's terms in a sentence and how many
// neighbouring ones stand next to each other there too.
func (q *question) match(terms []uint32) (m mask, pairs int) {
	before := -2
	for _, id := range terms {
		i := q.index(id)
		if i >= 0 {
			m |= q.terms[i].maskOf(i, id)
			if i == before+1 {
				pairs++
			}
		}
		before = i
		if i < 0 {
			before = -2
		}
	}
	return m, pairs
}

// index is the place of a term in the question, -1 if it is not there.
func (q *question) index(id uint32) int {
	for i := range q.terms {
		if t := &q.terms[i]; t.id == id || slices.Contains(t.others, id) {
			return i
		}
	}
	return -1
}

// share is how much of the question's weight the terms of m carry, from 0 to 1.
func (q *question) share(m mask) float64 {
	var have, all float64
	for i := range q.terms {
		all += q.terms[i].weight
		if m&(1<<i) != 0 {
			have += q.terms[i].weight
		}
	}
	if all == 0 {
		return 0
	}
	return have / all
}

// inFocus reports whether m has what the question counts, at least half of it by weight.
func (q *question) inFocus(m mask) bool {
	var have, all float64
	for i, t := range q.terms {
		if t.focus {
			all += t.weight
			if m&(1<<i) != 0 {
				have += t.weight
			}
		}
	}
	return 2*have >= all
}
