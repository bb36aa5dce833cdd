package charset

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// enough is how much of a text is looked at to tell its encoding, in bytes.
const enough = 16 << 10

// guess tells the encoding of a text that is not UTF-8 from its bytes, nil if nothing speaks for any.
func guess(text []byte) encoding.Encoding {
	text = text[:min(len(text), enough)]
	for i := range doubles {
		if doubles[i].reads(text) {
			return doubles[i].encoding
		}
	}
	var best encoding.Encoding
	most := 0
	for _, s := range singles {
		decoded, err := s.NewDecoder().Bytes(text)
		if err != nil {
			continue
		}
		if score := wordiness(string(decoded)) - 2*foreign(string(decoded), s.alphabets); score > most {
			best, most = s.Encoding, score
		}
	}
	return best
}

// single is an encoding with one byte a character, and the letters beyond ASCII of
// the languages that are written in it, where others differ in nothing else.
type single struct {
	encoding.Encoding
	alphabets []string
}

// The same bytes are õ and û in the west, ő and ű in Hungary; ð, ý, þ in Iceland are
// ğ, ı, ş in Turkey. The last of the western ones is for names of neighbours.
var (
	western = []string{"àâæçéèêëîïôœùûüÿ", "äöüß", "áéíñóúü", "ãáàâçéêíóôõú", "àèéìîòóù", "áèéëïóöü", "àçéèíïóòúü", "æøåéóèô", "åäöé", "áéíóúýþæöð", "äõöüšž", "àâáäçéèêëíîïñóôöœúùüß"}
	central = []string{"ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ"}
	turkish = []string{"çğıöşüâîû"}
)

// singles are the likeliest first. windows-1254 has other letters than windows-1252
// only in place of six, which are rare there. The letters of Hebrew stand where the
// first small ones of Cyrillic do: a text that has no others of Cyrillic is Hebrew.
var singles = []single{
	{charmap.Windows1254, turkish},
	{charmap.Windows1252, western},
	{charmap.Windows1255, nil},
	{charmap.Windows1251, nil},
	{charmap.KOI8U, nil},
	{charmap.Windows1250, central},
	{charmap.ISO8859_2, central},
	{charmap.Windows1253, nil},
	{charmap.ISO8859_5, nil},
	{charmap.CodePage866, nil},
	{charmap.Windows1256, nil},
	{charmap.Macintosh, western}, // as Excel for the Mac saves tables
	{charmap.CodePage850, western},
}

// foreign counts the letters beyond ASCII that the alphabet which has most of them has not.
func foreign(text string, alphabets []string) int {
	if len(alphabets) == 0 {
		return 0
	}
	times := map[rune]int{}
	for _, r := range text {
		if r >= 0x80 && unicode.IsLetter(r) {
			times[unicode.ToLower(r)]++
		}
	}
	fewest := len(text)
	for _, letters := range alphabets {
		missing := 0
		for r, n := range times {
			if r >= 0x80 && !strings.ContainsRune(letters, r) { // the small form of İ is in ASCII
				missing += n
			}
		}
		fewest = min(fewest, missing)
	}
	return fewest
}

// isNeighbour reports whether a text of which the encoding of western Europe is declared,
// as servers do that know of no other, is in another one: read in that, it has fewer
// letters that its language has not.
func isNeighbour(declared, guessed encoding.Encoding, text []byte) bool {
	if declared != charmap.Windows1252 || guessed == nil || guessed == declared {
		return false
	}
	text = text[:min(len(text), enough)]
	read := func(e encoding.Encoding) int {
		decoded, _ := e.NewDecoder().String(string(text)) // each byte is something
		for _, s := range singles {
			if s.Encoding == e {
				return wordiness(decoded) - 2*foreign(decoded, s.alphabets)
			}
		}
		return wordiness(decoded)
	}
	return 4*read(declared) < 3*read(guessed)
}

// misread reports whether a text of which one encoding of Cyrillic is declared is
// in another one. In each of them all bytes are letters, but capitals of one are
// mostly small letters of another, so that words read "лЩП" for "Мэр".
func misread(declared, guessed encoding.Encoding, text []byte) bool {
	cyrillic := []encoding.Encoding{charmap.Windows1251, charmap.KOI8U, charmap.KOI8R, charmap.ISO8859_5, charmap.CodePage866}
	if !slices.Contains(cyrillic, declared) || !slices.Contains(cyrillic, guessed) {
		return false
	}
	read := func(e encoding.Encoding) (score, small int) {
		decoded, _ := e.NewDecoder().String(string(text[:min(len(text), enough)])) // each byte is something
		for _, r := range decoded {
			switch {
			case r >= 0x80 && unicode.IsLower(r):
				small++
			case r >= 0x80 && unicode.IsUpper(r):
				small--
			}
		}
		return wordiness(decoded), small
	}
	asDeclared, declaredSmall := read(declared)
	asGuessed, guessedSmall := read(guessed)
	return asDeclared < asGuessed && declaredSmall < 0 && guessedSmall > 0 || 4*asDeclared < 3*asGuessed
}

// wordiness says how much a text looks like words. In a wrong encoding, small
// letters become capitals or signs within words, and scripts mix.
func wordiness(text string) int {
	score := 0
	var before rune
	for _, r := range text + " " {
		if before >= 0x80 || r >= 0x80 {
			score += together(before, r)
		}
		if r >= 0x80 && isStrange(r) {
			score -= 10
		}
		before = r
	}
	return score
}

// together judges two characters that stand side by side, one of them beyond ASCII.
func together(a, b rune) int {
	first, second := unicode.IsLetter(a), unicode.IsLetter(b)
	switch {
	case first && second:
		return withinWord(a, b)
	case first:
		return besideWord(a, b)
	case second && (a == '¡' || a == '¿'): // which never end a word
		return 0
	case second:
		return besideWord(b, a)
	case isOddSign(a), isOddSign(b):
		return 0
	}
	return 1
}

// withinWord judges two letters in a row.
func withinWord(a, b rune) int {
	switch {
	case isLatin(a) != isLatin(b), a == 'ς': // which only ends words
		return -4
	case unicode.IsUpper(b) && unicode.IsLower(a):
		return -3
	case isLatin(a) && a >= 0x80 && b >= 0x80:
		return -1 // two accents in a row are rare
	}
	return 2
}

// besideWord judges a letter and what stands at that end of its word.
func besideWord(letter, other rune) int {
	switch {
	case other >= 0x80 && !isQuote(other):
		return -3
	case letter >= 0x80:
		return 0
	}
	return 1
}

// isOddSign reports whether a sign says nothing for an encoding.
func isOddSign(r rune) bool { return r >= 0x80 && (unicode.IsSpace(r) || !isQuote(r)) }

// isQuote reports whether a sign beyond ASCII may touch a word.
func isQuote(r rune) bool {
	return unicode.In(r, unicode.Pi, unicode.Pf, unicode.Ps, unicode.Pd, unicode.Zs) || r == '…' || r == '„' || r == '°' || r == '€' || r == '№'
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// isStrange reports whether no text holds r: it is a control character beyond
// ASCII, is private or is none at all.
func isStrange(r rune) bool {
	return r == unicode.ReplacementChar || r >= 0x7f && r < 0xa0 && r != 0x85 || unicode.In(r, unicode.Co, unicode.Cs) ||
		r >= 0x80 && !unicode.IsGraphic(r) && !unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cc)
}

// double is an encoding with two bytes for most characters of its language.
type double struct {
	encoding encoding.Encoding
	leads    [][2]byte // of bytes that begin a character
	trails   [][2]byte // of bytes that end one
	common   [][2]byte // of those that begin what nearly all texts consist of
	script   *unicode.RangeTable
}

// doubles are in an order in which none takes the text of one behind it.
var doubles = []double{
	{japanese.ShiftJIS, [][2]byte{{0x81, 0x9f}, {0xe0, 0xfc}}, [][2]byte{{0x40, 0x7e}, {0x80, 0xfc}}, [][2]byte{{0x81, 0x83}, {0x88, 0x97}}, unicode.Hiragana},
	{japanese.EUCJP, [][2]byte{{0xa1, 0xfe}}, [][2]byte{{0xa1, 0xfe}}, [][2]byte{{0xa1, 0xa1}, {0xa3, 0xa5}, {0xb0, 0xcf}}, unicode.Hiragana},
	{korean.EUCKR, [][2]byte{{0xa1, 0xfe}}, [][2]byte{{0xa1, 0xfe}}, [][2]byte{{0xa1, 0xa1}, {0xb0, 0xc8}}, unicode.Hangul},
	{simplifiedchinese.GB18030, [][2]byte{{0x81, 0xfe}}, [][2]byte{{0xa1, 0xfe}}, [][2]byte{{0xa1, 0xa3}, {0xb0, 0xd7}}, unicode.Han},
	{traditionalchinese.Big5, [][2]byte{{0x81, 0xfe}}, [][2]byte{{0x40, 0x7e}, {0xa1, 0xfe}}, [][2]byte{{0xa1, 0xc6}}, unicode.Han},
}

// reads reports whether a text is in this encoding: nearly all that is not ASCII
// is a common character, most beside another one, and some are of its script.
func (d *double) reads(text []byte) bool {
	pairs, common, single, runs := 0, 0, 0, 0
	inside := false
	for i := 0; i < len(text); i++ {
		if text[i] < 0x80 {
			inside = false
			continue
		}
		if i+1 == len(text) {
			break
		}
		if !in(text[i], d.leads) || !in(text[i+1], d.trails) {
			single++
			inside = false
			continue
		}
		pairs++
		if in(text[i], d.common) {
			common++
		}
		if !inside {
			runs++
		}
		inside = true
		i++
	}
	if pairs == 0 || single*50 > pairs || common*10 < pairs*9 || pairs < 2*runs {
		return false
	}
	decoded, err := d.encoding.NewDecoder().Bytes(text)
	if err != nil {
		return false
	}
	own, strange := 0, 0
	for _, r := range string(decoded) {
		switch {
		case unicode.Is(d.script, r):
			own++
		case r >= 0x80 && isStrange(r):
			strange++
		}
	}
	return own*8 >= pairs && (strange-1)*50 <= pairs // the last character may be cut
}

func in(b byte, ranges [][2]byte) bool {
	for _, r := range ranges {
		if b >= r[0] && b <= r[1] {
			return true
		}
	}
	return false
}
