package answer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"byline/internal/chunk"
	"byline/internal/lang"
	"byline/internal/news"
)

// Lister lists articles, the newest first, and their outlets, as index.Lister and
// index.Namer say.
type Lister interface {
	Articles(ctx context.Context, f news.Filter, p news.Page) (articles []news.Article, next string, err error)
	Sources(ctx context.Context) ([]string, error)
}

// A digest is made of at most maxListed articles; where no time is asked about, of
// those that are at most freshFor older than the newest, or of staleFor if these are
// too few.
const (
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

// latestOnTopic makes items of the newest articles that are about the topic of a
// question: of the last weeks of what there is, or of a longer time if there are
// too few in it; if there are too few in all of it, of those that speak of it.
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
	var mentioned *evidence // of the last weeks that speak of the topic at all
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
		items, about := a.itemsSpeaking(recent.evidence, sureTopic)
		if about >= fewArticles {
			return found(recent.evidence, sureTopic), nil
		}
		if mentioned == nil && len(items) >= fewArticles {
			mentioned = recent.evidence
		}
	}
	if mentioned != nil {
		return found(mentioned, sureTopic), nil
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
	items, _ := a.itemsSpeaking(e, least)
	return items
}

// itemsSpeaking makes the items of itemsOnTopic, and tells how many articles are about the topic.
func (a *Answerer) itemsSpeaking(e *evidence, least float64) (items []item, ofTopic int) {
	if all := 1.; len(e.question.terms) == 2 && least < all { // one of two is another topic: the mayor of Velmark, what else is in Velmark
		if items, ofTopic := a.itemsSpeaking(e, all); len(items) > 0 {
			return items, ofTopic
		}
	}
	var about []item
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
		return about, len(about)
	}
	return items, len(about)
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
