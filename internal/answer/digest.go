package answer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"byline/internal/chunk"
	"byline/internal/embed"
	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// Lister lists articles, the newest first, and their outlets, as index.Lister and
// index.Namer say.
type Lister interface {
	Articles(ctx context.Context, f news.Filter, p news.Page) (articles []news.Article, next string, err error)
	Sources(ctx context.Context) ([]string, error)
}

// A digest has at most maxStories stories, each with a sentence of at most
// digestQuote words. It is made of at most maxListed articles; where no time is
// asked about, of those that are at most freshFor older than the newest, or of
// staleFor if these are too few.
const (
	maxStories  = 6
	maxItems    = 8 // of a timeline or a list
	digestQuote = 45
	maxListed   = 300
	listedPage  = 100
	fewArticles = 3
	aboutTopic  = 2 // sentences of a passage that speak of a topic: from here on it is about it
	freshFor    = 48 * time.Hour
	staleFor    = 7 * 24 * time.Hour
	minTopic    = .6  // share of a topic that a passage and its headline must speak of
	sureTopic   = .75 // the same where what speaks of more of it may be older
)

// latelyAges are the times before the newest article in which the latest on a
// topic is looked for, one after the other until there is enough.
var latelyAges = [...]time.Duration{30 * 24 * time.Hour, 120 * 24 * time.Hour, 480 * 24 * time.Hour}

// item is an article of a digest, with the sentence that stands for it.
type item struct {
	article  *news.Article
	quote    news.Span
	terms    []uint32 // of headline and beginning, ascending and distinct
	vector   []float32
	foreign  bool // in another language than questions are asked in
	relevant float64
}

// text is the words of the sentence that stands for an article.
func (x *item) text() string {
	text, _ := x.article.Cut(x.quote, 0) // one that is not there is not cited either
	return text
}

// takeItems adds to the sentence of an item those behind it that go through one by one
// what it only counts: "three plans … The first is".
func (x *item) takeItems() {
	for _, s := range chunk.Sentences(x.article.Body, lang.OfArticle(x.article.Language)) {
		if text, ok := x.article.Cut(s, 0); s.Start >= x.quote.End && !(ok && opensItem(text)) {
			return
		}
		x.quote.End = max(x.quote.End, s.End)
	}
}

// story is articles of a digest that tell the same, the one that speaks for it first.
type story struct {
	items  []item
	voices int // outlets, those that carry the text of another counted once
	beside int // articles of other stories on the same matter
}

func (s *story) first() *item { return &s.items[0] }

// digest answers a question for the news of a time, or of a topic, by a line
// for each story. It reports false, and has written nothing, where that is not
// what is asked for, or nothing is there to be listed.
func (a *Answerer) digest(ctx context.Context, e *evidence, req news.SearchRequest, w *writer) (bool, error) {
	form := e.question.read.Form
	if !form.IsDigest() || form == ask.List && e.question.asks != ask.Thing {
		return false, nil
	}
	if e.question.asksLatest(w.answer.Understood) {
		form = ask.Latest
	}
	var items []item
	var err error
	switch {
	case form == ask.Latest && e.question.hasTopic():
		items, err = a.latestOnTopic(ctx, e, req, w.answer.Understood)
	case form == ask.Timeline && e.question.hasTopic():
		items = a.itemsOnTopic(e, minTopic)
	case e.question.hasTopic():
		items = ofOnePeriod(a.itemsOnTopic(e, minTopic))
	default:
		items, err = a.itemsOfTime(ctx, req, w)
	}
	if err != nil || len(items) == 0 {
		return false, err
	}
	items = onlyNews(items)
	if err := a.embedItems(ctx, items); err != nil {
		return false, err
	}
	stories := order(group(items, form, e.question.hasTopic()), form, e.question.hasTopic())
	if u := w.answer.Understood; form == ask.Latest && len(u.Dates) == 0 && isStale(stories[0].first().article.Published, u.AsOf, latestFor) {
		w.warn("The newest that was found on this is of " + day(*stories[0].first().article) + ", so there may be news since.")
	}
	w.answer.Status, w.answer.Mode = news.StatusAnswered, news.AnswerExtractive
	if len(w.answer.Warnings) > 0 {
		w.answer.Status = news.StatusPartial
	}
	w.answer.Confidence = 1
	dated := form == ask.Timeline || form == ask.Latest
	if form == ask.List && len(stories) == 1 {
		stories[0].first().takeItems()
	}
	for i, s := range stories {
		if err := w.write(s.line(dated, i+1 < len(stories))...); err != nil {
			return true, err
		}
	}
	return true, nil
}

// asksLatest reports whether the latest on a topic is asked for: also by what
// happened lately in Ravnholm.
func (q *question) asksLatest(u news.Understood) bool {
	return (q.read.Form == ask.Latest || q.read.Form == ask.Happened && u.Recent) && q.hasTopic()
}

// readsLate reports whether it is only known after the search which sentences
// are worth reading, if any: of the latest on a topic, and of the news of no topic.
func (q *question) readsLate(u news.Understood) bool {
	return q.read.Form.IsDigest() && len(u.Dates) == 0 && (q.asksLatest(u) || !q.hasTopic())
}

// hasTopic reports whether a question for a digest is about something, and not
// only about a time.
func (q *question) hasTopic() bool {
	return slices.ContainsFunc(q.terms, func(t term) bool {
		word := strings.ToLower(t.text)
		in := language()
		return !in.Questions.Coverage[word] && !in.Time.Recency[word] && !in.Answers.DigestWords[word]
	})
}

// itemsOfTime lists the articles of the time that was asked about, or the
// newest ones. Where nothing is from that time, the newest before it are
// listed, with a warning.
func (a *Answerer) itemsOfTime(ctx context.Context, req news.SearchRequest, w *writer) ([]item, error) {
	if a.config.Articles == nil {
		return nil, nil
	}
	u := w.answer.Understood
	f := req.Filter
	horizon := time.Time{}
	if !req.AsOf.IsZero() {
		horizon = req.AsOf.Add(time.Nanosecond)
	}
	f.Before = earliest(f.Before, horizon)
	said := f
	for i, d := range u.Dates {
		if i == 0 || d.After.Before(said.After) {
			said.After = d.After
		}
		if i == 0 || d.Before.After(said.Before) {
			said.Before = earliest(d.Before, f.Before)
		}
	}
	articles, err := a.list(ctx, said)
	if err != nil || len(articles) > 0 && len(u.Dates) > 0 {
		return a.itemsOf(articles), err
	}
	if len(u.Dates) > 0 {
		f.Before = earliest(said.After, f.Before)
		if articles, err = a.list(ctx, f); err != nil || len(articles) == 0 {
			return nil, err
		}
	}
	articles = newest(articles)
	if len(u.Dates) > 0 && len(articles) > 0 {
		w.warn(fmt.Sprintf("No article is from the time of “%s”; the newest before it are of %s.", u.Dates[0].Text, day(articles[0])))
	}
	return a.itemsOf(articles), nil
}

func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// list lists the articles that a filter lets through, the newest first. Damaged
// ones are left out.
func (a *Answerer) list(ctx context.Context, f news.Filter) ([]news.Article, error) {
	var all []news.Article
	for cursor := ""; len(all) < maxListed; {
		articles, next, err := a.config.Articles.Articles(ctx, f, news.Page{Limit: listedPage, Cursor: cursor})
		var damaged *news.DamagedError
		if err != nil && !errors.As(err, &damaged) {
			return nil, fmt.Errorf("answer: digest: %w", err)
		}
		all = append(all, articles...)
		if cursor = next; cursor == "" {
			break
		}
	}
	return all, nil
}

// newest are the articles at the beginning of a list that are of the same days.
func newest(articles []news.Article) []news.Article {
	within := func(d time.Duration) []news.Article {
		n := slices.IndexFunc(articles, func(x news.Article) bool { return articles[0].Published.Sub(x.Published) > d })
		if n < 0 {
			return articles
		}
		return articles[:n]
	}
	if len(articles) == 0 {
		return nil
	}
	if fresh := within(freshFor); len(fresh) >= fewArticles {
		return fresh
	}
	return within(staleFor)
}

// itemsOf makes items of articles, each with the first sentence that can be quoted.
func (a *Answerer) itemsOf(articles []news.Article) []item {
	var items []item
	for i := range articles {
		x := &articles[i]
		if isRoundUp(x) {
			continue
		}
		if span, ok := a.lead(x); ok {
			items = append(items, item{article: x, quote: span})
		}
	}
	return items
}

// onlyNews are the items that tell news, or all where none does.
func onlyNews(items []item) []item {
	var told []item
	for _, x := range items {
		if !tellsNoNews(x.article) {
			told = append(told, x)
		}
	}
	if len(told) == 0 {
		return items
	}
	return told
}

// termsOf are the terms of a text, ascending and distinct.
func (a *Answerer) termsOf(text string) []uint32 {
	var terms []uint32
	for _, t := range a.analyzer.Tokens(nil, text) {
		terms = append(terms, t.Term)
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// isForeign reports whether an article is in another language than questions.
func isForeign(a *news.Article) bool {
	return a.Language != "" && a.Language != language().Code
}

// latestOnTopic makes items of the newest articles that speak of the topic of a
// question: of the last weeks of what there is, or of a longer time if there are
// too few in it.
func (a *Answerer) latestOnTopic(ctx context.Context, e *evidence, req news.SearchRequest, u news.Understood) ([]item, error) {
	found := func(e *evidence, least float64) []item {
		a.readPostponed(ctx, e)
		return a.itemsOnTopic(e, least)
	}
	if len(u.Dates) > 0 || u.AsOf.IsZero() {
		return found(e, minTopic), nil
	}
	last, err := a.lastPublished(ctx, req, u.AsOf)
	if err != nil || last.IsZero() {
		return found(e, minTopic), err
	}
	req.Query = u.Query
	asked := req.Filter.After
	for _, age := range latelyAges {
		since := last.Add(-age)
		if since.Before(asked) {
			break // all that may be seen is younger
		}
		req.Filter.After = since
		recent, err := a.findOnce(ctx, req, aside{})
		if err != nil {
			return nil, err
		}
		if len(a.itemsOnTopic(recent.evidence, sureTopic)) >= fewArticles {
			return found(recent.evidence, sureTopic), nil
		}
	}
	return ofOnePeriod(found(e, minTopic)), nil
}

// lastPublished is when the newest article was published that a search may see.
func (a *Answerer) lastPublished(ctx context.Context, req news.SearchRequest, asOf time.Time) (time.Time, error) {
	if a.config.Articles == nil {
		return asOf, nil
	}
	f := req.Filter
	f.Before = earliest(f.Before, asOf.Add(time.Nanosecond))
	newest, _, err := a.config.Articles.Articles(ctx, f, news.Page{Limit: 1})
	var damaged *news.DamagedError
	if err != nil && !errors.As(err, &damaged) {
		return time.Time{}, fmt.Errorf("answer: digest: %w", err)
	}
	if len(newest) == 0 {
		return time.Time{}, nil
	}
	return newest[0].Published, nil
}

// ofOnePeriod drops the items that are much older than the newest.
func ofOnePeriod(items []item) []item {
	if len(items) == 0 {
		return nil
	}
	last := slices.MaxFunc(items, func(x, y item) int { return x.article.Published.Compare(y.article.Published) }).article.Published
	return slices.DeleteFunc(items, func(x item) bool { return last.Sub(x.article.Published) > samePeriod })
}

// itemsOnTopic makes items of the articles found that are about the topic of a
// question, at least of such a share of it, each with the sentence at its beginning
// or that says most of it. Those that only mention the topic are left out, unless
// too few others are there.
func (a *Answerer) itemsOnTopic(e *evidence, least float64) []item {
	if all := 1.; len(e.question.terms) == 2 && least < all { // one of two is another topic: the mayor of Velmark, what else is in Velmark
		if items := a.itemsOnTopic(e, all); len(items) > 0 {
			return items
		}
	}
	var items, about []item
	for _, c := range e.quotable(e.ranked) {
		hit := e.hit(c)
		p := e.passages[e.sentences[c.from].passage]
		known := slices.ContainsFunc(items, func(x item) bool { return x.article.ID == hit.Article.ID })
		if known || c.words > digestQuote || c.words < shortQuote || e.question.rareShare(p.own|p.context) < least {
			continue
		}
		items = append(items, item{article: &hit.Article, quote: e.span(c), relevant: c.score})
		inHeadline := e.question.rareShare(p.context) >= least
		if inHeadline {
			if lead, ok := a.lead(&hit.Article); ok {
				items[len(items)-1].quote = lead // it tells what is new
			}
		}
		if inHeadline || e.repeatsTopic(e.sentences[c.from].passage, least) {
			about = append(about, items[len(items)-1])
		}
	}
	if len(about) >= fewArticles {
		return about
	}
	return items
}

// repeatsTopic reports whether several sentences of a passage speak of the topic
// of a question.
func (e *evidence) repeatsTopic(passage int, least float64) bool {
	n := 0
	for i := e.passages[passage].first; i < len(e.sentences) && e.sentences[i].passage == passage; i++ {
		if e.question.rareShare(e.sentences[i].own) >= least {
			n++
		}
	}
	return n >= aboutTopic
}

// embedItems gives items the terms and, if there is an embedder, the vectors by
// which they are grouped.
func (a *Answerer) embedItems(ctx context.Context, items []item) error {
	texts := make([]string, len(items))
	for i := range items {
		x := items[i].article
		texts[i] = x.Headline + ". " + items[i].text()
		items[i].foreign = isForeign(x)
		items[i].terms = a.termsOf(texts[i])
	}
	if a.config.Embedder == nil {
		return nil
	}
	vectors, err := a.config.Embedder.EmbedTexts(ctx, texts, embed.Passage)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil || len(vectors) != len(items) {
		return nil //nolint:nilerr // terms alone group well enough
	}
	for i, v := range vectors {
		items[i].vector = v
	}
	return nil
}

// Two articles tell of the same story if their headlines and first sentences
// share so many of their terms, of the shorter one's, or are so near in meaning.
const (
	sameTerms = .5
	sameStory = .75
	sameText  = .9 // share of all terms from which on one carries the text of the other
)

// nearMatter is the cosine from which on two stories belong to one matter: the
// speech of who lost and the plans of who won.
const nearMatter = .5

func (x *item) sameMatter(y *item) bool { return dot(x.vector, y.vector) >= nearMatter }

func (x *item) sameStory(y *item) bool {
	few := float64(max(1, min(len(x.terms), len(y.terms))))
	return float64(shared(x.terms, y.terms)) >= sameTerms*few || dot(x.vector, y.vector) >= sameStory
}

// isUpdate reports whether of two articles of one story one tells what has become of it
// since: more than freshFor apart, or on another day with other figures or, in a
// timeline, in other words.
func (x *item) isUpdate(y *item, inTime bool) bool {
	a, b := x.article.Published, y.article.Published
	if a.Sub(b).Abs() > freshFor {
		return true
	}
	if a.Format(time.DateOnly) == b.Format(time.DateOnly) {
		return false
	}
	if same := shared(x.terms, y.terms); inTime && float64(same) < sameText*float64(len(x.terms)+len(y.terms)-same) {
		return true
	}
	one, other := x.figures(), y.figures()
	return len(one) > 0 && len(other) > 0 && !slices.Equal(one, other)
}

// figures are the numbers of the sentence that stands for an article, in digits or in
// words, ascending and distinct.
func (x *item) figures() (found []string) {
	text := x.text()
	in := lang.OfArticle(x.article.Language)
	for _, s := range words(text) {
		if w := strings.ToLower(text[s.Start:s.End]); isNumber(in, w) && !isYear(w) {
			found = append(found, w)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// group puts articles into stories, in their order. Those on a topic are all of
// one story; what they tell is the same unless one is an update.
func group(items []item, form ask.Form, topical bool) []story {
	var stories []story
	for _, x := range items {
		i := slices.IndexFunc(stories, func(s story) bool {
			return slices.ContainsFunc(s.items, func(y item) bool {
				return x.sameStory(&y) && (!topical || !x.isUpdate(&y, form == ask.Timeline))
			})
		})
		if i < 0 {
			stories = append(stories, story{items: []item{x}})
		} else {
			stories[i].items = append(stories[i].items, x)
		}
	}
	for i := range stories {
		stories[i].speakNewest()
		stories[i].voices = voices(stories[i].items)
		for j := range stories {
			if j != i && stories[i].first().sameMatter(stories[j].first()) {
				stories[i].beside += len(stories[j].items)
			}
		}
	}
	return stories
}

// speakNewest lets an article of the last day on which a story was told speak for it,
// since what was told before may be true no more.
func (s *story) speakNewest() {
	day := func(x item) string { return x.article.Published.Format(time.DateOnly) }
	last := s.items[0]
	for _, x := range s.items {
		if day(x) > day(last) {
			last = x
		}
	}
	at := slices.IndexFunc(s.items, func(x item) bool { return x.article == last.article })
	s.items = slices.Insert(slices.Delete(s.items, at, at+1), 0, last)
}

// voices counts the outlets of articles. One that carries the text of another
// has no voice of its own.
func voices(items []item) int {
	n := 0
	for i, x := range items {
		heard := slices.ContainsFunc(items[:i], func(y item) bool {
			same := shared(x.terms, y.terms)
			return outlet(*x.article) == outlet(*y.article) || float64(same) >= sameText*float64(len(x.terms)+len(y.terms)-same)
		})
		if !heard {
			n++
		}
	}
	return n
}

// order puts stories into the order of a form, and drops those that are too many.
func order(stories []story, form ask.Form, topical bool) []story {
	when := func(s story) time.Time { return s.first().article.Published }
	most := maxStories
	switch {
	case form == ask.Timeline:
		most = maxItems
	case form == ask.List:
		most = maxItems
	case form == ask.Latest && topical:
		slices.SortStableFunc(stories, func(x, y story) int { return when(y).Compare(when(x)) })
	case form == ask.Summary && topical:
	default:
		slices.SortStableFunc(stories, func(x, y story) int {
			return cmp.Or(cmp.Compare(btoi(x.first().foreign), btoi(y.first().foreign)), cmp.Compare(y.voices, x.voices), cmp.Compare(len(y.items), len(x.items)), cmp.Compare(y.beside, x.beside), when(y).Compare(when(x)))
		})
	}
	stories = stories[:min(len(stories), most)]
	switch form {
	case ask.Timeline:
		slices.SortStableFunc(stories, func(x, y story) int { return when(x).Compare(when(y)) })
	case ask.Latest:
		slices.SortStableFunc(stories, func(x, y story) int { return when(y).Compare(when(x)) })
	}
	return stories
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// line is the line of a story: the sentence that stands for it, who reports it
// and how many others do.
func (s *story) line(dated, more bool) []piece {
	x := s.first()
	text := oneLine(x.text())
	by, when := outlet(*x.article), dateSaid(*x.article)
	if dated && when != "" {
		text = when + ": " + text
		when = ""
	}
	credit := []string{by, when}
	if n := s.voices - 1; n > 0 {
		credit = append(credit, "also "+count(n, "other outlet"))
	}
	if credit = slices.DeleteFunc(credit, func(part string) bool { return part == "" }); len(credit) > 0 {
		text += " (" + strings.Join(credit, ", ") + ")"
	}
	pieces := []piece{{text: text, quotes: []quote{{x.article, x.quote}}}}
	if more {
		pieces = append(pieces, piece{text: "\n\n"})
	}
	return pieces
}
