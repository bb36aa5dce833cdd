package embedded

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/jellydator/ttlcache/v3"

	"byline/internal/news"
)

// cachedText is how many bytes of articles are kept in memory once they were read: what
// people ask for is much the same, and reading an article takes a search as long as
// looking at ten thousand vectors.
const cachedText = 64 << 20

// articleCache are versions that were read last. Nobody may change what is in them.
type articleCache struct {
	mu    sync.Mutex
	byID  *ttlcache.Cache[string, news.Article] // guarded by mu
	drops int                                   // how often some were dropped; guarded by mu
}

func newArticleCache() *articleCache {
	return &articleCache{byID: ttlcache.New(ttlcache.WithMaxCost(cachedText, func(of ttlcache.CostItem[string, news.Article]) uint64 {
		const rest = 1 << 10 // of an article, with its place in the cache
		return uint64(len(of.Value.Body)) + rest
	}))}
}

// get returns those of some versions that are there; others are empty. It returns
// where those are, and what put wants to know.
func (c *articleCache) get(want []news.Version) (articles []news.Article, missing []int, drops int) {
	articles = make([]news.Article, len(want))
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, v := range want {
		if known := c.byID.Get(v.ArticleID); known != nil && known.Value().Revision == v.Revision {
			articles[i] = known.Value()
		} else {
			missing = append(missing, i)
		}
	}
	return articles, missing, c.drops
}

// put keeps articles that were read since get told how often some were dropped:
// unless that was done again, since it may be them.
func (c *articleCache) put(read []news.Article, drops int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops != drops {
		return
	}
	for _, a := range read {
		if a.ID == "" { // it is gone
			continue
		}
		for _, list := range []*[]string{&a.Authors, &a.Subjects, &a.Attribution, &a.Edited} {
			*list = slices.Clip(*list) // so that who appends to it does not write here
		}
		a.Notices = slices.Clip(a.Notices)
		c.byID.Set(strings.Clone(a.ID), a, ttlcache.NoTTL)
	}
}

// drop forgets an article of which something was written.
func (c *articleCache) drop(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drops++
	c.byID.Delete(id)
}

// Versions returns the given versions of articles in the order asked for. One
// that was deleted since it was found is left empty. So is one that is damaged:
// a news.DamagedError then comes beside the others.
func (x *Index) Versions(ctx context.Context, want []news.Version) ([]news.Article, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	if x.lock == nil { // another process may be writing
		articles, err := x.read(ctx, want)
		return articles, wrap("versions", err)
	}
	articles, missing, drops := x.cache.get(want)
	if len(missing) == 0 {
		return articles, nil
	}
	rest := make([]news.Version, len(missing))
	for i, at := range missing {
		rest[i] = want[at]
	}
	read, err := x.read(ctx, rest)
	for i := range read {
		articles[missing[i]] = read[i]
	}
	x.cache.put(read, drops)
	return articles, wrap("versions", err)
}

// read is Versions of what is on disk.
func (x *Index) read(ctx context.Context, want []news.Version) ([]news.Article, error) {
	articles, err := x.db.Versions(ctx, want)
	if err == nil {
		var gone []news.Version
		for i := range articles {
			if articles[i].ID == "" {
				gone = append(gone, want[i])
			}
		}
		err = x.lost(ctx, gone)
	}
	return articles, err
}
