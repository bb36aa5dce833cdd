package feeds

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"

	"byline/internal/fetch"
	"byline/internal/format/field"
	"byline/internal/format/html"
	"byline/internal/news"
	"byline/internal/panics"
)

// Rules for a source of which it is not said whether it has the full text.
const (
	maxPage     = 4 << 20 // bytes of a page
	fewBytes    = 600     // a text of a feed that is no longer is a teaser
	trial       = 3       // pages that are fetched to see what a source leaves out
	worthwhile  = 1.5     // from how many times as long on, pages are worth fetching
	maxUnpacked = 64 << 20
	mostSilent  = 2 // pages of a host that cannot be had, after which no more are asked for in a poll
)

// wantsPage reports whether the page of an entry is to be fetched. Unless the
// operator says so, it is measured: the pages of the first articles are fetched,
// and if half of them have at least half as much again as the source had of
// them, so are all others; else only those of teasers.
func (p *poll) wantsPage(l list, a news.Article, f fresh) bool {
	switch {
	case f.link == "":
		return false
	case l.noText:
		return true
	case isRoot(f.link):
		return false
	case f.before.Tries >= maxTries && f.before.Text == f.text:
		return false
	case p.source.FullText == news.FullTextNever:
		return false
	case p.source.FullText == news.FullTextAlways, isTeaser(a.Body):
		return true
	case len(p.memory.Gains)+p.unread < trial:
		return true
	}
	return len(p.memory.Gains) > 0 && median(p.memory.Gains) >= worthwhile
}

// isTeaser reports whether a text is short, or says that it goes on elsewhere.
func isTeaser(body string) bool {
	end := strings.TrimRight(body, " \n")
	return len(body) < fewBytes || strings.HasSuffix(end, "…") || strings.HasSuffix(end, "...") || strings.HasSuffix(end, "[…]") || strings.HasSuffix(end, "[...]")
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}

// gain is how many times as long a page is as what the source had of it.
func gain(teaser, page news.Article) float64 {
	return float64(len(page.Body)) / float64(max(len(teaser.Body), 1))
}

// page fetches and reads the page of an article.
func (p *poll) page(ctx context.Context, link string) (news.Article, error) {
	host := hostOf(link)
	if p.silent[host] >= mostSilent {
		return news.Article{}, news.Errorf(news.KindUnavailable, "%s has not answered for other pages", host)
	}
	p.pages++
	request := fetch.Request{URL: link, MaxBytes: maxPage, Types: []string{"text/html", "application/xhtml+xml"}}
	got, err := p.fetcher.Get(ctx, request)
	says := headOf(got)
	if err == nil && says.leads != "" && says.leads != got.URL { // once, which is enough for who counts readers
		request.URL = says.leads
		if next, err := p.fetcher.Get(ctx, request); err == nil {
			got, says = next, headOf(next)
		}
	}
	if err != nil {
		if news.KindOf(err) == news.KindUnavailable {
			p.silent[host]++
		}
		return news.Article{}, err
	}
	var a news.Article
	err = panics.Catch(func() (err error) { a, err = html.Parse(got.Body, got.Type, field.Clock{Zone: p.zone}); return err })
	if err != nil {
		return a, news.Errorf(news.KindInvalid, "%s: %w", news.ShownURL(got.URL), err)
	}
	if a.URL == "" {
		a.URL = says.canonical
	}
	if a.URL == "" || !sameSite(a.URL, got.URL) { // whose canonical address it says is that of somebody else
		a.URL = got.URL
	}
	a.URL = plain(a.URL)
	return a, nil
}

// isOf reports whether a page is that of an entry, as far as words tell: what a
// source says of an article stands in it for the most part, and in a wall, a
// form or the front page next to nothing of it does. Few words tell nothing.
func isOf(page, entry news.Article) bool {
	const few, least = 4, 5 // words of an entry, of which one in five is found
	text := strings.ToLower(page.Headline + " " + page.Body)
	all, found := 0, 0
	for _, word := range strings.FieldsFunc(strings.ToLower(entry.Headline+" "+entry.Body), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		if utf8.RuneCountInString(word) < 4 {
			continue
		}
		all++
		if strings.Contains(text, word) {
			found++
		}
	}
	return all < few || found*least >= all
}

// nameOutlet says which outlet an article is from: as the operator says of the
// feed, or of the domain; else as the page says, which is remembered for those of
// the site that come without; a host is the last resort.
func (p *poll) nameOutlet(ctx context.Context, a *news.Article) {
	if p.source.Source != "" {
		a.Source = p.source.Source
		return
	}
	host := hostOf(a.URL)
	if p.outlets == nil || host == "" {
		return
	}
	known, err := p.outlets.Of(host)
	unnamed := a.Source == "" || strings.EqualFold(strings.TrimPrefix(a.Source, "www."), host)
	switch {
	case known.Set, unnamed && known.Name != "":
		a.Source = known.Name
	case !unnamed && known.Name == "" && err == nil:
		err = p.outlets.Learn(ctx, host, a.Source)
	}
	if err != nil {
		p.note("the names of outlets cannot be read or written: " + field.Abbreviate(err.Error(), 160))
	}
}

// merged is an article by its page, with what its source knows better.
func merged(entry, page news.Article) news.Article {
	a := page
	if len(entry.Body) > len(page.Body) {
		a.Body = entry.Body
	}
	if a.Headline == "" || isBeside(entry.Headline, entry.Source, page.Headline) {
		a.Headline = entry.Headline
	}
	if len(a.Authors) == 0 {
		a.Authors = entry.Authors
	}
	if !entry.Published.IsZero() {
		a.Published = entry.Published
	}
	if entry.Updated.After(a.Updated) {
		a.Updated = entry.Updated
	}
	if a.Source == "" {
		a.Source = entry.Source
	}
	if a.Language == "" {
		a.Language = entry.Language
	}
	if len(a.Subjects) == 0 {
		a.Subjects = entry.Subjects
	}
	return a
}

// isBeside reports whether a page has the headline of an entry with the name of the outlet beside it.
func isBeside(headline, outlet, page string) bool {
	rest, ok := strings.CutPrefix(page, headline)
	return ok && headline != "" && rest != "" && field.Letters(rest) == field.Letters(outlet)
}

// mostRemoved is how many entries are looked for in one poll that have gone from a source.
const mostRemoved = 5

// removed looks for articles that a source has taken back: entries that it no
// longer has although it has older ones. Those whose pages are gone are marked.
func (p *poll) removed(ctx context.Context) {
	still := map[string]bool{}
	for _, key := range p.memory.Listed {
		still[key] = true
	}
	looked := 0
	for i, key := range p.before {
		seen, known := p.memory.Seen[key]
		if still[key] || !known || seen.Gone || seen.ID == "" || seen.URL == "" || looked >= mostRemoved {
			continue
		}
		if !slices.ContainsFunc(p.before[i+1:], func(older string) bool { return still[older] }) {
			break // it and all that follow were there for long enough
		}
		looked++
		_, err := p.fetcher.Get(ctx, fetch.Request{URL: seen.URL, MaxBytes: maxPage})
		if status, ok := errors.AsType[*fetch.StatusError](err); !ok || status.Code != http.StatusGone && status.Code != http.StatusNotFound {
			continue
		}
		if err := p.markWithdrawn(ctx, seen.ID, p.now); err != nil {
			p.note("an article that was withdrawn could not be marked: " + err.Error())
			continue
		}
		seen.Gone = true
		p.memory.Seen[key] = seen
	}
}

func gunzip(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, news.Errorf(news.KindInvalid, "it is not gzip, although it begins so: %w", err)
	}
	body, err := io.ReadAll(io.LimitReader(r, maxUnpacked+1))
	switch {
	case len(body) > maxUnpacked:
		return nil, news.Errorf(news.KindTooLarge, "it holds more than %d bytes, unpacked", maxUnpacked)
	case err != nil:
		return nil, news.Errorf(news.KindInvalid, "it cannot be unpacked: %w", err)
	}
	return body, nil
}
