package lang

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// Latin is how a letter of Cyrillic or Greek, without accents, is mostly written in names.
func Latin(letter rune) (latin string, ok bool) {
	latin, ok = latinLetters()[letter]
	return latin, ok
}

// WithSoftG writes a name in Cyrillic with х for г, which is h in Ukrainian and g in Russian:
// Гренко, Hrenko. It is the name itself if that has none.
func WithSoftG(name string) string { return strings.ReplaceAll(name, "г", "х") }

// latinLetters are those that letters of Cyrillic and Greek, without accents, are
// mostly written as in names.
var latinLetters = sync.OnceValue(func() map[rune]string {
	letters := make(map[rune]string)
	for _, pair := range strings.Fields(`а:a б:b в:v г:g ґ:g д:d е:e є:ye ж:zh з:z и:i і:i ј:j к:k л:l љ:lj м:m н:n њ:nj о:o п:p р:r с:s т:t ћ:c ђ:dj
		у:u ў:w ф:f х:kh ц:ts ч:ch џ:dz ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya
		α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o`) {
		letter, latin, _ := strings.Cut(pair, ":")
		r, _ := utf8.DecodeRuneInString(letter)
		letters[r] = latin
	}
	return letters
})

// Romanisation is one way to write a sound, and that which stands for all.
type Romanisation struct{ Written, As string }

// Romanised has the ways to write sounds that begin with a letter, in the order in which they are tried.
func Romanised(first byte) []Romanisation { return romanised[first] }

// romanised has the ways to write sounds by their first letters, in the order in which they are tried.
var romanised = func() (by [256][]Romanisation) {
	for _, r := range []Romanisation{
		{"kh", "h"}, {"gh", "g"}, {"ph", "f"}, {"ck", "k"}, {"q", "k"}, {"ou", "u"}, {"oo", "u"}, {"ee", "i"}, {"ie", "i"}, {"iy", "i"}, {"yi", "i"},
		{"ye", "i"}, {"y", "i"}, {"j", "i"}, {"w", "v"}, {"x", "ks"}, {"tz", "ts"}, {"sch", "sh"}, {"tch", "ch"},
	} {
		by[r.Written[0]] = append(by[r.Written[0]], r)
	}
	return by
}()

// Heard writes the letters of a name in small letters that languages have for one sound as
// English has them where it romanises: tsch as ch, ca as ka.
func Heard(name string) string { return heard().Replace(name) }

var heard = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("schtsch", "shch", "tsch", "ch", "chr", "kr", "chl", "kl", "ca", "ka", "co", "ko", "cu", "ku",
		"cl", "kl", "cr", "kr", "ct", "kt", "ου", "ou", "αυ", "av", "ευ", "ev")
})
