package answer

import (
	"slices"
	"strings"
	"time"

	"byline/internal/chunk"
	"byline/internal/news"
	ask "byline/internal/question"
	"byline/internal/speech"
)

// Reports of what is asked about: a sentence and its surroundings speak of at least
// ofMatter of the share of the question that the best one does, and its article is of
// the same period. At most maxReports are quoted.
const (
	ofMatter   = .85
	maxReports = 3
)

// report is an article that tells of what is asked about.
type report struct {
	candidate

	article *news.Article
	source  string         // the outlet that had it first, of those that carry its text
	at      time.Time      // when that printed it
	from    []*news.Origin // the outlets that its sentence has it from, the farthest first
}

// firstReport answers who reported something first: the outlet whom the sentence names
// that is said to have had it first, else whom the earliest article has it from, else
// that article's own. Or else it answers which outlets reported it. It reports false, and
// has written nothing, where that is not asked for, or is not told.
func (a *Answerer) firstReport(e *evidence, w *writer) (bool, error) {
	form := e.question.read.Form
	if form != ask.FirstReport && form != ask.Reporters || a.refuses(e.certainty) {
		return false, nil
	}
	reports := e.reports()
	if len(reports) == 0 {
		return false, nil
	}
	if form == ask.Reporters {
		return true, a.reporters(e, w, reports)
	}
	w.answer.Mode, w.answer.Confidence, w.answer.Status = news.AnswerExtractive, e.certainty, news.StatusPartial
	first := 0
	if i := slices.IndexFunc(reports, report.saysWhoWasFirst); i >= 0 {
		first, w.answer.Status = i, news.StatusAnswered
	} else {
		w.warn("That is the earliest of what was found. Others may have reported it before.")
	}
	r := reports[first]
	reports = append([]report{r}, slices.Delete(reports, first, first+1)...)
	carrier := quote{r.article, e.span(r.candidate)}
	if len(r.from) > 0 {
		o := r.from[0]
		if err := w.direct(carrier, direct{Span: o.Span, text: o.Name, sure: e.certainty}); err != nil {
			return true, err
		}
	} else if err := w.write(piece{text: r.line(), quotes: []quote{carrier}}, piece{text: "\n\n"}); err != nil {
		return true, err
	}
	return true, e.writeReports(w, reports)
}

// writeReports quotes the first of some reports.
func (e *evidence) writeReports(w *writer, reports []report) error {
	shown := reports[:min(len(reports), maxReports)]
	for i, r := range shown {
		if err := w.write(e.paragraph([]candidate{r.candidate}, i+1 < len(shown))...); err != nil {
			return err
		}
	}
	return nil
}

// reporters names the outlets that reported something, those with the words of another
// too, in the order in which they printed it.
func (a *Answerer) reporters(e *evidence, w *writer, reports []report) error {
	w.answer.Mode, w.answer.Confidence, w.answer.Status = news.AnswerExtractive, e.certainty, news.StatusAnswered
	var printed []news.Copy
	var quotes []quote
	for _, r := range reports {
		h := e.hit(r.candidate)
		printed = append(append(printed, news.Copy{Source: outlet(h.Article), Published: h.Article.Published}), h.Copies...)
		quotes = append(quotes, quote{r.article, e.span(r.candidate)})
	}
	slices.SortStableFunc(printed, func(x, y news.Copy) int { return compareTimes(x.Published, y.Published) })
	var named, lines []string
	for _, c := range printed {
		name := outlet(news.Article{Source: c.Source, URL: c.URL})
		if name == "" || slices.Contains(named, name) {
			continue
		}
		named = append(named, name)
		lines = append(lines, strings.TrimSuffix(name+", "+day(news.Article{Published: c.Published}), ", "))
	}
	w.warn("These are the outlets of what was found. Others may have reported it as well.")
	if err := w.write(piece{text: strings.Join(lines, "; "), quotes: quotes[:min(len(quotes), maxReports)]}, piece{text: "\n\n"}); err != nil {
		return err
	}
	return e.writeReports(w, reports)
}

// line says who printed a report first, when, and whether it is quoted from another.
func (r report) line() string {
	var parts []string
	for _, part := range []string{r.source, day(news.Article{Published: r.at})} {
		if part != "" {
			parts = append(parts, oneLine(part))
		}
	}
	if r.source != outlet(*r.article) {
		parts = append(parts, "in the same words")
	}
	return strings.Join(parts, ", ")
}

// saysWhoWasFirst reports whether a report names who reported it first.
func (r report) saysWhoWasFirst() bool {
	return slices.ContainsFunc(r.from, func(o *news.Origin) bool { return o.First })
}

// reports are the articles that tell of what is asked about, one sentence of each, the
// earliest first.
func (e *evidence) reports() []report {
	best := 0.
	for _, c := range e.ranked {
		best = max(best, c.near)
	}
	var out []report
	for _, c := range e.ranked {
		article := &e.hit(c).Article
		isTold := slices.ContainsFunc(out, func(r report) bool { return r.article.ID == article.ID })
		if c.near < ofMatter*best || isTold || len(out) > 0 && !e.samePeriod(c, out[0].candidate) {
			continue
		}
		out = append(out, e.report(c))
	}
	slices.SortStableFunc(out, func(x, y report) int { return compareTimes(x.at, y.at) })
	return out
}

// compareTimes compares times, of which those that are not known come last.
func compareTimes(x, y time.Time) int {
	if x.IsZero() != y.IsZero() {
		return y.Compare(x) // the zero time is the earliest of all
	}
	return x.Compare(y)
}

// report is what a candidate tells of who had it: the earliest of the articles with
// its text, and the outlets that its sentence credits.
func (e *evidence) report(c candidate) report {
	h := e.hit(c)
	r := report{candidate: c, article: &h.Article, source: outlet(h.Article), at: h.Article.Published}
	for _, o := range h.Copies {
		if compareTimes(o.Published, r.at) < 0 {
			r.source, r.at = outlet(news.Article{Source: o.Source, URL: o.URL}), o.Published
		}
	}
	_, chains := speech.Read(r.article, chunk.Sentences)
	for _, chain := range speech.Behind(e.span(c), chains) {
		for i := range chain.Origins {
			if o := &chain.Origins[i]; o.Kind == news.OriginOutlet {
				r.from = append(r.from, o)
			}
		}
	}
	slices.SortStableFunc(r.from, func(x, y *news.Origin) int { return y.Step - x.Step })
	if i := slices.IndexFunc(r.from, func(o *news.Origin) bool { return o.First }); i > 0 {
		r.from[0], r.from[i] = r.from[i], r.from[0]
	}
	return r
}
