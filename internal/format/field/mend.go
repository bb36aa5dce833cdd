package field

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Mend undoes what becomes of UTF-8 that a program has read as windows-1252,
// ISO-8859-1 or windows-1251 and written as UTF-8 once more ("BrÃ¼cke", "Itâ€™s",
// "РїСЂРёРІРµС‚"), up to three times over. It does so only where it is certain: a
// capital that stands within a word before a sign, signs that no text has in a
// row, or a text that is UTF-8 throughout when it is read back.
func Mend(s string) string {
	const mostTimes = 3
	for range mostTimes {
		mended, ok := mendOnce(s)
		if !ok {
			return s
		}
		s = mended
	}
	return s
}

func mendOnce(s string) (string, bool) {
	western, cyrillic := looksTwiceEncoded(s)
	if cyrillic {
		if back, n := readBack(s, cyrillicBytes); n >= fewestCyrillic {
			return back, true
		}
	}
	if !western {
		return s, false
	}
	pieces := piecesOf(s)
	sure := false
	for i := range pieces {
		sure = sure || isSure(pieces, i)
	}
	if !sure {
		return s, false
	}
	if back, n := readBack(s, westernByte); n > 0 {
		return back, true
	}
	var b strings.Builder
	changed := false
	for i, p := range pieces {
		if p.mended != "" && (isSure(pieces, i) || isCommon(p.text)) {
			changed = true
			b.WriteString(p.mended)
			continue
		}
		b.WriteString(p.text)
	}
	return b.String(), changed
}

// fewestCyrillic is how many characters must come of Cyrillic letters for the
// text to be mended: a few may fit by chance.
const fewestCyrillic = 4

// looksTwiceEncoded tells quickly that most texts are not: by a letter that the
// first byte of a character may have become, with one behind it that the second may have.
func looksTwiceEncoded(s string) (western, cyrillic bool) {
	for i := 0; i+2 < len(s); i++ {
		switch c, behind := s[i], s[i+2]; {
		case c < 0xc3:
		case c == 0xc3 && s[i+1] >= 0x82 && s[i+1] <= 0xb4 && (behind == 0xc2 || behind == 0xc5 || behind == 0xc6 || behind == 0xcb || behind == 0xe2):
			western = true
		case c == 0xd0 && s[i+1] >= 0x92 && s[i+1] <= 0xaf && (behind == 0xc2 || behind == 0xe2 || behind == 0xd0 || behind == 0xd1 || behind == 0xd2),
			c == 0xd0 && s[i+1] == 0xb2 && behind == 0xd0:
			cyrillic = true
		}
	}
	return western, cyrillic
}

// readBack writes s in the bytes that it was read from and reads these as
// UTF-8. n is how many characters were of several; 0 if s is not from there.
func readBack(s string, toByte func(rune) (byte, bool)) (back string, n int) {
	data := make([]byte, 0, len(s))
	for _, r := range s {
		c, ok := toByte(r)
		if !ok {
			return s, 0
		}
		data = append(data, c)
	}
	if !utf8.Valid(data) {
		return s, 0
	}
	return string(data), len(data) - countASCII(data) - countContinuations(data)
}

func countASCII(data []byte) (n int) {
	for _, c := range data {
		if c < utf8.RuneSelf {
			n++
		}
	}
	return n
}

func countContinuations(data []byte) (n int) {
	for _, c := range data {
		if c >= utf8.RuneSelf && !utf8.RuneStart(c) {
			n++
		}
	}
	return n
}

// westernByte is the byte of a character in windows-1252, and in ISO-8859-1 where that has none.
func westernByte(r rune) (byte, bool) {
	if r < utf8.RuneSelf || r >= 0x80 && r < 0xa0 {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}

func cyrillicBytes(r rune) (byte, bool) {
	if r == 0x98 { // which windows-1251 leaves free
		return byte(r), true
	}
	return charmap.Windows1251.EncodeRune(r)
}

// piece is a character, or several that are one when they are read back.
type piece struct {
	text   string
	mended string // "" if it is as it should be
}

func piecesOf(s string) []piece {
	var out []piece
	for i := 0; i < len(s); {
		_, size := utf8.DecodeRuneInString(s[i:])
		p := piece{text: s[i : i+size]}
		if n, mended := twiceEncoded(s[i:]); n > 0 {
			p, size = piece{s[i : i+n], mended}, n
		}
		out = append(out, p)
		i += size
	}
	return out
}

// twiceEncoded returns the character that the beginning of s is when it is read
// back, and how many bytes of s that takes; 0 if it is none.
func twiceEncoded(s string) (n int, mended string) {
	var back [utf8.UTFMax]byte
	want := 1
	for k := 0; k < want; k++ {
		r, size := utf8.DecodeRuneInString(s[n:])
		c, ok := westernByte(r)
		switch {
		case size == 0 || !ok:
			return 0, ""
		case k > 0:
			if c&0xc0 != 0x80 {
				return 0, ""
			}
		case c >= 0xc2 && c <= 0xdf:
			want = 2
		case c >= 0xe0 && c <= 0xef:
			want = 3
		case c >= 0xf0 && c <= 0xf4:
			want = 4
		default:
			return 0, ""
		}
		back[k] = c
		n += size
	}
	if !utf8.Valid(back[:want]) {
		return 0, ""
	}
	return n, string(back[:want])
}

// isCommon reports whether what was read twice begins as most of what is so does:
// Western letters, signs, quotation marks and dashes.
func isCommon(text string) bool {
	return strings.HasPrefix(text, "Ã") || strings.HasPrefix(text, "Â") || strings.HasPrefix(text, "â")
}

// fewestInARow is how many pieces in a row are no chance, whatever they are.
const fewestInARow = 3

// isSure reports whether a piece cannot be meant as it stands.
func isSure(all []piece, i int) bool {
	p := all[i]
	if p.mended == "" {
		return false
	}
	row := 1
	for k := i - 1; k >= 0 && all[k].mended != ""; k-- {
		row++
	}
	for k := i + 1; k < len(all) && all[k].mended != ""; k++ {
		row++
	}
	if row >= fewestInARow {
		return true
	}
	first, size := utf8.DecodeRuneInString(p.text)
	second, _ := utf8.DecodeRuneInString(p.text[size:])
	r, _ := utf8.DecodeRuneInString(p.mended)
	switch {
	case first == 'â' && r >= 0x2010 && r <= 0x2300: // dashes, quotation marks, currencies, arrows
		return true
	case first == 'ð' && r >= 0x1f000: // pictures
		return true
	case !unicode.IsUpper(first) || utf8.RuneLen(r) != 2:
		return false
	case i > 0 && endsSmall(all[i-1]):
		return true // a capital within a word
	case (first == 'Ã' || first == 'Â') && !closesOrSeparates(second) && unicode.In(second, unicode.S, unicode.P, unicode.No, unicode.Cc, unicode.Lm):
		return true
	}
	return i+1 < len(all) && beginsSmall(all[i+1]) && closesOrSeparates(second) && !unicode.IsSpace(second)
}

// closesOrSeparates reports whether a sign may stand behind a word, whatever letter that ends with.
func closesOrSeparates(r rune) bool {
	return strings.ContainsRune("»›’”“‘…–—™®©•·†‡:", r) || unicode.IsSpace(r)
}

func endsSmall(p piece) bool {
	r, _ := utf8.DecodeLastRuneInString(p.text)
	return p.mended == "" && unicode.IsLower(r)
}

func beginsSmall(p piece) bool {
	r, _ := utf8.DecodeRuneInString(p.text)
	return p.mended == "" && unicode.IsLower(r)
}
