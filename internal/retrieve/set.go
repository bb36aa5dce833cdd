package retrieve

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"slices"

	"byline/internal/embed"
	"byline/internal/lexical"
	"byline/internal/news"
)

// A search has a result set: the articles that a query asks for, whatever part of
// them is listed. Of a query with operators these say which; of a plain one it is
// the articles that are relevant to it (index.Suffices) or, of a longer one, that fit
// nearly as well as the best. Total, facets and every order of a list speak of that set.

// found is a part of a list of what was found.
type found struct {
	news.SearchResult

	// near is what is nearest to the query, be it in the set or not: how others write
	// a word that nothing found has is looked for there.
	near      []news.Hit
	strange   []strangeWord // words of the query that may be written otherwise; none if that is not wanted
	onlyTimes bool          // the query names times and nothing else
}

// none reports whether nothing at all was found, whatever part of it is listed.
func (f *found) none() bool { return f.Total == 0 && len(f.Hits) == 0 }

// relevance is what makes an article part of what a plain query finds. It goes by the
// order in which the index and the texts put articles, before that is changed.
func (r *Retriever) relevance(f *searchState) *news.Condition {
	tokens := topical(&f.plan)
	if len(tokens) == 0 {
		tokens = f.plan.tokens
	}
	var rel news.Relevance
	byMeaning := r.hasMeaning(f, tokens)
	if byMeaning {
		rel.Vector = f.vector
	}
	for _, t := range tokens {
		// A name of several words is looked for as one.
		if !t.InCompound && !slices.Contains(rel.Terms, t.Term) {
			rel.Terms = append(rel.Terms, t.Term)
		}
	}
	if len(rel.Terms) >= longQuery {
		rel.Best = fitting(f.ranked, byMeaning)
	}
	return &news.Condition{Key: keyOf(&rel), Bound: news.Bound{Kind: news.BoundRelevance, Relevance: &rel}}
}

// hasMeaning reports whether the embedder makes something of at least half of the words
// of a query: of letters that are no words it makes a vector, too, which is near to
// anything, and of another language it may know the numbers only.
func (r *Retriever) hasMeaning(f *searchState, tokens []lexical.Token) bool {
	known := 0
	for _, t := range tokens {
		if embed.Known(lexical.Fold(f.plan.text[t.Start:t.End])) {
			known++
		}
	}
	return f.vector != nil && (r.encoder.Deferred() || known > 0 && 2*known >= len(tokens))
}

// Few articles have most words of a long query, and cosines of its meaning are low. So
// what fits nearly as well as the best belongs to what it finds, if anything is about
// the same at all: docs/query.md has the figures.
const (
	longQuery  = 4  // terms, each once
	nearlyBest = .4 // of the score of the best
	likeIt     = .3 // cosine
	nearWords  = .4 // share of the words, close to each other
)

// fitting returns the articles of a ranking that fit a query nearly as well as the first;
// byMeaning tells that meaning was gone by.
func fitting(ranked []*ranking, byMeaning bool) (ids []string) {
	if byMeaning && !slices.ContainsFunc(ranked, (*ranking).isAbout) {
		return nil
	}
	for _, c := range ranked {
		if c.score <= 0 || c.score < nearlyBest*ranked[0].score {
			break
		}
		hasWords := max(c.raw.articleKeyword, c.raw.passageKeyword) > 0
		if !c.gone && (byMeaning || hasWords) && !slices.Contains(ids, c.ArticleID) {
			ids = append(ids, c.ArticleID)
		}
	}
	return ids
}

// isAbout reports whether a passage is about what a query says.
func (c *ranking) isAbout() bool {
	near := c.values.of(window)
	if c.best != nil {
		near = max(near, c.best.of(window))
	}
	return near >= nearWords || max(c.raw.articleSemantic, c.raw.passageSemantic) >= likeIt
}

// keyOf is the same for what is the same.
func keyOf(rel *news.Relevance) string {
	key := fmt.Appendf(nil, "relevant %v %q ", rel.Terms, rel.Best)
	for _, x := range rel.Vector {
		key = binary.LittleEndian.AppendUint32(key, math.Float32bits(x))
	}
	return string(key)
}

// setQuery asks for the result set of a search. That of a query that names a time and
// nothing else is all of that time.
func (r *Retriever) setQuery(req news.SearchRequest, f *searchState) news.SetQuery {
	p := &f.plan
	q := news.SetQuery{Filter: p.understood.Filter, AsOf: p.horizon, Where: r.where, Facets: req.Facets, Counted: r.counted()}
	if q.Where == nil && !p.onlyTimes() {
		q.Where = f.relevant
	}
	return q
}

// listed is the part of the result set of a search that is asked for.
func (r *Retriever) listed(ctx context.Context, req news.SearchRequest, f searchState) (out found, err error) {
	q := r.setQuery(req, &f)
	if req.Sort == news.SortNewest || req.Sort == news.SortOldest {
		out, err = r.listedByDate(ctx, req, &f, q)
	} else {
		out, err = r.listedByRelevance(ctx, req, f, q)
	}
	if err != nil {
		return out, err
	}
	err = r.writeFacets(ctx, out.Facets)
	return out, err
}

// listedByDate lists the set by date of publication.
func (r *Retriever) listedByDate(ctx context.Context, req news.SearchRequest, f *searchState, q news.SetQuery) (out found, err error) {
	q.Oldest, q.Page = req.Sort == news.SortOldest, news.Page{Limit: f.plan.limit, Cursor: req.Cursor}
	set, err := r.library.Set(ctx, q)
	if err != nil {
		return out, err
	}
	out.Total, out.Next, out.Facets = set.Total, set.Next, set.Facets
	out.Hits, err = r.readListed(ctx, set.Listed, f)
	return out, err
}

// rankedDepth is how many articles of a set are listed by the ranking. The index
// tells of few more what there is to rank them by; the others follow by date.
const rankedDepth = 200

// listedByRelevance lists what the ranking has of the set, and then the others.
// Whatever was listed before, as its cursor says, is left out: so nothing is listed
// twice, and nothing left out, whatever arrives meanwhile.
func (r *Retriever) listedByRelevance(ctx context.Context, req news.SearchRequest, f searchState, q news.SetQuery) (out found, err error) {
	at, err := parsePlace(req.Cursor)
	if err != nil {
		return out, err
	}
	q.Among = articlesRanked(f.ranked)
	set, err := r.library.Set(ctx, q)
	if err != nil {
		return out, err
	}
	out.Total, out.Facets = set.Total, set.Facets
	f.ranked = firstArticles(slices.DeleteFunc(slices.Clone(f.ranked), func(c *ranking) bool { return !set.Among[c.ArticleID] }), rankedDepth)
	f.ranked = slices.DeleteFunc(f.ranked, func(c *ranking) bool { return at.shown[hashOf(c.ArticleID)] })
	if out.Hits, err = r.hits(ctx, f); err != nil {
		return out, err
	}
	for i := range out.Hits {
		at.show(&out.Hits[i])
	}
	if f.plan.group != news.GroupArticle {
		return out, nil
	}
	left := slices.ContainsFunc(f.ranked, func(c *ranking) bool { return !c.gone && !at.shown[hashOf(c.ArticleID)] })
	if left && len(out.Hits) == f.plan.limit {
		out.Next = at.String()
		return out, nil
	}
	err = r.addOthers(ctx, &out, at, &f, q)
	return out, err
}

// addOthers fills a list with articles of a set that were not listed, the newest first.
func (r *Retriever) addOthers(ctx context.Context, out *found, at *listPlace, f *searchState, q news.SetQuery) error {
	q.Among, q.Facets = nil, nil
	more := len(at.shown) < out.Total
	for more && len(out.Hits) < f.plan.limit {
		q.Page = news.Page{Limit: f.plan.limit - len(out.Hits), Cursor: at.others}
		set, err := r.library.Set(ctx, q)
		if err != nil {
			return err
		}
		others := slices.DeleteFunc(set.Listed, func(v news.Version) bool { return at.shown[hashOf(v.ArticleID)] })
		hits, err := r.readListed(ctx, others, f)
		if err != nil {
			return err
		}
		out.Hits = append(out.Hits, hits...)
		at.others, more = set.Next, set.Next != ""
	}
	if more {
		out.Next = at.String()
	}
	return nil
}

// firstArticles returns the beginning of a ranking that is of so many articles.
func firstArticles(ranked []*ranking, articles int) []*ranking {
	seen := make(map[string]bool, articles)
	for i, c := range ranked {
		if seen[c.ArticleID] = true; len(seen) > articles {
			return ranked[:i]
		}
	}
	return ranked
}

func articlesRanked(ranked []*ranking) []string {
	ids := make([]string, len(ranked))
	for i, c := range ranked {
		ids[i] = c.ArticleID
	}
	return ids
}

// hashOf is what a cursor knows an article by: 48 bits, so that of a million articles
// one in as many lists is taken for one that was shown.
func hashOf(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	return h.Sum64() & (1<<(8*hashBytes) - 1)
}
