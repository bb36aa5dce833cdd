package answer

import (
	"slices"
	"strings"
	"time"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
	"byline/internal/verify"
)

// mostContradicted is how many mentions are tried for an answer of which their own
// passages say otherwise.
const mostContradicted = 3

// wrongNumbers are numbers that a report denies ("140, and not 90") or that a correction
// says were wrong, by their keys, with when that was printed: until then nobody knew better.
type wrongNumbers map[string]time.Time

// has reports whether a number was known to be wrong after it was printed.
func (w wrongNumbers) has(key string, printed time.Time) bool {
	at, ok := w[key]
	return ok && !printed.After(at)
}

// wrongNumbers are those among the sentences of candidates.
func (e *evidence) wrongNumbers(all []candidate, kind ask.Kind) wrongNumbers {
	wrong := wrongNumbers{}
	if !kind.IsNumber() {
		return wrong
	}
	for _, c := range all {
		article := &e.hit(c).Article
		for i := c.from; i < c.to; i++ {
			s := newSentenceText(e.sentences[i].text, lang.OfArticle(article.Language))
			corrected := e.passages[e.sentences[i].passage].corrects && repeatsWrong(s.text)
			for _, m := range e.mentions(s, kind) {
				if corrected || s.isContrasted(m.Span) || s.in.Statements.Negators[s.lower(s.wordAt(m.Start)-1)] {
					wrong[m.key] = latest(wrong[m.key], article.Published)
				}
			}
		}
	}
	return wrong
}

// elected is the mention that most speaks for, with the candidate that carries it.
// Those are passed over of which the passage says that they did it to who is asked
// for, or the other way round: the winner, where it is asked who lost.
func (e *evidence) elected(all []candidate, b *ballot) (key string, in int, at news.Span, ok bool) {
	for range mostContradicted {
		key = b.winner()
		if in, at, ok = e.carrier(all, b.votes, key); !ok || !e.contradicts(all[in], e.text(all[in])[at.Start:at.End]) {
			return key, in, at, ok
		}
		b.drop(key)
	}
	return "", 0, at, false
}

// drop takes a thing off a ballot. What a reader was sure of stays as it was.
func (b *ballot) drop(key string) {
	b.votes = slices.DeleteFunc(b.votes, func(v vote) bool { return v.key == key })
	rest := 1 - b.share[key]
	delete(b.share, key)
	delete(b.read, key)
	for k := range b.share {
		b.share[k] /= max(rest, b.share[k])
	}
}

// contradicts reports whether the passage of a candidate, or a sentence of it that has an
// answer, says otherwise than that this is who or what the question asks for.
func (e *evidence) contradicts(c candidate, answer string) bool {
	statement := e.question.asStatement(answer)
	if statement == "" || e.verifier == nil {
		return false
	}
	hit := e.hit(c)
	texts := []string{hit.Passage.Text}
	for _, s := range e.sentences[c.from:c.to] {
		if strings.Contains(s.text, answer) {
			texts = append(texts, s.text)
		}
	}
	return slices.ContainsFunc(texts, func(text string) bool {
		return e.verifier().Differs(statement, e.verifier().Source(text, about(&hit.Article))) == verify.Roles
	})
}

// asStatement is a question with an answer in place of what asks for it at its
// beginning: "Olm lost the vote" of "who lost the vote"; "" where it begins otherwise.
func (q *question) asStatement(answer string) string {
	core := strings.TrimRight(q.text[q.read.Span.Start:q.read.Span.End], "?!. ")
	spans := words(core)
	about := language().Questions
	if len(spans) < 2 {
		return ""
	}
	first := wordAt(core, spans, 0)
	if about.Words[first] == "" && !about.Choices[first] || !q.asks.IsNamed() && q.asks != ask.Thing {
		return ""
	}
	rest := core[max(spans[0].End, q.read.Focus.End-q.read.Span.Start):]
	verb := words(rest)
	if len(verb) == 0 {
		return ""
	}
	next := strings.ToLower(rest[verb[0].Start:verb[0].End])
	if about.Auxiliaries[next] && !about.Copulas[next] {
		return "" // whom did Olm beat
	}
	return answer + rest
}

// onlySays reports whether a name is that of somebody who only says what a sentence tells,
// where it is asked who did something: "The boat had been sunk, the captain, Olm, said." What
// else they do is told behind: "said Olm, who sank it", "Olm said he had sunk it".
func (e *evidence) onlySays(s *sentenceText, name news.Span) bool {
	if !e.question.asksWhoDid() {
		return false
	}
	before, after := s.wordAt(name.Start)-1, s.wordAfter(name)
	for before > 0 && (s.in.Answers.Roles[s.lower(before)] || s.in.Questions.Articles[s.lower(before)] || s.in.Sentences.Titles[s.word(before)]) {
		before--
	}
	if !isSaying(s.lower(before)) && !isSaying(s.lower(after)) {
		return false
	}
	return !slices.ContainsFunc(e.places(s), func(i int) bool { return i >= after && !isCapital(s.word(i)) })
}

// isOnlyPossible reports whether a mention is part of what may be, where the question asks
// for what is: the 115 years of "could face up to 115 years".
func (e *evidence) isOnlyPossible(s *sentenceText, m news.Span) bool {
	if e.question.maybe {
		return false
	}
	for i := s.wordAt(m.Start) - 1; i >= 0 && !strings.ContainsAny(s.gap(i), ",;:–—"); i-- {
		if isMaybe(s.word(i)) {
			return true
		}
	}
	return false
}

// isMaybe reports whether a word says that something may be, and no more.
func isMaybe(word string) bool {
	return language().Statements.ModalPhrases[strings.ToLower(word)] == "possible"
}

// asksWhoDid reports whether a question asks who did something other than say it, or to
// whom it was done, rather than who has an office.
func (q *question) asksWhoDid() bool {
	if q.asks != ask.Person || q.described != 0 || slices.ContainsFunc(q.words, isSaying) {
		return false
	}
	all := strings.Fields(strings.ToLower(q.text[q.read.Span.Start:q.read.Span.End]))
	if len(all) < 2 || language().Questions.Words[all[0]] == "" || language().Questions.Running[all[1]] {
		return false
	}
	return !language().Questions.Copulas[all[1]] || len(all) > 2 && (language().Questions.Participles[all[2]] || strings.HasSuffix(all[2], "ed"))
}

// undergoer is what a verb tells that something happens to, where a mention stands
// before it that does it, and the question asks what it happens to: the barn of "sparks
// burnt down the barn" for "what burnt down"; ok is false where the mention is that itself.
func (e *evidence) undergoer(s *sentenceText, doer news.Span) (thing news.Span, ok bool) {
	if !e.question.undergoes {
		return thing, false
	}
	i := s.wordAfter(doer)
	if !undergoes(s.lower(i)) {
		return thing, false
	}
	i++
	if s.in.Questions.Particles[s.lower(i)] {
		i++
	}
	if !s.in.Statements.Determiners[s.lower(i)] && !s.in.Questions.Articles[s.lower(i)] {
		return thing, false
	}
	from, to := i+1, i+1
	for to < len(s.words) && s.gap(to-1) == " " && !s.endsNoun(to) {
		if w := s.lower(to); s.in.Time.Units[w] != "" || s.in.Answers.ShortTimes[w] {
			return thing, false // burnt the whole night
		}
		to++
	}
	if from == to {
		return thing, false
	}
	return s.span(from, to), true
}

// endsNoun reports whether word i cannot be of a noun that has begun before it.
func (s *sentenceText) endsNoun(i int) bool {
	q := &s.in.Questions
	return q.NounEnds[s.lower(i)] || q.Prepositions[s.lower(i)] || q.Auxiliaries[s.lower(i)]
}

// wordAfter is the word behind a span.
func (s *sentenceText) wordAfter(span news.Span) int {
	i := slices.IndexFunc(s.words, func(w news.Span) bool { return w.Start >= span.End })
	if i < 0 {
		return len(s.words)
	}
	return i
}

// asksWhatUndergoes reports whether a question asks for a thing to which something
// happened, and names nobody to whom it was done: what burnt down, what sank off Oster.
func (q *question) asksWhatUndergoes() bool {
	statement := q.asStatement("")
	spans := words(statement)
	if len(spans) == 0 || !undergoes(wordAt(statement, spans, 0)) {
		return false
	}
	in := language().Questions
	next := wordAt(statement, spans, 1)
	return next == "" || in.NounEnds[next] || in.Prepositions[next] || in.Particles[next]
}

// undergoes reports whether a word tells what happens to a thing.
func undergoes(word string) bool {
	return slices.ContainsFunc(language().Questions.Undergoing, func(forms string) bool { return slices.Contains(strings.Fields(forms), word) })
}
