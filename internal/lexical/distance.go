package lexical

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"

	"byline/internal/lang"
)

// Fold returns a word in small letters, without accents and with straight apostrophes.
func Fold(word string) string {
	var buf [maxWord]byte
	return string(fold(buf[:0], word))
}

// Distance is how many letters must be left out, added, changed or swapped with
// their neighbour to make one word of another (optimal string alignment: Boytsov,
// Indexing methods for approximate dictionary searching, 2011, section 2). It is
// most+1 for all that need more than most.
func Distance(a, b string, most int) int {
	if d := utf8.RuneCountInString(a) - utf8.RuneCountInString(b); d > most || -d > most {
		return most + 1
	}
	// Most words are short enough to be compared without memory from the heap.
	const usual = 32
	var buffer [3][usual]int
	x, y := []rune(a), []rune(b)
	before, last, row := buffer[0][:], buffer[1][:], buffer[2][:]
	if len(y) >= usual {
		before, last, row = make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	}
	for j := range len(y) + 1 {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		least := row[0]
		for j := range y {
			changed := last[j]
			if x[i] != y[j] {
				changed++
			}
			row[j+1] = min(changed, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(y)], most+1)
}

// Slips is by how many slips of the fingers a word may differ from one that was
// meant: none in a short word, two in a long one.
func Slips(word string) int {
	const short, long = 5, 8 // letters
	switch n := utf8.RuneCountInString(word); {
	case n < short:
		return 0
	case n < long:
		return 1
	default:
		return 2
	}
}

// NameDistance is Distance of two words in small letters or, where that is more
// than most, most if they are written alike but for how alphabets are romanised:
// Qadaffi, Gaddafi.
func NameDistance(a, b string, most int) int {
	d := Distance(a, b, most)
	if d <= most || !nearIn(a, b) {
		return d
	}
	a, b = Sound(a), Sound(b)
	if alike := utf8.RuneCountInString(a) / lettersPerSlip; Distance(a, b, alike) <= alike {
		return most
	}
	return d
}

// lettersPerSlip is for how many letters of a romanised name one may differ.
const lettersPerSlip = 5

// nearIn reports whether the lengths of two words allow that they are one name.
func nearIn(a, b string) bool {
	const most = 3
	return len(a) >= lettersPerSlip && len(b) >= lettersPerSlip && len(a)-len(b) <= most && len(b)-len(a) <= most
}

// Undotted writes the ae, oe and ue of a word as letters with two dots are
// written without them: Juergen, Jurgen.
func Undotted(word string) string { return undotted().Replace(word) }

var undotted = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "Ae", "A", "Oe", "O", "Ue", "U")
})

// Sound writes a word in small letters as names are that are written alike but for
// how Arabic, Cyrillic or Greek is romanised: one sound in one way, of those that
// BGN/PCGN, national systems and newspapers have for it. Zelenskyy, Zelenskiy,
// Zelensky and Зеленський are one.
func Sound(word string) string {
	var buf [2 * maxWord]byte
	word = romanise(word)
	if strings.HasPrefix(word, "ye") { // Yevgeny, Evgeny
		word = word[1:]
	}
	sound := withoutDoubles(appendSounds(buf[:0], word))
	if hasHardEnding(sound) {
		sound[len(sound)-1] = 'v'
	}
	return string(sound)
}

// Heard is Sound, of names that German, French, Spanish and English have for one, too:
// Schewtschuk and Shevchuk, Rodrigues and Rodriguez, Kristoffer and Christopher, MacAllister
// and McAllister. No index keeps it.
func Heard(word string) string {
	if stem, ok := strings.CutPrefix(word, "mac"); ok {
		word = "mc" + stem
	}
	word = lang.Heard(word)
	if stem, ok := strings.CutSuffix(word, "ez"); ok && len(stem) > len("go") { // Gomez
		word = stem + "es"
	}
	return Sound(word)
}

// hasHardEnding reports whether a sound ends as Ivanoff does, which is Ivanov.
func hasHardEnding(sound []byte) bool {
	const stem = 3 // letters before an ending
	last := len(sound) - 1
	return last > stem && sound[last] == 'f' && strings.IndexByte("oei", sound[last-1]) >= 0
}

// romanise writes the letters of Cyrillic and Greek in those of Latin.
func romanise(word string) string {
	if word == "" || word[0] < utf8.RuneSelf {
		return word
	}
	var b strings.Builder
	for _, r := range word {
		if latin, ok := lang.Latin(r); ok {
			b.WriteString(latin)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// appendSounds writes each sound of a word in one way.
func appendSounds(dst []byte, word string) []byte {
next:
	for i := 0; i < len(word); {
		for _, r := range lang.Romanised(word[i]) {
			if strings.HasPrefix(word[i:], r.Written) {
				dst = append(dst, r.As...)
				i += len(r.Written)
				continue next
			}
		}
		dst = append(dst, word[i])
		i++
	}
	return dst
}

// withoutDoubles writes each run of one letter as one, in place.
func withoutDoubles(word []byte) []byte {
	out := word[:0]
	for i := 0; i < len(word); {
		if c := word[i]; c < utf8.RuneSelf {
			if len(out) == 0 || out[len(out)-1] != c {
				out = append(out, c)
			}
			i++
			continue
		}
		_, n := utf8.DecodeRune(word[i:])
		letter, last := word[i:i+n], max(0, len(out)-n)
		if !bytes.Equal(out[last:], letter) {
			out = append(out, letter...)
		}
		i += n
	}
	return out
}
