package answer

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// An answer of quotes has at most maxQuotes of them, or ifSure if it begins with
// a direct answer, with at most maxWords in all, those that say where each is from
// included, and at most fromOne from one article. All but the first must score at
// least goodEnough of the best, or fairlyGood if they tell what no other does.
const (
	maxQuotes     = 4
	ifSure        = 2
	maxWords      = 105
	originWords   = 6 // about
	fromOne       = 3
	goodEnough    = .45
	fairlyGood    = .15
	goodIfSure    = .65  // behind a direct answer
	tellsMore     = .005 // how sure it must be that what it tells is the answer
	offTopicLoss  = .5   // taken off the score of a second quote that does not; a third is not taken
	minTopicShare = .65  // share of the question that a quote must speak of, of the share that the others do
)

// samePeriod is how far apart articles may be that are quoted for one answer:
// what is older is history, which has to be asked for.
const samePeriod = 180 * 24 * time.Hour

// likeness is the share of its terms that a quote may have in common with
// another, of the shorter one's.
const likeness = .5

// extract answers by quoting the sentences that answer best.
func (a *Answerer) extract(e *evidence, w *writer) error {
	w.answer.Mode = news.AnswerExtractive
	if e.unranked != nil {
		w.warn("Sentences were ranked with less than usual: " + e.unranked.Error())
	}
	all := e.list.all
	said, isShown := e.list.shown()
	isShown = isShown && !e.bearing.mayBeOfOthers()
	var chosen []candidate
	if e.list.voted && said.leads {
		chosen = append(chosen, all[said.in])
	}
	chosen = e.choose(all, chosen, isShown, a.weights)
	if w.brief {
		chosen = chosen[:min(1, len(chosen))]
	}
	differing := a.differing(e, all, chosen)
	if len(differing) > 0 {
		chosen = e.withDiffering(differing, chosen)
		if isShown && !e.gives(differing[0], said) {
			said, isShown = e.newestOf(differing, said)
		}
		if len(differing) > 1 {
			w.warn(e.differ(differing))
		}
	}
	isShown = isShown && (said.sure >= minUngiven || e.isGiven(chosen))
	w.answer.Status = e.warnings(a.status(e, a.rightness(e, e.said(chosen), chosen)), chosen, isShown, w)
	if old := e.stale(chosen, w.answer.Understood); old != "" {
		w.warn(old)
		w.answer.Status = news.StatusPartial
	}
	groups := e.arrange(e.withItems(chosen), len(differing) == 0)
	if isShown {
		if only := e.onlyOne(said, chosen[0], all); only != "" {
			w.warn("Of the outlets that were found on this, only " + only + " has it.")
		}
		if err := w.direct(quote{&e.hit(chosen[0]).Article, e.span(chosen[0])}, said); err != nil {
			return err
		}
	}
	for i, group := range groups {
		if err := w.write(e.paragraph(group, i+1 < len(groups))...); err != nil {
			return err
		}
	}
	return nil
}

// withItems are candidates with the sentences behind them that go through one by one
// what they only count, where a list is asked for: "three plans … The first is".
func (e *evidence) withItems(chosen []candidate) []candidate {
	if e.question.read.Form != ask.List && !e.question.countsWhatItAsks() {
		return chosen
	}
	out := slices.Clone(chosen)
	for i := range out {
		c := &out[i]
		for p := &e.passages[e.sentences[c.from].passage]; c.to < p.last && opensItem(e.sentences[c.to].text); c.to++ {
			c.words += len(words(e.sentences[c.to].text))
		}
	}
	return slices.DeleteFunc(out, func(c candidate) bool { // which another has taken in
		return slices.ContainsFunc(out, func(o candidate) bool { return o.from < c.from && c.from < o.to })
	})
}

// countsWhatItAsks reports whether a question says how many things it asks for, as in
// "what are the three plans".
func (q *question) countsWhatItAsks() bool {
	if q.asks.IsNumber() {
		return false
	}
	core := q.text[q.read.Span.Start:q.read.Span.End]
	for i, s := range words(core) {
		w := stem(core[s.Start:s.End])
		if i > 0 && language().Time.Cardinals[w] > 1 {
			return true
		}
		if !opensQuestion(w) && !language().Questions.Copulas[w] && !language().Questions.Articles[w] {
			return false
		}
	}
	return false
}

// opensItem reports whether a sentence begins with a word that goes through a list.
func opensItem(sentence string) bool {
	all := strings.Fields(strings.ToLower(sentence))
	if len(all) > 1 && language().Questions.Articles[all[0]] {
		all = all[1:]
	}
	return len(all) > 1 && language().Answers.ListOpenings[strings.Trim(all[0], ",;:")]
}

// said is the text of candidates.
func (e *evidence) said(chosen []candidate) string {
	var texts []string
	for _, c := range chosen {
		texts = append(texts, e.text(c))
	}
	return strings.Join(texts, "\n")
}

// choose picks quotes one by one: the best that says most that is new (maximal
// marginal relevance, Carbonell and Goldstein, 1998), next to those that are
// chosen already, of which the first carries a direct answer if sure is set.
func (e *evidence) choose(all, chosen []candidate, sure bool, w weights) []candidate {
	most := maxQuotes
	if sure {
		most = ifSure
	}
	for len(chosen) < most {
		best := e.next(all, chosen, sure, w)
		if best < 0 {
			break
		}
		chosen = append(chosen, all[best])
	}
	return chosen
}

// quotability is how well a candidate can be understood where it is quoted.
type quotability int

const (
	never  quotability = iota // a question, or about the page
	poorly                    // opens or ends as no sentence that stands for itself, or is one thing of many in its article
	well
)

// lossIfPoor is what a candidate loses that can only be quoted poorly.
const lossIfPoor = .8

// quotable are the candidates that can be quoted well, all if none can.
func (e *evidence) quotable(all []candidate) []candidate {
	quotes := e.quotability(all)
	var out []candidate
	for i, c := range all {
		if quotes[i] == well {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}

// worthQuoting are the candidates that can be quoted, best first: poorly only
// where nothing else is nearly as good.
func (e *evidence) worthQuoting(all []candidate) []candidate {
	quotes := e.quotability(all)
	var out []candidate
	for i, c := range all {
		switch quotes[i] {
		case never:
			continue
		case poorly:
			c.score -= lossIfPoor
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(x, y candidate) int { return cmp.Compare(y.score, x.score) })
	return out
}

// quotability tells how well each candidate can be quoted.
func (e *evidence) quotability(all []candidate) []quotability {
	out := make([]quotability, len(all))
	roundUps := map[string]bool{} // by article, since its whole body is looked at
	for i, c := range all {
		a := &e.hit(c).Article
		text := e.sentences[c.from].text
		if e.question.asks == ask.Quotation { // of which all that was said may be one candidate
			text = e.text(c)
		}
		t := featuresOf(lang.OfArticle(a.Language), text, e.opens(c.from), e.question)
		if t.asks || t.boilerplate || asks(e.text(c)) { // “2.” is a sentence too, before the question of a quiz
			continue
		}
		isMany, known := roundUps[a.ID]
		if !known {
			isMany = isRoundUp(a)
			roundUps[a.ID] = isMany
		}
		out[i] = well
		if isMany || !t.stands() || isLabelled(text) {
			out[i] = poorly
		}
	}
	return out
}

// stands reports whether a sentence can be understood where it is quoted.
func (t sentenceFeatures) stands() bool {
	return !t.asks && !t.boilerplate && !t.unfinished && !t.dangling
}

// isLabelled reports whether a sentence opens with a bullet, or with words in
// capitals and a colon, as captions and what pages say of themselves do, or with
// a name or a year and a colon, as items of a list do.
func isLabelled(text string) bool {
	const longest = 40
	if r, _ := utf8.DecodeRuneInString(text); unicode.Is(unicode.So, r) || r == '•' {
		return true
	}
	head, _, found := strings.Cut(text[:min(len(text), longest)], ":")
	letters := strings.Count(strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return 'A'
		}
		return -1
	}, head), "A")
	return found && (letters > 3 && !strings.ContainsFunc(head, unicode.IsLower) || isItemName(head, text[len(head)+1:]))
}

// isItemName reports whether what stands before a colon is a name or a year, and
// what stands behind it a sentence of its own.
func isItemName(head, rest string) bool {
	const longest = 4 // words
	all := strings.Fields(head)
	isOne := func(w string) bool { return isCapital(w) || isYear(w) }
	return strings.HasPrefix(rest, " ") && isCapital(strings.TrimLeft(rest, " ")) && len(all) > 0 && len(all) <= longest &&
		!slices.ContainsFunc(all, func(w string) bool { return !isOne(w) })
}

// next finds the best candidate next to those chosen, -1 if none is good enough.
// One that is off the topic and tells nothing that may be the answer is taken only
// as the second, since one alone is seldom enough.
func (e *evidence) next(all, chosen []candidate, sure bool, w weights) int {
	best, bestScore := -1, 0.
	for i, c := range all {
		more := e.tellsNew(c, chosen)
		score, floor := c.score-w.Redundancy*e.redundancy(c, chosen), goodEnough
		isOther := e.list.read && more >= tellsMore // votes alone are too easily for something else
		switch {
		case sure:
			floor = goodIfSure
		case isOther:
			floor = fairlyGood
		}
		if len(chosen) > 0 && (e.givesReason(chosen[0]) && !c.answers || e.isTold(chosen[0]) && !e.isTold(c)) {
			continue // what gives no other reason, or others say, is beside the question
		}
		if e.offTopic(c, chosen) {
			if len(chosen) > 1 && !isOther {
				continue
			}
			score -= offTopicLoss
		}
		enough := len(chosen) == 0 || score >= floor*all[0].score
		score += w.Other * more
		if enough && e.accepts(c, chosen) && (best < 0 || score > bestScore) {
			best, bestScore = i, score
		}
	}
	return best
}

// tellsNew is how much speaks, of all that may be the answer, for what a
// candidate tells and none of those chosen does; 0 if none is chosen yet.
func (e *evidence) tellsNew(c candidate, chosen []candidate) float64 {
	if len(chosen) == 0 {
		return 0
	}
	sure := 0.
	for said := range c.tells {
		if !slices.ContainsFunc(chosen, func(o candidate) bool { return o.tells[said] > 0 }) {
			sure += c.tells[said]
		}
	}
	return sure
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
	same, length := 0, c.words+originWords
	for _, o := range chosen {
		length += o.words + originWords
		if e.hit(o).Article.ID == e.hit(c).Article.ID {
			same++
			a, b := e.span(o), e.span(c)
			if a.Start < b.End && b.Start < a.End {
				return false
			}
		}
		if e.repeats(c, o) || !e.samePeriod(c, o) {
			return false
		}
	}
	return len(chosen) == 0 || same < fromOne && length <= maxWords
}

// samePeriod reports whether two candidates are of the same time, or history is asked for.
func (e *evidence) samePeriod(a, b candidate) bool {
	x, y := e.hit(a).Article.Published, e.hit(b).Article.Published
	if x.IsZero() || y.IsZero() || e.question.read.Form == ask.Timeline || e.question.read.Form == ask.Comparison {
		return true
	}
	return x.Sub(y).Abs() <= samePeriod
}

// repeats reports whether two candidates say the same: many of the same words,
// or the same in meaning. Of a figure that is asked for, outlets that disagree
// are worth quoting both, and of how something is now what has another figure.
func (e *evidence) repeats(a, b candidate) bool {
	n := shared(a.terms, b.terms)
	few := float64(min(len(a.terms), len(b.terms)))
	if float64(n) < likeness*few && dot(a.vector, b.vector) < sameMeaning {
		return false
	}
	return float64(n) >= .85*few || !e.question.asks.IsNumber() && !e.question.read.Newest || sameNumbers(e.text(a), e.text(b))
}

// sameMeaning is the cosine of two quotes from which on they are taken to say the same.
const sameMeaning = .8

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
// Within an article the best quote of all stays first, the rest as they stand. If
// inOrder is not set, articles stay as they were chosen.
func (e *evidence) arrange(chosen []candidate, inOrder bool) [][]candidate {
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
	if len(groups) > 2 && inOrder {
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
	if d := dateSaid(a); d != "" {
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

// dateSaid is the day an article was published, for people, or that of its file where
// no more is known, which is said; empty if unknown.
func dateSaid(a news.Article) string { return a.SayDated(day(a)) }

func day(a news.Article) string {
	if a.Published.IsZero() {
		return ""
	}
	return a.Published.Format(dayLayout)
}

const dayLayout = "2 January 2006"
