package lang

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem/arabic"
	"github.com/kljensen/snowball/russian"
	"golang.org/x/text/unicode/norm"
)

// scripts are those whose words are stemmed by their script, since a word or two
// of a query do not tell more. Of languages that share one, the largest tells
// how: most endings of Russian are those of Ukrainian and Bulgarian, too.
var scripts = []struct {
	*unicode.RangeTable
	stem func(word string) string
}{
	{unicode.Cyrillic, stemRussian},
	{unicode.Arabic, stemArabic},
	{unicode.Devanagari, stemHindi},
	{unicode.Hangul, stemKorean},
	{unicode.Hebrew, stemHebrew},
}

// ownScripts are those of one language of those in which questions are asked.
var ownScripts = map[string]*unicode.RangeTable{
	"ko": unicode.Hangul, "th": unicode.Thai, "ja": unicode.Hiragana, "he": unicode.Hebrew, "el": unicode.Greek, "hi": unicode.Devanagari,
}

// hasOwnScript reports whether a text has a letter that only this language is written in.
func (p *Pack) hasOwnScript(text string) bool {
	script := ownScripts[p.Code]
	return script != nil && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(script, r) })
}

// StemByScript stems a word, in lower case, that begins with a letter other than
// those of English, if its script tells how.
func StemByScript(word string) string {
	first, _ := utf8.DecodeRuneInString(word)
	for _, s := range scripts {
		if unicode.Is(s.RangeTable, first) {
			return s.stem(word)
		}
	}
	return word
}

// stemRussian strips the endings of cases (Snowball). Words come without marks, and
// so with и for й, which is how adjectives end.
func stemRussian(word string) string {
	const i, short, vowels = "и", "й", "аеиоуыэюя"
	if rest, ok := strings.CutSuffix(word, i); ok {
		if last, _ := utf8.DecodeLastRuneInString(rest); strings.ContainsRune(vowels, last) {
			word = rest + short
		}
	}
	stem := russian.Stem(word, false)
	if strings.HasSuffix(stem, "л") { // of nouns in the plural what is left may end as a verb in the past: вокзалы, as вокзал does
		return russian.Stem(stem, false)
	}
	return stem
}

// stemArabic strips what is written as one word with a noun, and its endings (Snowball),
// until no ending is left: جامعات as جامعة.
func stemArabic(word string) string {
	for word = snowballArabic(word); ; {
		next := snowballArabic(word)
		if next == word || !strings.HasPrefix(word, next) {
			return word
		}
		word = next
	}
}

var snowballArabic = stemmer(arabic.Stem)

// stemHindi strips the endings of number and case: अस्पतालों, नदियाँ. Words come without the
// marks above and below letters.
func stemHindi(word string) string {
	const least = 2 // letters of what is left
	for _, ending := range []string{"ियो", "िया", "ाओ", "ा", "ि", "ी", "ो"} {
		if stem, ok := strings.CutSuffix(word, ending); ok && utf8.RuneCountInString(stem) >= least {
			return stem
		}
	}
	return word
}

// stemKorean strips the particle that a noun ends with: 수영장은, 수영장을, 수영장에서.
// Words come decomposed.
func stemKorean(word string) string { return withoutParticle(word, koreanParticles()) }

func withoutParticle(word string, particles []string) string {
	const least = 2 // syllables of what is left
	whole := norm.NFC.String(word)
	for _, particle := range particles {
		if stem, ok := strings.CutSuffix(whole, particle); ok && utf8.RuneCountInString(stem) >= least {
			return stem
		}
	}
	return whole
}

var koreanParticles = sync.OnceValue(func() []string {
	for _, p := range askers() {
		if p.Code == "ko" {
			return p.Terms.Particles
		}
	}
	return nil
})

// Digit returns the digit from 0 to 9 for one of another script, and any other rune as it is.
func Digit(r rune) rune {
	if r < utf8.RuneSelf || !unicode.IsDigit(r) {
		return r
	}
	for _, digits := range unicode.Nd.R16 { // runs of ten, or of several tens
		if low, high := rune(digits.Lo), rune(digits.Hi); low <= r && r <= high {
			return '0' + (r-low)%10
		}
	}
	return r
}
