package stories

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/notices"
	"byline/internal/query"
)

// How long after an article a notice on it comes, in an article of its own, and how
// much before: dates of articles are not always those of their appearance.
const (
	noticeAfter  = 60 * 24 * time.Hour
	noticeBefore = 24 * time.Hour
)

// namedWords is how many words a headline has at least that a notice names.
const namedWords = 3

// on is the notice that an article is as a whole, and the headlines and addresses of
// what it is on, as hashes.
type on struct {
	news.Notice

	named []uint32
}

// noticeOf tells what an article as a whole is a notice on; nothing is named if it is none.
func noticeOf(a *news.Article) on {
	i := slices.IndexFunc(a.OwnNotices(), func(n news.Notice) bool {
		return n.Text != "" && (n.Text == strings.Join(strings.Fields(a.Headline), " ") || strings.HasPrefix(strings.Join(strings.Fields(a.Body), " "), n.Text))
	})
	if i < 0 {
		return on{}
	}
	out := on{Notice: a.OwnNotices()[i]}
	out.By = a.ID
	text := encode.Lead(a.Body) // which says what it is on
	var headlines []string
	if rest, labelled := notices.Unlabelled(a.Headline); labelled {
		headlines = append(headlines, rest)
	}
	for _, m := range quotedWords.FindAllStringSubmatch(text, -1) {
		headlines = append(headlines, m[1])
	}
	for _, words := range headlines {
		if len(strings.Fields(words)) >= namedWords {
			out.named = append(out.named, calledHash(words))
		}
	}
	for _, address := range addresses.FindAllString(text, -1) {
		out.named = append(out.named, addressHash(address))
	}
	return out
}

var (
	quotedWords = regexp.MustCompile(`["“„«+]([^"“”„«»+]{8,200})["”“»+]`)
	addresses   = regexp.MustCompile(`https?://[^\s"“”<>)]+[^\s"“”<>).,;]`)
)

// calledHash is the same for a headline however it is written: in capitals, over two
// lines, with other marks.
func calledHash(headline string) uint32 {
	words := strings.FieldsFunc(lexical.Fold(headline), func(r rune) bool { return !isWord(r) })
	return hashOf(strings.Join(words, " "))
}

func isWord(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 0x80
}

func addressHash(address string) uint32 {
	_, address, _ = strings.Cut(address, "://")
	return hashOf(strings.TrimSuffix(strings.TrimPrefix(address, "www."), "/"))
}

// name has what an article is a notice on lead to it, or no longer.
func (b *Book) name(slot int, lead bool) {
	for _, key := range b.entries[slot].on.named {
		if lead {
			b.naming[key] = append(b.naming[key], slot)
		} else if b.naming[key] = slices.DeleteFunc(b.naming[key], func(s int) bool { return s == slot }); len(b.naming[key]) == 0 {
			delete(b.naming, key)
		}
	}
}

// Mark adds to articles the notices on them that other articles are: of the same
// outlet, from about the same time or later, naming their headline or their address.
// Those are known once the book has read the articles; before, as in a command that
// opens an index for one question, they are looked for.
func (b *Book) Mark(ctx context.Context, articles ...*news.Article) error {
	b.mu.Lock()
	if b.loaded {
		defer b.mu.Unlock()
		mark(articles, func(key uint32, do func(*entry)) {
			for _, slot := range b.naming[key] {
				do(&b.entries[slot])
			}
		})
		return nil
	}
	b.mu.Unlock()
	naming, err := b.lookFor(ctx, articles)
	mark(articles, func(key uint32, do func(*entry)) {
		for i := range naming[key] {
			do(&naming[key][i])
		}
	})
	return err
}

// MarkAll is Mark of a list.
func (b *Book) MarkAll(ctx context.Context, articles []news.Article) error {
	pointers := make([]*news.Article, len(articles))
	for i := range articles {
		pointers[i] = &articles[i]
	}
	return b.Mark(ctx, pointers...)
}

// mark adds notices to articles; naming calls do with those that name what has a key.
func mark(articles []*news.Article, naming func(key uint32, do func(*entry))) {
	for _, a := range articles {
		var found []news.Notice
		for _, key := range keysOf(a) {
			naming(key, func(e *entry) {
				if e.speaksOf(a) && !slices.Contains(found, e.on.Notice) {
					found = append(found, e.on.Notice)
				}
			})
		}
		if len(found) > 0 {
			a.Notices = append(slices.Clone(a.OwnNotices()), found...)
		}
	}
}

// keysOf are those by which a notice may name an article.
func keysOf(a *news.Article) []uint32 {
	keys := []uint32{calledHash(a.Headline)}
	if a.URL != "" {
		keys = append(keys, addressHash(a.URL))
	}
	return keys
}

// lookFor reads, outlet by outlet, the articles that have the headline or the address of
// one of some articles in their texts, and returns those that are notices.
func (b *Book) lookFor(ctx context.Context, articles []*news.Article) (map[uint32][]entry, error) {
	naming := map[uint32][]entry{}
	for _, search := range searches(articles) {
		set, err := b.library.Set(ctx, news.SetQuery{
			Filter: search.filter, Where: &query.Compile(search.where, b.analyzer, nil).Condition, Page: news.Page{Limit: mostNaming},
		})
		if err != nil {
			return naming, fmt.Errorf("stories: looking for notices: %w", err)
		}
		found, err := b.library.Versions(ctx, set.Listed)
		if _, err = news.SplitDamaged(err); err != nil {
			return naming, fmt.Errorf("stories: reading notices: %w", err)
		}
		for i := range found {
			e := entry{id: found[i].ID, published: index.Seconds(found[i].Published), source: index.Fold(found[i].Source), on: noticeOf(&found[i])}
			for _, key := range e.on.named {
				naming[key] = append(naming[key], e)
			}
		}
	}
	return naming, nil
}

// mostNaming is how many articles of an outlet are read that have one of some headlines
// in them; only few of those that have are notices, and they are the newest.
const mostNaming = 200

// search asks for articles of an outlet that have one of some phrases.
type search struct {
	filter news.Filter
	where  *news.QueryNode
}

// searches are those for notices on articles, one for each outlet.
func searches(articles []*news.Article) (all []*search) {
	of := map[string]*search{}
	for _, a := range articles {
		var phrases []string
		if len(strings.Fields(a.Headline)) >= namedWords {
			phrases = append(phrases, a.Headline)
		}
		if _, address, ok := strings.Cut(a.URL, "://"); ok {
			phrases = append(phrases, strings.TrimSuffix(strings.TrimPrefix(address, "www."), "/"))
		}
		if a.ID == "" || len(phrases) == 0 {
			continue
		}
		s := of[index.Fold(a.Source)]
		if s == nil {
			s = &search{where: &news.QueryNode{Op: news.OpOr}}
			if a.Source != "" {
				s.filter.Sources = []string{a.Source}
			}
			of[index.Fold(a.Source)], all = s, append(all, s)
		}
		for _, p := range phrases {
			s.where.Parts = append(s.where.Parts, news.QueryNode{Op: news.OpPhrase, Text: p})
		}
	}
	return all
}

// speaksOf reports whether a notice that names an article can be on it.
func (e *entry) speaksOf(a *news.Article) bool {
	published := index.Seconds(a.Published)
	if e.id == a.ID || e.source != index.Fold(a.Source) {
		return false
	}
	if e.published == index.UnknownDate || published == index.UnknownDate {
		return true
	}
	after := time.Duration(e.published-published) * time.Second
	return -noticeBefore <= after && after <= noticeAfter
}
