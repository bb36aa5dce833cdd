package notices

import (
	"bytes"
	"hash/fnv"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"byline/internal/news"
)

// namedWords is how many words a headline has at least that a notice names.
const namedWords = 3

// On returns which notice an article is as a whole, the gravest if it is several, and the
// keys of what it is on: of the headlines and the addresses that it names in its headline or
// its first words. There are none if it is no notice, or names nothing.
func On(a *news.Article, lead string) (is news.Notice, keys []string) {
	whole := slices.ContainsFunc(a.OwnNotices(), func(n news.Notice) bool { return isWhole(a, n) })
	if !whole {
		return news.Notice{}, nil
	}
	own := news.Article{Notices: a.OwnNotices()}
	is, _ = own.Notice()
	is.By, is.Of = a.ID, ""
	var headlines []string
	if rest, labelled := Unlabelled(a.Headline); labelled && len(strings.Fields(rest)) >= namedWords {
		headlines = append(headlines, rest)
	}
	quoted, found := named(a, lead)
	for _, words := range append(headlines, quoted...) {
		keys = append(keys, headlineKey(words))
	}
	for _, address := range found {
		keys = append(keys, addressKey(address))
	}
	slices.Sort(keys)
	return is, slices.Compact(keys)
}

// named are the headlines and addresses that a notice names in its text.
func named(a *news.Article, lead string) (headlines, found []string) {
	for _, m := range quotedWords.FindAllStringSubmatch(a.Headline+"\n"+lead, -1) {
		if len(strings.Fields(m[1])) >= namedWords {
			headlines = append(headlines, m[1])
		}
	}
	return headlines, addresses.FindAllString(lead, -1)
}

// longestOf is how many words an article has at most that is but a notice on another: what
// has more has the text that was wrong, too.
const longestOf = 120

// of is what an article that is a notice as a whole is on, if that is another one: the
// headline or address that it names or, where the notice is a retraction, the headline
// behind its label, unless it speaks of "this story".
func of(a *news.Article, n news.Notice) string {
	if n.Text == "" || len(strings.Fields(a.Body)) > longestOf || !isWhole(a, n) {
		return ""
	}
	headlines, found := named(a, a.Body)
	rest, labelled := Unlabelled(a.Headline)
	w := words()
	if labelled && n.Kind == news.NoticeRetraction && w.stems.in(a.Body) && len(w.subject.find(a.Body)) == 0 && len(strings.Fields(rest)) >= namedWords {
		headlines = append(headlines, rest)
	}
	for _, name := range append(headlines, found...) {
		if key := headlineKey(name); key != headlineKey(a.Headline) && !strings.Contains(a.URL, name) {
			return name
		}
	}
	return ""
}

// isWhole reports whether an article is a notice as a whole: in its headline, or from its
// first words on.
func isWhole(a *news.Article, n news.Notice) bool {
	return n.Text != "" && (n.Text == strings.Join(strings.Fields(a.Headline), " ") || strings.HasPrefix(spacedBeginning(a.Body, len(n.Text)), n.Text))
}

// spacedBeginning is the first words of a text with one space between them, of a length or longer.
func spacedBeginning(text string, length int) string {
	words := make([]byte, 0, length+64)
	for word := range strings.FieldsSeq(text) {
		if len(words) > 0 {
			words = append(words, ' ')
		}
		if words = append(words, word...); len(words) >= length {
			break
		}
	}
	return string(words)
}

var (
	quotedWords = regexp.MustCompile(`["“„«]([^"“”„«»]{8,200})["”“»]`)
	addresses   = regexp.MustCompile(`https?://[^\s"“”<>)]+[^\s"“”<>).,;]`)
)

// Keys are those by which a notice may name an article.
func Keys(a *news.Article) (keys []string) {
	if a.Headline != "" {
		keys = append(keys, headlineKey(a.Headline))
	}
	if a.URL != "" {
		keys = append(keys, addressKey(a.URL))
	}
	return keys
}

// headlineKey is the same for a headline however it is written: in capitals, over two
// lines, with other marks or accents.
func headlineKey(headline string) string {
	words := make([]byte, 0, 128)
	if !isPlain(headline) {
		headline = norm.NFKD.String(headline)
	}
	for _, r := range headline {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			words = utf8.AppendRune(words, unicode.ToLower(r))
		case !unicode.IsMark(r) && len(words) > 0 && words[len(words)-1] != ' ':
			words = append(words, ' ')
		}
	}
	return keyOf(bytes.TrimSuffix(words, []byte(" ")))
}

func addressKey(address string) string {
	_, address, _ = strings.Cut(address, "://")
	return keyOf([]byte(strings.TrimSuffix(strings.TrimPrefix(address, "www."), "/")))
}

func keyOf(text []byte) string {
	h := fnv.New64a()
	_, _ = h.Write(text) // of a hash: it never fails
	return strconv.FormatUint(h.Sum64(), 36)
}
