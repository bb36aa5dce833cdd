// Package names knows how the newest articles of an index write names, so that a
// name is found that is asked for in another spelling, or with a slip of the fingers.
//
// It keeps words that begin with a capital, each with how many articles have it,
// in memory only: about 100 bytes for each of at most 200,000 words.
package names

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
)

// The names of the newest articles are known, not of more than newest; of names
// that one article has, nothing is known any more where there are more than most.
const (
	newest   = 50_000
	most     = 200_000
	page     = 500 // articles that are read at a time
	shortest = 4   // letters of a name
	usual    = 128 // names that there is room for in an article at first
	fewest   = 2   // articles that must have a name to be taken for another that differs by more than how it is romanised
)

// Lister lists the articles of an index, newest first, as index.Reader says.
type Lister interface {
	Articles(ctx context.Context, f news.Filter, p news.Page) (articles []news.Article, next string, err error)
}

// Names are the names of an index. They are safe for concurrent use.
type Names struct {
	lister Lister

	loading sync.Mutex // held while articles are read
	loaded  bool       // guarded by loading

	mu     sync.RWMutex
	places map[string]int32 // of folded names in all
	all    []name
	alike  map[byte][]int32 // places of the names whose sound begins with a letter
}

// name is a word as articles write it.
type name struct {
	written, folded, sound string
	articles               int32
}

// New makes the names of an index. Nothing is read until Load or Nearest is called.
func New(lister Lister) *Names {
	return &Names{lister: lister, places: map[string]int32{}, alike: map[byte][]int32{}}
}

// Load reads the names of the newest articles, unless that was done.
func (n *Names) Load(ctx context.Context) error {
	n.loading.Lock()
	defer n.loading.Unlock()
	return n.load(ctx)
}

func (n *Names) load(ctx context.Context) error {
	if n.loaded {
		return nil
	}
	cursor := ""
	for read := 0; read < newest; {
		articles, next, err := n.lister.Articles(ctx, news.Filter{}, news.Page{Limit: page, Cursor: cursor})
		if err != nil {
			return fmt.Errorf("names: reading articles: %w", err)
		}
		for i := range articles {
			n.Add(&articles[i])
		}
		if read += len(articles); next == "" {
			break
		}
		cursor = next
	}
	n.loaded = true
	return nil
}

// Add adds the names of an article. Those of one that is added twice count twice.
func (n *Names) Add(a *news.Article) {
	found := make(map[string]string, usual)
	for _, text := range append([]string{a.Headline, a.Body}, a.Authors...) {
		for word := range capitalised(text) {
			if folded := lexical.Fold(word); found[folded] == "" {
				found[folded] = word
			}
		}
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for folded, written := range found {
		n.add(folded, written)
	}
	if len(n.all) > most {
		n.forget()
	}
}

// capitalised yields the words of a text, runs of letters with their marks, that begin
// with a capital and are long enough.
func capitalised(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := 0; i < len(text); {
			first, n, ok := letterAt(text, i)
			if !ok {
				i += n
				continue
			}
			end, letters := i+n, 1
			for end < len(text) {
				n := 1
				if c := text[end]; c >= utf8.RuneSelf || !isLetter[c] {
					var ok bool
					if _, n, ok = letterAt(text, end); !ok {
						break
					}
				}
				end, letters = end+n, letters+1
			}
			if letters >= shortest && unicode.IsUpper(first) && !yield(text[i:end]) {
				return
			}
			i = end
		}
	}
}

// letterAt is the character at a place, how long it is, and whether it is part of a word.
func letterAt(text string, i int) (r rune, n int, ok bool) {
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c), 1, isLetter[c]
	}
	r, n = utf8.DecodeRuneInString(text[i:])
	return r, n, unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)
}

// isLetter has the letters of ASCII.
var isLetter = func() (t [utf8.RuneSelf]bool) {
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[unicode.ToUpper(c)] = true, true
	}
	return t
}()

func (n *Names) add(folded, written string) {
	if at, ok := n.places[folded]; ok {
		n.all[at].articles++
		return
	}
	sound := lexical.Heard(folded)
	if sound == "" {
		return
	}
	at := int32(len(n.all)) // not more than most
	n.places[folded] = at
	n.all = append(n.all, name{written: strings.Clone(written), folded: folded, sound: sound, articles: 1})
	n.alike[begins(sound)] = append(n.alike[begins(sound)], at)
}

// begins is the first sound of a name, that of letters which stand for each other as one.
func begins(sound string) byte {
	switch sound[0] {
	case 'c', 'g':
		return 'k'
	case 'e':
		return 'i'
	case 'z':
		return 's'
	}
	return sound[0]
}

// forget leaves out the names that only one article has.
func (n *Names) forget() {
	all := n.all
	n.places, n.alike, n.all = map[string]int32{}, map[byte][]int32{}, nil
	for _, a := range all {
		if a.articles > 1 {
			n.add(a.folded, a.written)
			n.all[len(n.all)-1].articles = a.articles
		}
	}
}

// Nearest returns how articles write the name that a word, which is in no
// article, most likely stands for, "" if none is near: of the names that differ
// least, the one that most articles have. It is same if it differs only in how
// it is romanised. Where the articles are being read by somebody else, nothing is
// known yet.
func (n *Names) Nearest(ctx context.Context, word string) (written string, same bool) {
	if !n.loading.TryLock() {
		return "", false
	}
	err := n.load(ctx)
	n.loading.Unlock()
	if err != nil {
		return "", false // a name less; that the index is ill, the search itself says
	}
	folded := lexical.Fold(word)
	sound := lexical.Heard(folded)
	if sound == "" {
		return "", false
	}
	n.mu.RLock()
	defer n.mu.RUnlock()
	if _, known := n.places[folded]; known {
		return "", false
	}
	if at, known := n.places[lexical.Undotted(folded)]; known && n.all[at].articles >= fewest {
		return n.all[at].written, true
	}
	if other := lang.WithSoftG(folded); other != folded {
		if written, same = n.nearest(other, lexical.Heard(other)); same {
			return written, true
		}
	}
	return n.nearest(folded, sound)
}

// Has reports whether articles have a name: all of its words that are long enough to be
// known, in any case and accents. Where the articles are being read by somebody else,
// nothing is known yet.
func (n *Names) Has(ctx context.Context, written string) bool {
	if !n.loading.TryLock() {
		return false
	}
	err := n.load(ctx)
	n.loading.Unlock()
	if err != nil {
		return false
	}
	n.mu.RLock()
	defer n.mu.RUnlock()
	for word := range strings.FieldsFuncSeq(written, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if _, known := n.places[lexical.Fold(word)]; !known && utf8.RuneCountInString(word) >= shortest {
			return false
		}
	}
	return true
}

func (n *Names) nearest(folded, sound string) (written string, same bool) {
	slips := lexical.Slips(folded)
	best, least := name{}, slips+1
	for _, at := range n.alike[begins(sound)] {
		a := &n.all[at]
		d := slips + 1
		switch {
		case a.sound == sound:
			d = 0
		case a.articles >= fewest && slips > 0:
			d = lexical.Distance(folded, a.folded, slips)
			d = min(d, lexical.Distance(sound, a.sound, slips-1)+1) // as far by its sound, and otherwise written
		}
		if d < least || d == least && d <= slips && (a.articles > best.articles || a.articles == best.articles && a.folded < best.folded) {
			best, least = *a, d
		}
	}
	return best.written, least == 0
}
