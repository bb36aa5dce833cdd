package feeds

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"byline/internal/fetch"
	"byline/internal/format/field"
	"byline/internal/news"
)

// poll is one poll of a source.
type poll struct {
	*Poller
	source news.Feed
	memory Memory
	zone   *time.Location // of times that name none
	now    time.Time
	first  bool // nothing is known of the source
	moved  string
	silent map[string]int // pages that could not be had, by host
	before []string       // keys of what was listed last time

	taken     []taken   // what was given to be taken in, in that order
	pages     int       // that were fetched
	unread    int       // of them, those that could not be had
	waits     bool      // something is left for the next poll
	notBefore time.Time // when a server wants to be asked again
	notices   []string
}

// taken is an entry on its way into the index.
type taken struct {
	key   string
	seen  Seen
	at    time.Time // when it was published
	isNew bool
	err   error // why it was rejected
}

// run asks the source, and takes in what is new. On an error nothing of the
// document counts as read. Pages are fetched as long as within lasts; what is
// left then is for the next poll.
func (p *poll) run(ctx, within context.Context) (err error) {
	if p.zone, err = p.source.Location(); err != nil {
		return err
	}
	request := fetch.Request{URL: p.source.URL, ETag: p.memory.ETag, LastModified: p.memory.LastModified}
	if whole := p.now.Sub(p.memory.Whole) >= askWhole; whole {
		request.ETag, request.LastModified = "", ""
	}
	page, err := p.fetcher.Get(within, request)
	if err != nil {
		return err
	}
	if page.Unchanged && request.ETag == "" && request.LastModified == "" {
		return news.Errorf(news.KindUnavailable, "%s: the server answers that nothing has changed (304), although it was asked for the whole", news.ShownURL(p.source.URL))
	}
	if page.Unchanged {
		p.moved = page.Moved
		p.subscribe(within, "", "")
		return nil
	}
	if request.ETag == "" && request.LastModified == "" {
		p.memory.Whole = p.now
	}
	p.memory.MaxAge = maxAge(page.Header)
	sum := digest(string(page.Body))
	if sum == p.memory.Body {
		p.moved = page.Moved
		p.subscribe(within, "", "")
		return nil
	}
	body, err := unpacked(page)
	if err != nil {
		return err
	}
	page.Body = body
	l, err := read(page, p.source.Links, p.zone)
	if err != nil {
		return fmt.Errorf("%s: %w", news.ShownURL(p.source.URL), err)
	}
	p.note(l.notice)
	p.open(within, &l)
	if err := p.takeIn(ctx, within, l); err != nil {
		return err
	}
	if p.source.Links == "" && len(l.nested) == 0 { // which list other articles each time
		p.removed(within)
	}
	p.learn(page, l, sum)
	if hub, self := announced(page.Header); hub != "" { // which counts before what the document says
		l.hub, l.self = hub, self
	}
	p.follow(within, l.moved)
	p.subscribe(within, l.hub, l.self)
	return nil
}

// follow has a feed that says that it is elsewhere from now on asked there, once
// it can be read there.
func (p *poll) follow(ctx context.Context, to string) {
	if to == "" || to == p.source.URL {
		return
	}
	page, err := p.fetcher.Get(ctx, fetch.Request{URL: to})
	if err == nil {
		_, err = readWhole(page, p.source.Links)
	}
	if err != nil {
		p.note("it says that it has moved, but cannot be read there: " + field.Abbreviate(err.Error(), 160))
		return
	}
	p.moved = to
	p.memory.doubt()
}

// learn remembers what the next poll goes by.
func (p *poll) learn(page fetch.Page, l list, sum string) {
	p.memory.ETag, p.memory.LastModified, p.memory.Body = page.Header.Get("Etag"), page.Header.Get("Last-Modified"), sum
	if p.waits {
		p.memory.doubt()
	}
	p.memory.Schedule = l.schedule
	p.memory.forget()
	p.source.Title = l.title
	p.moved = page.Moved
}

func (p *poll) note(text string) {
	if text != "" && !slices.Contains(p.notices, text) {
		p.notices = append(p.notices, text)
	}
}

// open reads the sitemaps that an index refers to, those that have changed.
func (p *poll) open(ctx context.Context, l *list) {
	const most = 20 // sitemaps in one poll
	slices.SortStableFunc(l.nested, func(a, b sitemap) int { return strings.Compare(b.modified, a.modified) })
	children, met := map[string]string{}, map[string]bool{p.source.URL: true}
	opened := 0
	for i := 0; i < len(l.nested); i++ { // it grows: an index may be of indexes
		child := l.nested[i]
		if met[child.url] {
			continue
		}
		met[child.url] = true
		before, known := p.memory.Children[child.url]
		if known {
			children[child.url] = before
		}
		if known && before == child.modified && child.modified != "" || !sameSite(child.url, p.source.URL) {
			continue
		}
		opened++
		if opened > most {
			continue
		}
		inner, err := p.sitemap(ctx, child)
		if err != nil {
			p.note(err.Error())
			p.waits = p.waits || news.KindOf(err) == news.KindUnavailable
			continue
		}
		children[child.url] = child.modified
		l.entries, l.nested = append(l.entries, inner.entries...), append(l.nested, inner.nested...)
		l.noText = true
	}
	p.memory.Children = children
}

func (p *poll) sitemap(ctx context.Context, child sitemap) (list, error) {
	page, err := p.fetcher.Get(ctx, fetch.Request{URL: child.url})
	if err != nil {
		return list{}, err
	}
	if page.Body, err = unpacked(page); err != nil {
		return list{}, err
	}
	return read(page, "", p.zone)
}

// takeIn gives what is new or has changed to the ingester, and remembers it once it is stored.
func (p *poll) takeIn(ctx, within context.Context, l list) error {
	listed, fresh := p.sort(l)
	p.memory.Listed = listed
	if len(fresh) == 0 {
		return nil
	}
	sum, err := p.ingester.IngestArticles(ctx, p.articles(within, l, fresh), news.Load{Workers: 1, OnResult: func(r news.LoadResult) {
		if i := r.Line - 1; r.Status == news.PutRejected && i >= 0 && i < len(p.taken) {
			p.taken[i].err = r.Err
		}
	}})
	if err != nil {
		return fmt.Errorf("%w: %w", errStore, err)
	}
	for _, t := range p.taken {
		if t.err != nil {
			p.note("an article was refused: " + field.Abbreviate(t.err.Error(), 160))
		} else if t.isNew {
			p.memory.arrived(t.at)
		}
		p.memory.Seen[t.key] = t.seen
	}
	p.source.Articles += sum.Created + sum.Updated
	return nil
}

// fresh is an entry that has to be dealt with.
type fresh struct {
	entry

	key    string
	before Seen // of an entry that was seen before
	text   string
}

// unknownAge is how many entries without a date are taken at the first poll of a
// source that lists nothing but addresses: it may be the archive of a site.
const unknownAge = 100

// sort tells which entries are new or have changed. listed are the keys of all.
func (p *poll) sort(l list) (listed []string, all []fresh) {
	aliases := p.memory.aliases()
	here := map[string]bool{}
	oldest := p.source.Added.Add(-p.config.Backlog)
	for _, e := range l.entries {
		if e.updated.IsZero() {
			e.updated = e.article.Updated
		}
		f := fresh{entry: e, key: keyOf(e), text: textDigest(e)}
		if here[f.key] {
			continue
		}
		here[f.key], listed = true, append(listed, f.key)
		before, known := p.memory.Seen[f.key]
		for _, alias := range aliasesOf(guidDigest(e), digest(e.article.Headline), e.link, f.text) {
			if key := aliases[alias]; !known && key != "" {
				before, known = p.memory.Seen[key]
				delete(p.memory.Seen, key)
			}
		}
		age := later(e.updated, e.article.Published)
		switch {
		case known && !p.changed(l, f, before):
			before.Last, before.URL = p.now, e.link
			p.memory.Seen[f.key] = before
		case l.noText && !known && (!age.IsZero() && age.Before(oldest) || age.IsZero() && p.first && len(all) >= unknownAge):
			p.memory.Seen[f.key] = Seen{Text: f.text, First: p.now, Last: p.now, Updated: e.updated} // of the archive of a site
		default:
			f.before = before
			all = append(all, f)
		}
	}
	slices.Reverse(all) // the oldest first, as they were published
	return listed, all
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// refetchAfter is for how long a page that was fetched is not fetched again if
// nothing but its date in the source has changed.
const refetchAfter = time.Hour

// changed reports whether an entry that was seen has to be dealt with again.
func (p *poll) changed(l list, f fresh, before Seen) bool {
	switch {
	case before.Text != f.text, before.Gone: // what was withdrawn is back
		return true
	case before.Tries > 0 && before.Tries < maxTries:
		return true
	case p.source.FullText == news.FullTextNever || before.Fetched.IsZero() && !l.noText:
		return false
	}
	return f.updated.After(before.Updated) && p.now.Sub(before.Fetched) >= refetchAfter
}

func keyOf(e entry) string {
	if e.guid == "" && e.link == "" {
		return digest("headline", e.article.Headline, e.article.Published.Format(time.DateOnly))
	}
	if e.link == "" {
		return digest("guid", e.guid)
	}
	return digest("page", e.guid, plain(e.link))
}

// aliasesOf are by what else than its key an entry is known: its ID and headline
// where its address changes, its address and text where a source makes up an ID
// at every request.
func aliasesOf(guid, title, link, text string) (all []string) {
	if guid != "" {
		all = append(all, digest("guid", guid, title))
	}
	if link != "" {
		all = append(all, digest("text", plain(link), text))
	}
	return all
}

func guidDigest(e entry) string {
	if e.guid == "" {
		return ""
	}
	return digest(e.guid)
}

// textDigest leaves dates and addresses out: some sources change them with every request.
func textDigest(e entry) string {
	return digest(e.article.Headline, e.article.Body, strings.Join(e.article.Authors, ";"))
}

// The bounds of one poll. What is left is for the next.
const (
	maxPages    = 100
	maxArticles = 5000
	maxTries    = 4 // to have the page of an article
)

// articles makes articles of entries, one after another, as they are asked for.
func (p *poll) articles(ctx context.Context, l list, all []fresh) iter.Seq[news.Article] {
	return func(yield func(news.Article) bool) {
		for _, f := range all {
			if ctx.Err() != nil || p.pages >= maxPages || len(p.taken) >= maxArticles {
				p.waits = true
				return
			}
			a, t, ok := p.article(ctx, l, f)
			if !ok {
				continue
			}
			p.taken = append(p.taken, t)
			if !yield(a) {
				return
			}
		}
	}
}

// article makes an article of an entry: with its page, where that is wanted. It
// is not ok where there is nothing to take in, now or ever.
func (p *poll) article(ctx context.Context, l list, f fresh) (news.Article, taken, bool) {
	a := f.article
	a.URL = plain(a.URL)
	seen := Seen{
		GUID: guidDigest(f.entry), Title: digest(a.Headline), Text: f.text, URL: f.link, First: p.now, Last: p.now,
		Updated: f.updated, Fetched: f.before.Fetched, Tries: f.before.Tries,
	}
	if !f.before.First.IsZero() {
		seen.First = f.before.First
	}
	if f.before.Text != f.text {
		seen.Tries = 0
	}
	t := taken{key: f.key, isNew: f.before.ID == ""}
	if p.wantsPage(l, a, f) {
		page, err := p.page(ctx, f.link)
		if err == nil && p.source.Links == "" && !isOf(page, a) {
			err = news.Errorf(news.KindInvalid, "%s: the page has something else than the article, as a notice or a form", news.ShownURL(f.link))
		}
		switch {
		case err == nil:
			if len(p.memory.Gains) < keptGains {
				p.memory.Gains = append(p.memory.Gains, gain(a, page))
			}
			a = merged(a, page)
			seen.Fetched, seen.Tries = p.now, 0
		case ctx.Err() != nil: // the page is not at fault
			p.waits = true
			return a, t, false
		case !p.without(err, l, f, &seen):
			return a, t, false
		}
	}
	field.Compose(&a)
	p.date(&a, seen.First)
	p.nameOutlet(ctx, &a)
	if seen.ID = f.before.ID; seen.ID == "" && f.guid != "" && (a.URL == "" || !l.noText && isRoot(a.URL)) {
		seen.ID = "feed:" + p.source.ID + ":" + digest(f.guid)
	}
	a.ID = seen.ID
	seen.ID = p.ingester.IdentityOf(a)
	isSite := f.article.Body == "" && f.article.Published.IsZero() && !l.noText && isRoot(f.link) // an invitation to it
	if a.Headline == "" && a.Body == "" || isSite || p.isKept(ctx, a, seen.ID, f.before.ID != "") {
		p.memory.Seen[f.key] = seen
		return a, t, false
	}
	t.seen, t.at = seen, earlier(a.Published, p.now)
	return a, t, true
}

func earlier(at, now time.Time) time.Time {
	if at.IsZero() || at.After(now) {
		return now
	}
	return at
}

// without says what becomes of an entry whose page cannot be had: it is taken
// in as the source has it, and its page is tried again. It reports whether
// there is something to take in.
func (p *poll) without(err error, l list, f fresh, seen *Seen) bool {
	if at := fetch.RetryAt(err); at.After(p.notBefore) {
		p.notBefore = at
	}
	p.note("a page could not be had: " + field.Abbreviate(err.Error(), 160))
	p.unread++
	passing := news.KindOf(err) == news.KindUnavailable
	if passing {
		seen.Tries++
		p.waits = p.waits || seen.Tries < maxTries
	} else {
		seen.Tries = maxTries
	}
	switch {
	case !l.noText && f.before.Fetched.IsZero() && f.before.Text != f.text:
		return true
	case passing && seen.Tries < maxTries:
		before := f.before
		before.Tries, before.Last, before.First, before.URL = seen.Tries, p.now, seen.First, f.link
		p.memory.Seen[f.key] = before
	default: // it stays as it is, or is none
		seen.ID = f.before.ID
		p.memory.Seen[f.key] = *seen
	}
	return false
}

// isKept reports whether the index has an article already, by another source or
// in full, and what this source has adds nothing.
func (p *poll) isKept(ctx context.Context, a news.Article, id string, mine bool) bool {
	if mine {
		return false
	}
	stored, err := p.library.Article(ctx, id)
	return err == nil && stored.Withdrawn.IsZero() && len(stored.Body) >= len(a.Body) && !a.Updated.After(stored.Updated)
}

// ahead is how far the clock of a source may be ahead of ours.
const ahead = 10 * time.Minute

// date gives an article a date that can be right: none in the future, and where
// a source that was known already has none, when it was first seen.
func (p *poll) date(a *news.Article, first time.Time) {
	if a.Published.IsZero() {
		a.Published, _ = field.DatelineOf(a, p.zone, field.UnknownOrder)
	}
	switch {
	case a.Published.After(p.now.Add(ahead)):
		a.Published = first.UTC().Truncate(time.Second)
		p.note("it has dates in the future; those are taken for when the article was first seen")
	case a.Published.IsZero() && !p.first:
		a.Published = first.UTC().Truncate(time.Second)
	}
	if a.Updated.After(p.now.Add(ahead)) {
		a.Updated = time.Time{}
	}
}

// unpacked opens a document that is itself packed, as sitemap.xml.gz is.
func unpacked(p fetch.Page) ([]byte, error) {
	if !bytes.HasPrefix(p.Body, []byte{0x1f, 0x8b}) {
		return p.Body, nil
	}
	return gunzip(p.Body)
}
