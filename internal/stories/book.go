package stories

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/lexical"
	"byline/internal/neardup"
	"byline/internal/news"
	"byline/internal/panics"
	"byline/internal/query"
	"byline/internal/verify"
)

// Library is where articles are read, with the notices on them that others are.
type Library interface {
	Set(ctx context.Context, q news.SetQuery) (news.Set, error)
	Versions(ctx context.Context, want []news.Version) ([]news.Article, error)
	Profiles(ctx context.Context, want []news.Version) ([]news.Profile, error)
}

// Of the newest articles so many are known, and so many are read at a time.
const (
	newest   = 100_000
	readPage = 256
)

// Book knows the copies and the stories of an index. It is safe for concurrent use.
type Book struct {
	library  Library
	model    *embed.Model // whose vectors are compared: of other models it is not known how like two articles of one story are
	shared   bool         // the index has them
	analyzer *lexical.Analyzer
	verifier *verify.Verifier // reads figures
	dates    query.Interval   // reads those of queries
	names    query.Names

	loading chan struct{} // holds one token: whoever has it reads the index
	loaded  bool          // of whoever has the token

	mu      sync.Mutex // guards what follows
	slots   map[string]int
	entries []entry // by slot; that of an empty one has no ID
	free    []int
	byTime  []int // slots, the earliest first
	table   neardup.Table
	outlets map[string]string // by the name in lower case, how articles write it
	naming  naming
	groups  *groups         // nil: they are to be made anew
	gone    map[string]bool // what was removed while the index is read; nil: it is not
}

// entry is what is known of an article.
type entry struct {
	facts

	id        string
	revision  int
	published int64  // as index.Seconds
	source    string // in lower case
	sign      news.Signature
	vector    news.Vector
	original  link  // whose text it has
	before    link  // which it goes on from in its story
	led       []int // slots whose links led here when they were made

	telling []uint32 // of its names, ascending
	named   link     // which it goes on from by those; both as of the last linkNamed
}

// link leads to an earlier article.
type link struct {
	slot     int // noSlot: there is none
	strength float64
}

const noSlot = -1

// New makes the book of an index; by is the identity of the embedder of its vectors. It
// reads nothing until Load is called or it is asked.
func New(library Library, model *embed.Model, by embed.Identity, names query.Names, dates query.Interval) *Book {
	analyzer := lexical.New()
	return &Book{library: library, model: model, shared: by == model.Identity(), analyzer: analyzer, verifier: verify.New(analyzer, nil), dates: dates, names: names, loading: make(chan struct{}, 1), slots: map[string]int{}, outlets: map[string]string{}, naming: newNaming()}
}

// Load reads the newest articles, unless that was done. Of several callers one reads,
// and the others wait for it. KindUnavailable: ctx ended before that was done.
func (b *Book) Load(ctx context.Context) error {
	return b.alone(ctx, func() error {
		if b.Loaded() {
			return nil
		}
		return b.read(ctx)
	})
}

// Refresh brings the book in step with an index that others write to as well.
func (b *Book) Refresh(ctx context.Context) error {
	return b.alone(ctx, func() error { return b.read(ctx) })
}

// alone reads while nobody else does. What was read before an error stays, and need
// not be read again.
func (b *Book) alone(ctx context.Context, read func() error) error {
	select {
	case b.loading <- struct{}{}:
		defer func() { <-b.loading }()
	case <-ctx.Done():
		return news.Errorf(news.KindUnavailable, "stories are still being made from the articles; ask again in a while: %w", ctx.Err())
	}
	if err := read(); err != nil {
		return fmt.Errorf("stories: reading articles: %w", err)
	}
	b.mu.Lock()
	b.loaded = true
	b.grouped() // before somebody waits for it
	b.mu.Unlock()
	return nil
}

// Loaded reports whether the articles that there are have been read.
func (b *Book) Loaded() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.loaded
}

// read reads what there is and is not known, and forgets what is known and not there.
func (b *Book) read(ctx context.Context) error {
	before := b.watch(map[string]bool{})
	defer b.watch(nil)
	set, err := b.library.Set(ctx, news.SetQuery{Page: news.Page{Limit: newest}})
	if err != nil {
		return err
	}
	stored := make(map[string]bool, len(set.Listed))
	var missing []news.Version
	for _, v := range set.Listed {
		stored[v.ArticleID] = true
		if !b.has(v) {
			missing = append(missing, v)
		}
	}
	group, reading := panics.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for part := range slices.Chunk(missing, readPage) {
		group.Go(func() error { return b.readPart(reading, part) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, id := range before {
		if !stored[id] {
			b.Remove(id)
		}
	}
	return nil
}

// watch has what is removed from now on remembered, or forgotten, and returns the
// articles that are known.
func (b *Book) watch(gone map[string]bool) (known []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.gone = gone
	for id := range b.slots {
		known = append(known, id)
	}
	return known
}

func (b *Book) has(v news.Version) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	slot, ok := b.slots[v.ArticleID]
	return ok && b.entries[slot].revision >= v.Revision
}

func (b *Book) readPart(ctx context.Context, part []news.Version) error {
	articles, err := b.library.Versions(ctx, part)
	if _, err = news.SplitDamaged(err); err != nil {
		return err
	}
	profiles, err := b.library.Profiles(ctx, part)
	if err != nil {
		return err
	}
	for i := range articles {
		if articles[i].ID != "" {
			b.Add(&articles[i], profiles[i].Signature, embed.Quantize(profiles[i].Vector))
		}
	}
	return ctx.Err()
}

// Add takes in a version of an article with the signature of its body and the vector
// that the index has of it, empty where it has none yet. An older one than is known
// changes nothing.
func (b *Book) Add(a *news.Article, sign news.Signature, vector news.Vector) {
	if !b.shared || len(vector.Codes) != b.model.Identity().Dim {
		made := make([]float32, b.model.Identity().Dim)
		b.model.EmbedParts(made, a.Headline, encode.Lead(a.Body))
		vector = embed.Quantize(made)
	}
	e := entry{
		facts: factsOf(a), id: a.ID, revision: a.Revision, published: index.Seconds(a.Published), source: index.Fold(a.Source),
		sign: sign, vector: vector, original: link{slot: noSlot}, before: link{slot: noSlot}, named: link{slot: noSlot},
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gone[a.ID] {
		return
	}
	if slot, ok := b.slots[a.ID]; ok {
		if b.entries[slot].revision >= a.Revision {
			return
		}
		b.remove(slot)
	}
	if written, ok := b.outlets[e.source]; !ok || a.Source < written { // in capitals, whichever comes first
		b.outlets[e.source] = a.Source
	}
	b.insert(e)
	if len(b.byTime) > newest {
		b.remove(b.byTime[0])
	}
}

// Remove forgets an article. It is no error if it is not known.
func (b *Book) Remove(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gone != nil {
		b.gone[id] = true
	}
	if slot, ok := b.slots[id]; ok {
		b.remove(slot)
	}
}

func (b *Book) insert(e entry) {
	slot := len(b.entries)
	if n := len(b.free); n > 0 {
		slot, b.free = b.free[n-1], b.free[:n-1]
		b.entries[slot] = e
	} else {
		b.entries = append(b.entries, e)
	}
	b.slots[e.id], b.groups = slot, nil
	at, _ := slices.BinarySearchFunc(b.byTime, slot, b.compare)
	b.byTime = slices.Insert(b.byTime, at, slot)
	b.linkCopies(slot)
	b.table.Put(slot, e.sign)
	b.linkEvents(slot, at)
	b.addNames(slot)
}

func (b *Book) remove(slot int) {
	e := &b.entries[slot]
	at, _ := slices.BinarySearchFunc(b.byTime, slot, b.compare)
	b.byTime = slices.Delete(b.byTime, at, at+1)
	b.table.Remove(slot)
	delete(b.slots, e.id)
	b.removeNames(slot)
	led := e.led
	*e = entry{}
	b.free, b.groups = append(b.free, slot), nil
	for _, other := range led {
		o := &b.entries[other]
		if o.original.slot == slot && o.id != "" {
			o.original = link{slot: noSlot}
			b.linkCopies(other)
		}
		if o.before.slot == slot && o.id != "" {
			o.before = link{slot: noSlot}
			at, _ := slices.BinarySearchFunc(b.byTime, other, b.compare)
			b.linkEvents(other, at)
		}
	}
}

// compare orders slots by time. What has no date is last: nothing is known to come
// after it.
func (b *Book) compare(slot, other int) int {
	x, y := &b.entries[slot], &b.entries[other]
	return index.Cursor{Published: x.published, ID: x.id}.CompareOldest(index.Cursor{Published: y.published, ID: y.id})
}

// linkCopies links an article with those that carry its text.
func (b *Book) linkCopies(slot int) {
	e := &b.entries[slot]
	seen := map[int]bool{slot: true}
	b.table.Near(e.sign, func(other int) {
		if seen[other] {
			return
		}
		seen[other] = true
		strength := copied(e, &b.entries[other])
		if strength == 0 {
			return
		}
		if later := b.compare(slot, other) > 0; later {
			b.prefer(slot, &e.original, other, strength)
		} else {
			b.prefer(other, &b.entries[other].original, slot, strength)
		}
	})
}

// linkEvents links an article, which is at a place in the order of time, with those
// of the days around it.
func (b *Book) linkEvents(slot, at int) {
	e := &b.entries[slot]
	if e.published == index.UnknownDate {
		return
	}
	for i := at - 1; i >= 0 && b.near(e, b.byTime[i]); i-- {
		if l := likeness(e, &b.entries[b.byTime[i]]); l >= sameEvent {
			b.prefer(slot, &e.before, b.byTime[i], l)
		}
	}
	for i := at + 1; i < len(b.byTime) && b.near(e, b.byTime[i]); i++ {
		o := &b.entries[b.byTime[i]]
		if l := likeness(e, o); l >= sameEvent {
			b.prefer(b.byTime[i], &o.before, slot, l)
		}
	}
}

func (b *Book) near(e *entry, other int) bool {
	published := b.entries[other].published
	return published != index.UnknownDate && abs(published-e.published) <= int64(within.Seconds())
}

// prefer has a link of an article lead to another if it is stronger so or, where it is
// as strong, if that is earlier.
func (b *Book) prefer(from int, l *link, to int, strength float64) {
	if l.slot == noSlot || strength > l.strength || strength == l.strength && b.compare(to, l.slot) < 0 {
		*l = link{to, strength}
		b.entries[to].led = append(b.entries[to].led, from)
	}
}
