package answer

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/verify"
)

// mostFigures is how many figures are shown that reports give for what is asked. Which
// are of the same thing is told by verify.Figure.OfSameThing.
const mostFigures = 3

// told is a candidate with the figure that it gives for what is asked.
type told struct {
	candidate
	verify.Told
	superseded bool // by a later word of those who gave it, or a later count of what grows
}

// differing are the best candidates that give another figure than the first of
// those chosen for what is asked, with that: those that stand before those that are
// superseded, the newest first. It is one alone where the first gives only a part of
// what grows. There are none where nothing differs.
func (a *Answerer) differing(e *evidence, all, chosen []candidate) (list []told) {
	if !e.question.asks.IsNumber() || len(chosen) == 0 || e.question.signs != nil {
		return nil
	}
	first, ok := a.figureOf(e, chosen[0])
	if !ok {
		return nil
	}
	list = append(list, first)
	for _, c := range all {
		if len(list) == mostFigures && e.growing == 0 { // of what grows, the best may be old
			break
		}
		of, same := e.ofSameEvent(c, chosen[0]), e.asksOfSame(c, chosen[0])
		if !of && !same {
			continue
		}
		f, ok := a.figureOf(e, c)
		if ok && (of || f.OfSameThing(&first.Figure)) && !slices.ContainsFunc(list, func(o told) bool { return !f.Differs(&o.Figure) }) {
			list = append(list, f)
		}
	}
	list = inOrder(list)
	if e.growing != 0 {
		list = asCounted(list)
	}
	if len(list) == 1 && list[0].from == first.from {
		return nil
	}
	return list[:min(len(list), mostFigures)]
}

// asCounted leaves out counts of what grows that are less than an older one, as they
// are of a part of it, unless a correction came between, and puts the newest first, of
// one day a correction or else the greatest.
func asCounted(list []told) []told {
	out := slices.DeleteFunc(slices.Clone(list), func(x told) bool {
		return slices.ContainsFunc(list, func(o told) bool {
			return o.Article.Published.Before(x.Article.Published) && o.Value > x.Value && !slices.ContainsFunc(list, func(c told) bool {
				return c.Corrects && c.Article.Published.After(o.Article.Published) && !c.Article.Published.After(x.Article.Published)
			})
		})
	})
	slices.SortStableFunc(out, func(x, y told) int {
		newer := strings.Compare(y.Article.Published.Format(time.DateOnly), x.Article.Published.Format(time.DateOnly))
		return cmp.Or(newer, btoi(y.Corrects)-btoi(x.Corrects), cmp.Compare(y.Value, x.Value))
	})
	return out
}

// ofSameEvent reports whether two candidates of two articles count what grows of the one
// event that they and a question name: whoever else they name, as those who did the counting.
func (e *evidence) ofSameEvent(a, b candidate) bool {
	const long = 45 * 24 * time.Hour // a story runs
	named, x, y := e.question.properNames(), e.hit(a).Article.Published, e.hit(b).Article.Published
	return a.grows && b.grows && e.hit(a).Article.ID != e.hit(b).Article.ID && e.namesOf(a)&named != 0 && e.namesOf(b)&named != 0 && x.Sub(y).Abs() <= long
}

// namesOf are the terms of a candidate that tell of which event it is: its own, and those
// of the headline of a correction, which says what it puts right.
func (e *evidence) namesOf(c candidate) mask {
	if p := &e.passages[e.sentences[c.from].passage]; p.corrects {
		return c.own | p.context
	}
	return c.own
}

// inOrder puts what is told into the order of its values.
func inOrder(list []told) []told {
	var figured []verify.Told
	for _, x := range list {
		figured = append(figured, x.Told)
	}
	out := make([]told, 0, len(list))
	for _, v := range verify.Values(figured) {
		at := slices.IndexFunc(list, func(x told) bool { return x.Article == v.Article && x.Start == v.Start })
		list[at].superseded = v.Superseded
		out = append(out, list[at])
	}
	return out
}

// newestOf is an answer that comes to the first of differing figures in the place of
// another, if all others are superseded.
func (e *evidence) newestOf(list []told, said direct) (d direct, ok bool) {
	if slices.ContainsFunc(list[1:], func(x told) bool { return !x.superseded }) {
		return said, false
	}
	start := e.span(list[0].candidate).Start
	said.Span = news.Span{Start: start + list[0].Start, End: start + list[0].End}
	said.text = e.text(list[0].candidate)[list[0].Start:list[0].End]
	return said, true
}

// asksOfSame reports whether a candidate of another article speaks of about as much
// of the question as another candidate does, at about the same time.
func (e *evidence) asksOfSame(c, first candidate) bool {
	const near, enough = .9, .6 // of the question, in the sentence itself
	own := e.question.share(first.own)
	if c.history {
		return false
	}
	return own >= enough && e.question.share(c.own) >= near*own && e.question.inWholeFocus(c.own) && e.hit(c).Article.ID != e.hit(first).Article.ID && e.samePeriod(c, first)
}

// inWholeFocus reports whether m has all of what the question counts.
func (q *question) inWholeFocus(m mask) bool {
	for i, t := range q.terms {
		if t.focus && m&(1<<i) == 0 {
			return false
		}
	}
	return true
}

// figureOf is the figure that a candidate gives for what the question asks: the
// first that it does not deny, of what is counted.
func (a *Answerer) figureOf(e *evidence, c candidate) (told, bool) {
	if !c.answers || c.to-c.from > 1 && e.growing == 0 { // of two sentences, nobody knows which counts
		return told{}, false
	}
	article := &e.hit(c).Article
	figures := a.verifier().Source(e.text(c), about(article)).Figures()
	for i := range figures {
		f := &figures[i]
		if f.Denied || f.Day || !a.isOfWhatIsAsked(e, f) {
			continue
		}
		if e.growing != 0 && slices.ContainsFunc(figures, func(o verify.Figure) bool { return o.Growing == f.Growing && o.Value > f.Value }) {
			return told{}, false // of several events
		}
		corrects := e.passages[e.sentences[c.from].passage].corrects || newSentenceText(e.text(c), lang.OfArticle(article.Language)).takesBack()
		return told{candidate: c, Told: verify.Told{Figure: *f, Article: article, Corrects: corrects}}, true
	}
	return told{}, false
}

// isOfWhatIsAsked reports whether a figure counts or measures what the question asks
// for: of what grows, what it names, or people whoever they are.
func (a *Answerer) isOfWhatIsAsked(e *evidence, f *verify.Figure) bool {
	named := slices.ContainsFunc(a.analyzer.Tokens(nil, f.Counted), func(t lexical.Token) bool { return slices.Contains(e.question.focus, t.Term) })
	if e.growing != 0 && f.Growing != 0 { // in languages whose words for it are known
		return f.Growing == e.growing && (named || !f.IsOfSome())
	}
	return named || f.Unit != ""
}

// differ says who gives which figure, and when.
func (e *evidence) differ(list []told) string {
	parts := make([]string, len(list))
	for i, x := range list {
		parts[i] = oneLine(e.text(x.candidate)[x.Start:x.End]) + " (" + origin(e.hit(x.candidate).Article) + ")"
	}
	why := ""
	if e.growing != 0 {
		why = ", for the count has grown"
	}
	return "Reports differ on this" + why + ": " + strings.Join(parts, "; ") + "."
}

// gives reports whether the figure of a candidate is what an answer comes to.
func (e *evidence) gives(x told, said direct) bool {
	start := e.span(x.candidate).Start
	return said.Start < start+x.End && start+x.Start < said.End
}

// withDiffering puts candidates whose figures differ before the others that were chosen.
func (e *evidence) withDiffering(list []told, chosen []candidate) []candidate {
	var out []candidate
	for _, x := range list {
		out = append(out, x.candidate)
	}
	for _, c := range chosen {
		if len(out) < maxQuotes && e.accepts(c, out) {
			out = append(out, c)
		}
	}
	return out
}

// onlyOne names the outlet that alone has what an answer comes to, where others
// that tell of the same were found; empty if others have it, or none was found.
func (e *evidence) onlyOne(said direct, by candidate, all []candidate) string {
	const enough = 2 // other outlets that would have it
	own := outlet(e.hit(by).Article)
	var others []string
	for _, c := range all {
		name := outlet(e.hit(c).Article)
		if name == own || c.near < minTopicShare*by.near || !e.samePeriod(c, by) {
			continue
		}
		if wordsAt(strings.ToLower(e.text(c)), strings.ToLower(said.text)) >= 0 {
			return ""
		}
		if !slices.Contains(others, name) {
			others = append(others, name)
		}
	}
	if len(others) < enough || own == "" {
		return ""
	}
	return own
}
