package entities

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/news"
)

// word is a word of a text.
type word struct {
	news.Span

	text    string // without a possessive ending
	large   bool   // it begins with a capital, or with a particle before one: al-Assad
	capital bool   // it has several letters, all capitals
	owning  bool   // it has a possessive ending
	number  bool   // it begins with a digit
	begins  bool   // it is the first of a sentence, or stands where one may begin
	gap     string // what stands between it and the word before
	signs   signs  // 0: not looked up
}

// cutWords cuts a line that begins at a place.
func (f *finder) cutWords(text string, at int) []word {
	f.words, f.line = f.words[:0], line{text, at}
	last := 0
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if !isWordByte[c] {
				i++
				continue
			}
		} else if r, n := utf8.DecodeRuneInString(text[i:]); !isWord(r) {
			i += n
			continue
		}
		end := i
		for end < len(text) && wordBytes[text[end]] == always {
			end++
		}
		if end < len(text) && wordBytes[text[end]] == maybe {
			end = f.wordEnd(text, i, end)
		}
		f.words = append(f.words, word{Span: news.Span{Start: at + i, End: at + end}, text: text[i:end], gap: text[last:i]})
		w := &f.words[len(f.words)-1]
		w.begins = len(f.words) == 1 || w.gap != " " && mayBegin(w.gap)
		w.look()
		last, i = end, end
	}
	return f.words
}

// beginnings are marks behind which a sentence may begin.
const beginnings = ".!?…:\"“„‘«"

// mayBegin reports whether a sentence may begin behind what stands between two words.
func mayBegin(gap string) bool {
	for i := range len(gap) {
		switch c := gap[i]; {
		case c >= utf8.RuneSelf:
			return strings.ContainsAny(gap, beginnings)
		case c == '.' || c == '!' || c == '?' || c == ':' || c == '"':
			return true
		}
	}
	return false
}

// look tells what can be told from the letters of a word.
func (w *word) look() {
	first, n := rune(w.text[0]), 1
	if first >= utf8.RuneSelf {
		first, n = utf8.DecodeRuneInString(w.text)
	}
	if last := w.text[len(w.text)-1]; last == 's' || last == 'S' {
		w.text, w.owning = withoutOwning(w.text)
	}
	w.number, w.large = unicode.IsDigit(first), unicode.IsUpper(first)
	if !w.large && n < utf8.UTFMax && len(w.text) > 2 && (w.text[1] == '-' || w.text[2] == '-') {
		_, rest, _ := strings.Cut(w.text, "-")
		next, _ := utf8.DecodeRuneInString(rest)
		w.large = unicode.IsUpper(next)
	}
	w.capital = w.large && isCapitals(w.text)
}

// isLow reports whether a word is one of ASCII in small letters, however it is written.
func (w *word) isLow(low string) bool {
	return w.text == low || w.large && strings.EqualFold(w.text, low)
}

// appendLow appends a word in small letters; one that begins with a small one is left as it stands.
func (w *word) appendLow(dst []byte) []byte {
	if !w.large {
		return append(dst, w.text...)
	}
	start := len(dst)
	for i := range len(w.text) {
		c := w.text[i]
		if c >= utf8.RuneSelf {
			return append(dst[:start], strings.ToLower(w.text)...)
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

// withoutOwning returns a word without its possessive ending, and whether it has one.
func withoutOwning(text string) (rest string, owning bool) {
	for _, ending := range []string{"'s", "’s", "'S"} {
		if rest, ok := strings.CutSuffix(text, ending); ok {
			return rest, true
		}
	}
	return text, false
}

// isCapitals reports whether a text has several letters, none of them small.
func isCapitals(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n > 1
}

func letters(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// isWordByte has the letters and digits of ASCII.
var isWordByte = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
	return t
}()

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return isWordByte[r]
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// wordBytes tells of each byte whether a word goes on with it: never, always or maybe.
var wordBytes = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c >= utf8.RuneSelf || strings.IndexByte("'-.&", byte(c)) >= 0:
			t[c] = maybe
		case isWordByte[c]:
			t[c] = always
		}
	}
	return t
}()

const (
	always = 1
	maybe  = 2
)

// wordEnd is where the word ends that begins at a place and reaches another. Hyphens, apostrophes, full
// stops and ampersands between letters are in it, and the full stop of an abbreviation.
func (f *finder) wordEnd(line string, i, end int) int {
	for end < len(line) {
		if c := line[end]; c < utf8.RuneSelf && isWordByte[c] {
			end++
			continue
		}
		r, n := rune(line[end]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(line[end:])
		}
		if !isWord(r) {
			if r != '\'' && r != '’' && r != '-' && r != '.' && r != '&' {
				break
			}
			if next, _ := utf8.DecodeRuneInString(line[end+n:]); !isWord(next) {
				break
			}
		}
		end += n
	}
	if end < len(line) && line[end] == '.' && f.abbreviated(line[i:end]) {
		end++
	}
	return end
}

// abbreviated reports whether a full stop behind a word is part of it.
func (f *finder) abbreviated(w string) bool {
	const longest = 7 // bytes of initials: U.S.S.R
	isInitial := len(w) == 1 && 'A' <= w[0] && w[0] <= 'Z' && w != "I"
	areInitials := strings.Contains(w, ".") && letters(w) <= len(w)-strings.Count(w, ".") && len(w) <= longest && unicode.IsUpper(rune(w[0]))
	return isInitial || areInitials || f.table[w]&abbreviation != 0
}
