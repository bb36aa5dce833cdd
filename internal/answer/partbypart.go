package answer

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"byline/internal/news"
	ask "byline/internal/question"
)

// How much is asked for part by part: a search and a reading for each, at most so many.
const (
	mostParts  = 6
	ofEachPart = 2 // quotes
)

// partByPart answers a question of several, each of which asks by itself ("who bought
// the yard, what did they pay and who loses by it?"), as a conversation does: each is
// looked for in its own right, with what the first is about. It reports false, and has
// written nothing, where a question is none such, or most of its parts stay open.
func (a *Answerer) partByPart(ctx context.Context, e *evidence, req news.SearchRequest, w *writer) (bool, error) {
	parts := e.question.questions()
	if len(parts) < 2 || w.brief {
		return false, nil
	}
	if names := e.question.backgroundNames(); len(names) > 0 {
		parts[0] += " (" + strings.Join(names, " ") + ")"
	}
	said := thread{core: parts[0], people: map[string]string{}, asOf: w.answer.Understood.AsOf}
	status, sure := news.StatusAnswered, 0.
	var shown []quoted
	var open []string
	var last time.Time
	for i, part := range parts {
		req.Query = part + "?"
		if i > 0 {
			req.Query = said.completes(part)
		}
		f, err := a.find(ctx, req, before{})
		if err != nil {
			return false, err
		}
		of := f.evidence
		chosen := a.ofPart(of)
		if len(chosen) == 0 {
			open = append(open, part)
			continue
		}
		sure += of.certainty / float64(len(parts))
		if a.status(of, a.rightness(of, of.said(chosen), chosen)) != news.StatusAnswered {
			status = news.StatusPartial
		}
		said.reply = of.said(chosen[:1]) + " [1]"
		for _, c := range chosen {
			shown = append(shown, quoted{of, c})
			if at := of.hit(c).Article.Published; at.After(last) {
				last = at
			}
		}
	}
	if len(open)*2 > len(parts) {
		return false, nil
	}
	if len(open) > 0 {
		status = news.StatusPartial
		w.warn("Nothing that was found answers “" + strings.Join(open, "” or “") + "”.")
	}
	if old := e.staleSince(last, w.answer.Understood); old != "" {
		status = news.StatusPartial
		w.warn(old)
	}
	w.answer.Mode, w.answer.Status, w.answer.Confidence = news.AnswerExtractive, status, sure
	return true, w.write(paragraphsOf(onceQuoted(shown))...)
}

// quoted is a candidate with the evidence that it is of.
type quoted struct {
	*evidence
	candidate
}

// ofPart are the quotes that answer a part of a question, none if nothing does.
func (a *Answerer) ofPart(e *evidence) []candidate {
	if a.refuses(e.certainty) || len(e.list.all) == 0 {
		return nil
	}
	said, isShown := e.list.shown()
	var chosen []candidate
	if e.list.voted && said.leads {
		chosen = append(chosen, e.list.all[said.in])
	}
	chosen = e.choose(e.list.all, chosen, isShown, a.weights)
	most := ofEachPart
	if isShown {
		most = 1
	}
	return chosen[:min(most, len(chosen))]
}

// onceQuoted leaves out what was quoted before.
func onceQuoted(all []quoted) (once []quoted) {
	for _, q := range all {
		span := q.span(q.candidate)
		if !slices.ContainsFunc(once, func(o quoted) bool {
			other := o.span(o.candidate)
			return o.hit(o.candidate).Article.ID == q.hit(q.candidate).Article.ID && other.Start < span.End && span.Start < other.End
		}) {
			once = append(once, q)
		}
	}
	return once
}

// paragraphsOf writes quotes in their order, those of one article that follow each
// other in one paragraph.
func paragraphsOf(all []quoted) (pieces []piece) {
	for i := 0; i < len(all); {
		id, group := all[i].hit(all[i].candidate).Article.ID, []candidate{}
		e := all[i].evidence
		for ; i < len(all) && all[i].evidence == e && all[i].hit(all[i].candidate).Article.ID == id; i++ {
			group = append(group, all[i].candidate)
		}
		pieces = append(pieces, e.paragraph(group, i < len(all))...)
	}
	return pieces
}

// questions are the parts of a question if each asks by itself, without what only says
// what they are about; none if that is not so.
func (q *question) questions() (parts []string) {
	if q.read.Form != ask.Fact && q.read.Form != ask.List {
		return nil
	}
	return q.partsOpenedBy(func(first string) bool { return ask.Opens(language(), first) })
}

// asksSeveral reports whether each part of a question asks, if only for yes or no: not
// "according to Nordwire" or what is told before it is asked about.
func (q *question) asksSeveral() bool { return len(q.partsOpenedBy(opensQuestion)) > 1 }

// partsOpenedBy are the parts of a question if all are opened by such words, in small
// letters, and the last is joined to the others, by "and" or as a sentence of its own:
// "who" behind nothing but a comma is said of somebody.
func (q *question) partsOpenedBy(opens func(first string) bool) (parts []string) {
	joined := false
	for _, span := range ask.Parts(q.text) {
		whole := asked(q.text[max(span.Start, q.background):max(span.End, q.background)])
		text := withoutJoint(whole)
		joined = text != whole || strings.ContainsRune("?;", lastRune(q.text[:span.Start]))
		first, rest, _ := strings.Cut(text, " ")
		if rest == "" || !opens(stem(strings.TrimRight(first, ","))) {
			return nil
		}
		parts = append(parts, text)
	}
	if len(parts) > 1 && !joined {
		return nil
	}
	if len(parts) > mostParts {
		return nil
	}
	return parts
}

// lastRune is the last rune of a text that is no space.
func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, " "))
	return r
}

// withoutJoint is a part without the word that joins it to the one before.
func withoutJoint(part string) string {
	first, rest, found := strings.Cut(part, " ")
	if found && language().Questions.FunctionWords[stem(first)] && !opensQuestion(first) {
		return rest
	}
	return part
}

// completes is a part of a question with what the thread is about, unless it names what
// it is about itself. Pronouns become what they stand for.
func (t thread) completes(part string) string {
	spans := words(part)
	refers := slices.ContainsFunc(spans[1:], func(s news.Span) bool { return language().Questions.Leaning[stem(part[s.Start:s.End])] })
	named := slices.ContainsFunc(spans[1:], func(s news.Span) bool { return isCapital(part[s.Start:]) })
	if refers {
		t = t.next(part)
	} else if t.core, t.carried = part, contentOf(t.thing(), part); named {
		t.carried = nil
	}
	return t.asks()
}
