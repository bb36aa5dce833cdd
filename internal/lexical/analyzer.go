package lexical

import (
	"context"
	"iter"
	"math/bits"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/runs"

	"golang.org/x/text/unicode/norm"
)

// Token is a term of a text and the bytes that it was read from.
type Token struct {
	Term       uint32
	InCompound bool // of a token before it: "United" of "United Nations", which is UN
	Start, End int
}

// Terms are the terms of tokens, in their order.
func Terms(tokens []Token) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for _, t := range tokens {
			if !yield(t.Term) {
				return
			}
		}
	}
}

// cacheSlots bounds the memory of an Analyzer to two megabytes. News has more
// distinct words than that, but the rare ones do not cost much.
const cacheSlots = 1 << 18

// maxWord is the length in bytes above which a run of letters is cut: no word
// is that long, so it is a URL, base64 or noise.
const maxWord = 64

// Analyzer analyses text. It remembers the terms of the words that it has seen
// and is safe for use by several goroutines.
type Analyzer struct {
	// A slot holds 32 bits of the hash of a word, which together with its
	// place, one of two, make 49, and the word's term. Two words of a vocabulary
	// of a million share all 49 bits with a probability of one in a thousand.
	cache [cacheSlots]atomic.Uint64
	words *lang.Pack
	names *names

	elisions lang.Words
	endings  lang.Words // of names, behind an apostrophe
	joins    bool       // "cease-fire" is also "ceasefire"
}

// Part is something in analysis that can be left out, so that what it earns
// can be measured.
type Part int

// The parts of analysis.
const (
	Abbreviations Part = iota
	Hyphens
)

// New makes an Analyzer, without some parts of analysis.
func New(without ...Part) *Analyzer {
	a := &Analyzer{words: lang.Asking(), names: &names{}, elisions: lang.Elisions(), endings: lang.CaseEndings(), joins: !slices.Contains(without, Hyphens)}
	if !slices.Contains(without, Abbreviations) {
		a.names = readNames(a)
	}
	return a
}

// Tokens appends the terms of text to dst, in the order in which they start.
// Stop words and punctuation leave no token. Words that have a term together
// (United Nations, cease-fire, AT&T) are preceded by a token for all of them, and so is
// what is nothing without its signs (C++, .NET).
func (a *Analyzer) Tokens(dst []Token, text string) []Token {
	dst, _, _ = a.read(dst, text, reading{first: len(dst), stop: len(text)})
	return dst
}

// stretch is after how many bytes of a text it is asked whether to go on.
const stretch = 1 << 16

// TokensContext is Tokens for a text that may be long. If ctx is done before the end of
// the text, it returns the error of ctx.
func (a *Analyzer) TokensContext(ctx context.Context, dst []Token, text string) ([]Token, error) {
	for at := (reading{first: len(dst)}); at.next < len(text); {
		if err := ctx.Err(); err != nil {
			return dst, err
		}
		at.stop = min(len(text), at.next+stretch)
		dst, at.next, at.joined = a.read(dst, text, at)
	}
	return dst, nil
}

// reading is a place within the reading of a text.
type reading struct {
	first      int // token of the text
	joined     int // words that end by here are parts of one
	next, stop int // where to go on, and where not to begin a word any more
}

// read appends the terms of a part of text, and returns how it goes on.
func (a *Analyzer) read(dst []Token, text string, at reading) (tokens []Token, next, joined int) {
	first, joined := at.first, at.joined
	i := at.next
	for i < at.stop {
		c := text[i]
		if c < utf8.RuneSelf {
			if !isWordByte[c] {
				i++
				continue
			}
		} else if r, n := utf8.DecodeRuneInString(text[i:]); !isWordRune(r) {
			i += n
			continue
		} else if lang.IsUnspaced(r) {
			dst = append(dst, Token{Term: hash(text[i : i+n]), Start: i, End: i + n})
			i += n
			continue
		}
		term, end := a.plainWord(text, i)
		if end == i {
			end = wordEnd(text, i)
			if n := a.elided(text[i:end]); n > 0 {
				i += n
				continue
			}
			if end < len(text) && text[end] == '-' && a.joins {
				stop := a.joinedEnd(text, i, end)
				if term := a.term(text[i:stop]); term >= firstTerm {
					joined = stop
					dst = append(dst, Token{Term: term, Start: i, End: stop})
				}
			}
			if split, first, second := a.split(text[i:end]); split > 0 {
				dst = append(dst, Token{Term: first, Start: i, End: i + split}, Token{Term: second, Start: i + split, End: end})
				i = end
				continue
			}
			term = a.term(text[i:end])
		}
		if hasSign(text, i, end) {
			if name := signedName(text, i, end); name.whole && name.end > joined {
				joined = name.end
				dst = append(dst, Token{Term: name.term, Start: name.start, End: name.end})
			}
		}
		if term < firstTerm && term != 0 {
			term = a.capitalTerm(term, text, i, end)
		}
		if term != 0 {
			dst = append(dst, Token{Term: term, InCompound: end <= joined, Start: i, End: end})
			if a.names.mayEnd(term) {
				dst = a.names.abbreviate(dst, first, text)
			}
		}
		i = end
	}
	return dst, i, joined
}

// elided is how much of a word is an article or the like that has lost its vowel before
// it: l'ours, dell'aria. Of D'Angelo, which is a name, it is nothing.
func (a *Analyzer) elided(word string) int {
	at := strings.IndexAny(word, "'’")
	if at <= 0 || !a.elisions[strings.ToLower(word[:at])] {
		return 0
	}
	_, n := utf8.DecodeRuneInString(word[at:])
	next, _ := utf8.DecodeRuneInString(word[at+n:])
	if isName := at == 1 && unicode.IsUpper(rune(word[0])) && unicode.IsUpper(next); isName && word[0] != 'L' {
		return 0
	}
	return at + n
}

// split returns the terms of a word that is two, and where the second begins: of
// a number with its unit (21m, 3.5bn), and of a word with a number (Covid19). It
// is 0 for all others.
func (a *Analyzer) split(word string) (at int, first, second uint32) {
	tail := word[len(word)-1]
	switch {
	case isDigit(word[0]) && !isDigit(tail):
		at = 1 + strings.LastIndexAny(word, "0123456789")
		unit := a.words.Terms.NumberUnits[strings.ToLower(word[at:])]
		if unit == "" {
			return 0, 0, 0
		}
		return at, a.term(word[:at]), a.term(unit)
	case isDigit(tail):
		if at = numberIn(word); at > 0 {
			first, second = a.term(word[:at]), a.term(word[at:])
		}
		if first < firstTerm { // a stop word, or one whose capitals tell
			return 0, 0, 0
		}
		return at, first, second
	}
	return 0, 0, 0
}

// wordEnd returns the end of the word that starts at i. A full stop or comma
// between digits (4.5, 1,200), a full stop between single letters (U.S.) and
// an apostrophe before a letter (O'Neil, don't, 1960's) are inside a word.
func wordEnd(text string, i int) int {
	start := i
	for i < len(text) && i-start < maxWord {
		c := text[i]
		switch {
		case c < utf8.RuneSelf && isWordByte[c]:
			i++
		case c == '.' || c == ',':
			if !joins(text, start, i) {
				return i
			}
			i++
		case c == '\'' && beginsWithLetter(text[i+1:]):
			i++
		case c < utf8.RuneSelf:
			return i
		default:
			r, n := utf8.DecodeRuneInString(text[i:])
			apostrophe := r == '’' && beginsWithLetter(text[i+n:])
			if !apostrophe && (!isWordRune(r) || lang.IsUnspaced(r)) {
				return i
			}
			i += n
		}
	}
	return i
}

func beginsWithLetter(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r)
}

// joins reports whether the full stop or comma at i is part of the word that
// starts at start: between digits, or after each of a run of single letters.
func joins(text string, start, i int) bool {
	if i+1 >= len(text) {
		return false
	}
	prev, next := text[i-1], text[i+1]
	if isDigit(prev) && isDigit(next) {
		return true
	}
	single := i-start == 1 || (i-start >= 2 && text[i-2] == '.')
	return text[i] == '.' && single && isLetterByte(prev) && isLetterByte(next) &&
		(i+2 >= len(text) || !isWordByte[text[i+2]])
}

// plainWord returns the term of the word that starts at i, as term does, and its end,
// if it is told at once that nothing but up to 16 letters of ASCII belong to it, as to
// nine words of ten. Otherwise the end is i.
func (a *Analyzer) plainWord(text string, i int) (term uint32, end int) {
	// No more is looked at, or a run of megabytes would be for each word cut from it.
	key, n := runs.At(text[:min(len(text), i+runs.KeyBytes+1)], i)
	end = i + n
	if n == 0 || n > runs.KeyBytes || isDigit(text[i]) || isDigit(text[end-1]) || mayGoOn(text, end) {
		return 0, i
	}
	sum := hashed(hashStart, key)
	term, ok := a.known(sum)
	if !ok {
		var buf [runs.KeyBytes]byte
		term = a.learn(sum, appendLower(buf[:0], text[i:end]))
	}
	return term, end
}

// mayGoOn reports whether a word may go on behind a run of letters, by a glance.
func mayGoOn(text string, end int) bool {
	if end == len(text) {
		return false
	}
	switch c := text[end]; c {
	case '-', '\'':
		return true
	case '.', ',':
		return end+1 == len(text) || text[end+1] != ' ' && text[end+1] != '\n'
	default:
		return c >= utf8.RuneSelf
	}
}

// term returns the term of a word, hyphens left out; 0 for a stop word, less
// than firstTerm for one whose capitals matter.
func (a *Analyzer) term(word string) uint32 {
	var buf [2 * maxWord]byte
	folded := appendLower(buf[:0], word)
	if folded == nil {
		folded = fold(buf[:0], word)
	}
	sum := uint64(hashStart)
	for block := range slices.Chunk(folded, runs.KeyBytes) {
		sum = hashed(sum, runs.KeyOf(block))
	}
	term, ok := a.known(sum)
	if ok {
		return term
	}
	return a.learn(sum, folded)
}

// appendLower appends a word of ASCII in lower case, without what does not tell it from
// others. Of any other word it returns nil.
func appendLower(dst []byte, word string) []byte {
	for i := range len(word) {
		c := word[i]
		if c >= utf8.RuneSelf {
			return nil
		}
		if !isLeftOut(word, i) {
			dst = append(dst, toLower(c))
		}
	}
	return dst
}

// known looks up the term of a word by its hash. A word has two slots side by side: a
// new one takes the first from one that goes to the second, and one that is found in
// the second goes to the first, so that frequent words stay. Where two goroutines move
// words at once, one is forgotten.
func (a *Analyzer) known(sum uint64) (term uint32, ok bool) {
	first := &a.cache[sum%cacheSlots&^1]
	one := first.Load()
	if one>>32 == sum>>32 && one != 0 {
		return uint32(one), true
	}
	second := &a.cache[sum%cacheSlots|1]
	if other := second.Load(); other>>32 == sum>>32 && other != 0 {
		second.Store(one)
		first.Store(other)
		return uint32(other), true
	}
	return 0, false
}

// learn returns the term of a folded word and keeps it.
func (a *Analyzer) learn(sum uint64, folded []byte) uint32 {
	term := a.normalize(string(folded))
	first := &a.cache[sum%cacheSlots&^1]
	a.cache[sum%cacheSlots|1].Store(first.Load())
	first.Store(sum>>32<<32 | uint64(term))
	return term
}

// isLeftOut reports whether a byte of a word does not tell it from others: a comma,
// a hyphen, or a full stop that is not the point of a number.
func isLeftOut(word string, i int) bool {
	c := word[i]
	return c-',' <= '.'-',' && (c != '.' || !isDigit(word[i-1]))
}

func toLower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// fold lower-cases a word, strips its accents and straightens its apostrophes.
func fold(dst []byte, word string) []byte {
	first := len(dst)
	for i := range len(word) {
		c := word[i]
		if c >= utf8.RuneSelf {
			return foldForeign(dst[:first], word)
		}
		if c != '-' {
			dst = append(dst, toLower(c))
		}
	}
	return dst
}

// foldForeign is fold of a word of whatever letters.
func foldForeign(dst []byte, word string) []byte {
	for _, r := range norm.NFKD.String(word) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '-':
		case r == '’':
			dst = append(dst, '\'')
		case r == ',' || r == '.':
			dst = append(dst, byte(r))
		default:
			if s, ok := unaccented[r]; ok {
				dst = append(dst, s...)
				continue
			}
			dst = utf8.AppendRune(dst, unicode.ToLower(lang.Digit(r)))
		}
	}
	return dst
}

// unaccented holds the letters that do not decompose into a letter and a mark.
var unaccented = map[rune]string{
	'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d", 'ß': "ss", 'ẞ': "ss",
	'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th", 'ı': "i",
}

// shortestName is how many bytes stand before the ending of a name: Ma'in is one name.
const shortestName = 3

// normalize maps a folded word to what [Analyzer.term] returns.
func (a *Analyzer) normalize(word string) uint32 {
	word = strings.Trim(word, "'")
	word = strings.TrimSuffix(word, "'s")
	if name, ending, ok := strings.Cut(word, "'"); ok && len(name) >= shortestName && a.endings[ending] {
		word = name
	}
	word = strings.ReplaceAll(word, "'", "")
	if other, ok := a.words.Terms.Aliases[word]; ok {
		word = other
	}
	if n := a.capitalsOf(word); n != 0 {
		return n
	}
	if word == "" || a.words.Terms.StopWords[word] {
		return 0
	}
	switch {
	case word[0] >= utf8.RuneSelf:
		word = lang.StemByScript(word)
	case len(word) > 2 && word[0] >= 'a' && word[0] <= 'z':
		word = a.words.Stem(a.respell(word))
	}
	return hash(word)
}

// hash is 32-bit FNV-1a, never below firstTerm.
func hash[T string | []byte](s T) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h ^= uint32(s[i])
		h *= 16777619
	}
	if h < firstTerm {
		return h + firstTerm
	}
	return h
}

// hashStart is the hash of no word, and hashed that of one with a key behind it.
const hashStart = 0x9e3779b97f4a7c15

func hashed(h uint64, key runs.Key) uint64 {
	high, low := bits.Mul64(key.Low^h, key.High^0xe7037ed1a0b428db)
	h = (high ^ low) * 0xd6e8feb86659fd93
	return h ^ h>>32
}

var isWordByte = func() (t [256]bool) {
	for c := '0'; c <= '9'; c++ {
		t[c] = true
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = true, true
	}
	return t
}()

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetterByte(c byte) bool { return isWordByte[c] && !isDigit(c) || c >= utf8.RuneSelf }

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.In(r, unicode.Mn, unicode.Mc)
}
