package stories

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/notices"
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
// It knows of the articles that the book has read.
func (b *Book) Mark(articles ...*news.Article) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.naming) == 0 {
		return
	}
	for _, a := range articles {
		keys := []uint32{calledHash(a.Headline)}
		if a.URL != "" {
			keys = append(keys, addressHash(a.URL))
		}
		var found []news.Notice
		for _, key := range keys {
			for _, slot := range b.naming[key] {
				if e := &b.entries[slot]; e.speaksOf(a) && !slices.Contains(found, e.on.Notice) {
					found = append(found, e.on.Notice)
				}
			}
		}
		if len(found) > 0 {
			a.Notices = append(slices.Clone(a.OwnNotices()), found...)
		}
	}
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
