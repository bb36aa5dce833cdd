package entities

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// word is a word of a text.
type word struct {
	news.Span

	text    string // without a possessive ending
	low     string // in small letters, of a word that begins with a small one as it stands
	large   bool   // it begins with a capital, or with a particle before one: al-Assad
	capital bool   // it has several letters, all capitals
	owning  bool   // it has a possessive ending
	number  bool   // it begins with a digit
	begins  bool   // it is the first of a sentence, or stands where one may begin
	gap     string // what stands between it and the word before
	signs   signs  // 0: not looked up
}

// cutWords cuts a line that begins at a place.
func (f *finder) cutWords(line string, at int) []word {
	f.words = f.words[:0]
	last := 0
	for i := 0; i < len(line); {
		if c := line[i]; c < utf8.RuneSelf {
			if !isWordByte[c] {
				i++
				continue
			}
		} else if r, n := utf8.DecodeRuneInString(line[i:]); !isWord(r) {
			i += n
			continue
		}
		end := wordEnd(line, i, &f.pack.Sentences)
		w := newWord(line[i:end], line[last:i])
		w.Span = news.Span{Start: at + i, End: at + end}
		w.begins = len(f.words) == 0 || w.gap != " " && strings.ContainsAny(w.gap, beginnings)
		f.words = append(f.words, w)
		last, i = end, end
	}
	return f.words
}

// beginnings are marks behind which a sentence may begin.
const beginnings = ".!?…:\"“„‘«"

func newWord(text, gap string) word {
	w := word{text: text, gap: gap}
	first, n := utf8.DecodeRuneInString(text)
	w.number = unicode.IsDigit(first)
	if last := text[len(text)-1]; last == 's' || last == 'S' {
		w.text, w.owning = withoutOwning(text)
	}
	w.large = unicode.IsUpper(first)
	if !w.large && n < utf8.UTFMax && len(w.text) > 2 && (w.text[1] == '-' || w.text[2] == '-') {
		_, rest, _ := strings.Cut(w.text, "-")
		next, _ := utf8.DecodeRuneInString(rest)
		w.large = unicode.IsUpper(next)
	}
	w.low = w.text
	if w.large {
		w.low = strings.ToLower(w.text)
		w.capital = isCapitals(w.text)
	}
	return w
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

// wordEnd is where the word ends that begins at a place. Hyphens, apostrophes, full
// stops and ampersands between letters are in it, and the full stop of an abbreviation.
func wordEnd(line string, i int, known *lang.Sentences) int {
	end := i
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
			next, _ := utf8.DecodeRuneInString(line[end+n:])
			if r != '\'' && r != '’' && r != '-' && r != '.' && r != '&' || !isWord(next) {
				break
			}
		}
		end += n
	}
	if end < len(line) && line[end] == '.' && abbreviated(line[i:end], known) {
		end++
	}
	return end
}

// abbreviated reports whether a full stop behind a word is part of it.
func abbreviated(w string, known *lang.Sentences) bool {
	const longest = 7 // bytes of initials: U.S.S.R
	isInitial := len(w) == 1 && 'A' <= w[0] && w[0] <= 'Z' && w != "I"
	areInitials := strings.Contains(w, ".") && letters(w) <= len(w)-strings.Count(w, ".") && len(w) <= longest && unicode.IsUpper(rune(w[0]))
	return isInitial || areInitials || known.Titles[w] || known.OpeningTitles[w] || known.Abbreviations[w]
}
