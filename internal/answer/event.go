package answer

import (
	"cmp"
	"slices"
	"strings"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// What is asked of somebody or something that happened, "when did Olm die", is answered
// by no article that tells of Olm and of no death: names are found wherever they are.

// event is what a question says that happened.
type event struct {
	term           mask // 0 if it says none
	verb, particle string
}

// asksOfEvent reports whether a question is for where, when or why. Figures, and what
// somebody did, are told of in too many words.
func (q *question) asksOfEvent() bool {
	return q.in == language() && q.read.Form == ask.Fact && (q.asks == ask.Reason || q.asks == ask.Place || q.asks.IsTime())
}

// eventOf is the event of a question: the last word before a small one, a name aside, of
// what stands behind the auxiliary ("when did Olm die", "why was she sacked", "why does
// she want to sell").
func (q *question) eventOf() (found event) {
	if !q.asksOfEvent() {
		return found
	}
	all := newSentenceText(q.text[q.read.Span.Start:q.read.Span.End], language())
	opened, passive := false, false
	for i, s := range all.words {
		at := slices.IndexFunc(q.terms, func(t term) bool { return t.at == q.read.Span.Start+s.Start })
		switch particle := language().Questions.Particles[all.lower(i)]; {
		case particle && found.term != 0:
			found.particle = all.lower(i)
			return found
		case opened && at < 0 && found.term != 0 && !language().Questions.Infinitives[all.lower(i)]:
			return found
		case opened && at >= 0:
			if t := q.terms[at]; !t.name && !t.number && (!passive || isParticiple(all.lower(i))) {
				found = event{term: 1 << at, verb: all.lower(i)}
			}
		case at < 0:
			opened = opened || language().Questions.Auxiliaries[all.lower(i)]
			passive = passive || language().Statements.IrregularForms[all.lower(i)] == "be"
		}
	}
	return found
}

// lacksEvent reports whether what a question says that happened stands in no article that
// was found with its names, in these or in other words, and no reader points at an answer.
func (b *bearing) lacksEvent() bool {
	const pointedAt = .25
	q, names := b.question(), b.question().properNames()
	if q.event.term == 0 || names == 0 || q.isOfMore() || b.facts["pointed"] >= pointedAt {
		return false
	}
	return !slices.ContainsFunc(b.evidence.passages, func(p passage) bool {
		a := &p.hit.Article
		m := b.inArticle(a)
		return q.rareShareOf(m, names) >= minNames && (m&q.event.term != 0 || q.event.isToldIn(a))
	})
}

// isToldIn reports whether an article has another word that says the same.
func (e event) isToldIn(a *news.Article) bool {
	net := lang.English()
	asked := net.Senses(baseOf(e.verb), e.particle)
	if len(asked) == 0 {
		return true // nothing is known of it
	}
	text := a.Headline + "\n" + a.Body
	return slices.ContainsFunc(words(text), func(s news.Span) bool {
		return net.Says(net.Senses(baseOf(strings.ToLower(text[s.Start:s.End])), ""), asked) == lang.SameSense
	})
}

// baseOf is the stem of a word, of a verb in whatever form: bought, buy.
func baseOf(word string) string {
	return language().Stem(cmp.Or(language().Statements.IrregularForms[word], word))
}

// isParticiple reports whether a word can be what a passive says was done.
func isParticiple(word string) bool {
	return strings.HasSuffix(word, "ed") || language().Questions.Participles[word] || language().Statements.IrregularForms[word] != ""
}

// lacksFigure reports whether an age is asked for of somebody with a name, or how tall or
// heavy something is, beside whom or which no article that was found tells any age or has
// any unit of that, and no reader points at one.
func (b *bearing) lacksFigure() bool {
	const pointedAt = .25
	e, q := b.evidence, b.question()
	if q.in != language() || b.facts["pointed"] >= pointedAt {
		return false
	}
	var about mask
	var tells func(*sentenceText) bool
	switch {
	case q.asks == ask.Age:
		about, tells = q.properNames()&^e.carried, func(s *sentenceText) bool { return len(s.ages()) > 0 }
	case q.units != nil:
		about, tells = q.maskWhere(func(t term) bool { return !t.spare }), func(s *sentenceText) bool { return s.namesUnit(q.units) }
	}
	if about == 0 {
		return false
	}
	for i := range e.sentences {
		s := &e.sentences[i]
		if e.beside(i)&about != 0 && tells(newSentenceText(s.text, lang.OfArticle(e.passages[s.passage].hit.Article.Language))) {
			return false
		}
	}
	return true
}

// beside are the terms of a sentence, of what it leans on and of those around it in its passage.
func (e *evidence) beside(i int) mask {
	s := &e.sentences[i]
	p := &e.passages[s.passage]
	near := s.own | s.leans
	if i > p.first {
		near |= e.sentences[i-1].own
	}
	if i+1 < p.last {
		near |= e.sentences[i+1].own
	}
	return near
}
