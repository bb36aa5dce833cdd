package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"regexp"
	"slices"
	"strings"
	"sync"

	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/news"
)

// An ID that an article brings is unique within its outlet, and no further: two
// outlets count from 1 alike, and so do two exports of one. The first article
// with an ID has it as it stands. One that is another article has it with a mark
// behind that is made of its outlet or, where that does not tell them apart, of
// the article, and is found again under that. So it is with an ID that is made of
// less than it takes to know an article by: of no headline, or of no date.

// global are IDs that nobody gives twice: addresses and names with a scheme, UUIDs.
var global = regexp.MustCompile(`^(?:[A-Za-z][A-Za-z0-9+.-]*:\S+|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})$`)

// candidates are the IDs that an article may have, the likeliest first.
func candidates(a *news.Article, vague bool) []string {
	if global.MatchString(a.ID) {
		return []string{a.ID}
	}
	out := []string{a.ID}
	if vague {
		return append(out, marked(a.ID, beginning(a.Body)))
	}
	if a.Source != "" {
		out = append(out, marked(a.ID, index.Fold(a.Source)))
	}
	return append(out, marked(a.ID, identify(a)))
}

func marked(id, key string) string {
	sum := sha256.Sum256([]byte(key))
	return id + "~" + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5]))
}

// isVague reports whether an article brings so little that others may have the same.
func isVague(a *news.Article) bool {
	return a.ID == "" && a.URL == "" && (a.Headline == "" || a.Published.IsZero())
}

// isVersion reports whether two articles that got the same vague ID are versions
// of one: they begin alike, or both are all of the same file.
func isVersion(a, b *news.Article) bool {
	return beginning(a.Body) == beginning(b.Body) || a.File != "" && a.File == b.File && a.FileDated() && b.FileDated()
}

// isSame reports whether two articles that bring the same ID are versions of one.
// What a person has set as the outlet of one tells nothing.
func isSame(a, b *news.Article, vague bool) bool {
	if vague {
		return isVersion(a, b)
	}
	number, _, _ := strings.Cut(a.ID, "~")
	switch {
	case a.URL != "" && b.URL != "" && canonical(a.URL) == canonical(b.URL):
		return true
	case a.Source != "" && b.Source != "" && !isNamed(a) && !isNamed(b) && index.Fold(a.Source) != index.Fold(b.Source):
		return false
	case strings.Trim(number, "0123456789") != "":
		return true
	}
	// A mere number may be that of a row. Who edits an article leaves its headline or its beginning.
	return index.Fold(a.Headline) == index.Fold(b.Headline) || beginning(a.Body) == beginning(b.Body)
}

// isNamed reports whether a person has set the outlet of an article.
func isNamed(a *news.Article) bool { return slices.Contains(a.Edited, news.FieldSource) }

// sameBeginning is how many bytes of two texts are compared.
const sameBeginning = 60

func beginning(s string) string { return s[:min(len(s), sameBeginning)] }

// identities finds out under which IDs articles of a batch are stored.
type identities struct {
	store  Store
	stored map[string][16]byte      // the hashes of what is stored
	taken  map[string]*news.Article // what is in the batch already
	vague  bool                     // whether the article that is settled has a vague ID
}

// settle gives an article the ID that is its own, and reports whether it was another.
func (i *identities) settle(ctx context.Context, a *news.Article) (changed bool, err error) {
	given := a.ID
	hash, contested := i.stored[given]
	if other := i.taken[given]; other != nil {
		contested = !isSame(other, a, i.vague)
	} else if contested && hash == encode.Hash(a) {
		contested = false
	}
	if !contested {
		i.taken[given] = a
		return false, nil
	}
	ids := candidates(a, i.vague)
	if len(ids) > 1 {
		hashes, err := i.store.Hashes(ctx, ids[1:])
		if err != nil {
			return false, err
		}
		for id, hash := range hashes {
			i.stored[id] = hash
		}
	}
	for n, id := range ids {
		mine, err := i.isMine(ctx, a, id)
		if err != nil {
			return false, err
		}
		if mine || n == len(ids)-1 {
			a.ID = id
			break
		}
	}
	i.taken[a.ID] = a
	return a.ID != given, nil
}

// isMine reports whether nothing is stored under an ID but versions of an article.
func (i *identities) isMine(ctx context.Context, a *news.Article, id string) (bool, error) {
	if other := i.taken[id]; other != nil {
		return isSame(other, a, i.vague), nil
	}
	if _, ok := i.stored[id]; !ok {
		return true, nil
	}
	stored, err := i.store.Article(ctx, id)
	switch {
	case news.KindOf(err) == news.KindNotFound: // it was deleted meanwhile
		return true, nil
	case err != nil:
		if _, err = news.SplitDamaged(err); err != nil {
			return false, err
		}
		return true, nil // and sending it again mends it
	}
	return isSame(&stored, a, i.vague), nil
}

// claims keep two loads that run at once from settling the same ID: who comes
// second sees what the first has stored. Its zero value is ready for use.
type claims struct {
	mu   sync.Mutex
	free *sync.Cond // told when IDs become free
	held map[string]bool
}

// take waits until nobody else holds one of the IDs, and holds them until the
// function that it returns is called.
func (c *claims) take(ids []string) (release func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		c.held, c.free = make(map[string]bool), sync.NewCond(&c.mu)
	}
	for slices.ContainsFunc(ids, func(id string) bool { return c.held[id] }) {
		c.free.Wait()
	}
	for _, id := range ids {
		c.held[id] = true
	}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, id := range ids {
			delete(c.held, id)
		}
		c.free.Broadcast()
	}
}

// sharedIDs are the IDs of articles of the batch that others may have as well: which they brought, or which are vague.
func (b *batch) sharedIDs() (ids []string) {
	for i := range b.items {
		if a := b.items[i].current(); a != nil && (b.items[i].given || b.items[i].vague) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// settle settles the IDs of a batch that other articles may have, in the order of the input.
func (g *Ingester) settle(ctx context.Context, b *batch) error {
	ids := b.sharedIDs()
	if len(ids) == 0 {
		return nil
	}
	hashes, err := g.store.Hashes(ctx, ids)
	if err != nil {
		return err
	}
	of := identities{store: g.store, stored: hashes, taken: map[string]*news.Article{}}
	if b.rehearsal != nil {
		of.taken = b.rehearsal.taken
	}
	for i := range b.items {
		it := &b.items[i]
		a := it.current()
		if a == nil || !it.given && !it.vague {
			continue
		}
		of.vague = it.vague
		changed, err := of.settle(ctx, a)
		if err != nil {
			return err
		}
		if changed && it.record != nil {
			it.rename()
		}
		if b.rehearsal != nil {
			b.rehearsal.take(a)
		}
	}
	return nil
}

// current is the article of an item that is not rejected.
func (it *item) current() *news.Article {
	if it.record != nil {
		return &it.record.Article
	}
	return it.article
}

// rename gives the parts of a record the ID that its article has now.
func (it *item) rename() {
	r := it.record
	r.Hash = encode.Hash(&r.Article)
	for i := range r.Passages {
		r.Passages[i].ArticleID = r.Article.ID
	}
}
