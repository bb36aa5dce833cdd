package answer

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"byline/internal/news"
	ask "byline/internal/question"
)

// An answer of quotes has at most maxQuotes of them, at most fromOne from one
// article. All but the first must score at least goodEnough of the first.
const (
	maxQuotes     = 5
	fromOne       = 3
	goodEnough    = .65
	secondBest    = .35 // the same for the second quote, since one alone is seldom enough
	offTopicLoss  = .5  // taken off the score of a second quote that does not; a third is not taken
	minTopicShare = .65 // share of the question that a quote must speak of, of the share that the others do
)

// extract answers by quoting the sentences that answer best, or refuses.
func (a *Answerer) extract(ctx context.Context, e *evidence, w *writer) error {
	w.answer.Mode = news.AnswerExtractive
	all, err := a.candidates(ctx, e)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		w.warn("Sentences were ranked by words alone, since the embedder failed: " + err.Error())
	}
	r := e.relevance()
	w.answer.Status, w.answer.Confidence = r.status, r.share
	if len(all) == 0 {
		w.answer.Status = news.StatusNotFound
	}
	if w.answer.Status == news.StatusNotFound {
		return w.write(piece{text: e.refusal(r)})
	}
	chosen := e.choose(all, a.weights)
	w.answer.Status = e.warnings(r, chosen, w)
	groups := e.arrange(chosen)
	for i, group := range groups {
		if err := w.write(e.paragraph(group, i+1 < len(groups))...); err != nil {
			return err
		}
	}
	return nil
}

// choose picks quotes one by one: the best that says most that is new (maximal
// marginal relevance, Carbonell and Goldstein, 1998).
func (e *evidence) choose(all []candidate, w weights) []candidate {
	var chosen []candidate
	for len(chosen) < maxQuotes {
		best, bestScore := e.next(all, chosen, w)
		if best < 0 {
			break
		}
		if n := len(chosen); n > 0 {
			floor := goodEnough
			if n == 1 {
				floor = secondBest
			}
			if bestScore < floor*chosen[0].score {
				break
			}
		}
		chosen = append(chosen, all[best])
	}
	return chosen
}

// next finds the best candidate next to those chosen, -1 if there is none. One
// that is off the topic is taken only as the second, since one alone is seldom enough.
func (e *evidence) next(all, chosen []candidate, w weights) (int, float64) {
	best, bestScore := -1, 0.
	for i, c := range all {
		score := c.score - w.Redundancy*e.redundancy(c, chosen)
		if e.offTopic(c, chosen) {
			if len(chosen) > 1 {
				continue
			}
			score -= offTopicLoss
		}
		if e.accepts(c, chosen) && (best < 0 || score > bestScore) {
			best, bestScore = i, score
		}
	}
	return best, bestScore
}

// offTopic reports whether a candidate speaks of much less of the question than
// those chosen, or lacks a number that the question asks for and they have. It
// cannot be told where anything may be the answer: "which team", "what".
func (e *evidence) offTopic(c candidate, chosen []candidate) bool {
	asks := e.question.asks
	if asks == ask.Thing || asks == ask.Product || asks == ask.Organisation || asks == ask.Work || asks == ask.Quotation {
		return false
	}
	measured := asks == ask.Number || asks == ask.Amount
	return slices.ContainsFunc(chosen, func(o candidate) bool {
		return c.near < minTopicShare*o.near || measured && (o.counts && !c.counts || o.answers && !c.answers)
	})
}

// accepts reports whether a candidate can be quoted next to those chosen.
func (e *evidence) accepts(c candidate, chosen []candidate) bool {
	same := 0
	for _, o := range chosen {
		if e.hit(o).Article.ID == e.hit(c).Article.ID {
			same++
			a, b := e.span(o), e.span(c)
			if a.Start < b.End && b.Start < a.End {
				return false
			}
		}
		if e.repeats(c, o) {
			return false
		}
	}
	return same < fromOne
}

// repeats reports whether two candidates say the same, with the same numbers:
// outlets that disagree on a number are worth quoting both.
func (e *evidence) repeats(a, b candidate) bool {
	n := shared(a.terms, b.terms)
	if float64(n) < .7*float64(min(len(a.terms), len(b.terms))) {
		return false
	}
	return sameNumbers(e.text(a), e.text(b))
}

// redundancy is the greatest share of c's terms that one of those chosen has.
func (e *evidence) redundancy(c candidate, chosen []candidate) float64 {
	most := 0.
	for _, o := range chosen {
		most = max(most, float64(shared(c.terms, o.terms))/float64(max(1, len(c.terms))))
	}
	return most
}

// arrange groups quotes by article: first the article of the best quote, then
// the others as they were published, so that a running story reads in order.
// Within an article the best quote of all stays first, the rest as they stand.
func (e *evidence) arrange(chosen []candidate) [][]candidate {
	var groups [][]candidate
	for _, c := range chosen {
		i := slices.IndexFunc(groups, func(g []candidate) bool { return e.hit(g[0]).Article.ID == e.hit(c).Article.ID })
		if i < 0 {
			groups = append(groups, []candidate{c})
		} else {
			groups[i] = append(groups[i], c)
		}
	}
	byPlace := func(x, y candidate) int { return cmp.Compare(e.span(x).Start, e.span(y).Start) }
	for i, g := range groups {
		if i == 0 {
			g = g[1:]
		}
		slices.SortStableFunc(g, byPlace)
	}
	if len(groups) > 2 {
		slices.SortStableFunc(groups[1:], func(x, y []candidate) int {
			return e.hit(x[0]).Article.Published.Compare(e.hit(y[0]).Article.Published)
		})
	}
	return groups
}

// paragraph writes the quotes of one article: each with its marker, outlet and
// date before the last.
func (e *evidence) paragraph(group []candidate, more bool) []piece {
	var pieces []piece
	for i, c := range group {
		hit := e.hit(c)
		text := oneLine(e.text(c))
		if i > 0 {
			text = " " + text
		}
		if i == len(group)-1 {
			if by := origin(hit.Article); by != "" {
				text += " (" + by + ")"
			}
		}
		pieces = append(pieces, piece{text: text, quotes: []quote{{&hit.Article, e.span(c)}}})
	}
	if more {
		pieces = append(pieces, piece{text: "\n\n"})
	}
	return pieces
}

// origin says who reported something, crediting whom, and when: "Baltic
// Courier, citing Diena, 3 February 2025".
func origin(a news.Article) string {
	var parts []string
	if s := outlet(a); s != "" {
		parts = append(parts, s)
	}
	if len(a.Attribution) > 0 {
		parts = append(parts, "citing "+strings.Join(a.Attribution, " and "))
	}
	if d := day(a); d != "" {
		parts = append(parts, d)
	}
	return strings.Join(parts, ", ")
}

// outlet is the source of an article or, if it is unknown, the host of its URL.
func outlet(a news.Article) string {
	if a.Source != "" {
		return oneLine(a.Source)
	}
	u, err := url.Parse(a.URL)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// day is the day an article was published, for people; empty if unknown.
func day(a news.Article) string {
	if a.Published.IsZero() {
		return ""
	}
	return a.Published.Format(dayLayout)
}

const dayLayout = "2 January 2006"
