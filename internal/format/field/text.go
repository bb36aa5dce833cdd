// Package field reads the single fields that several formats share: text,
// times, names of people, subjects, languages and addresses.
package field

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/format/charset"
)

// Line returns s as one line: white space of any kind, non-breaking spaces
// included, becomes single spaces, none at the ends; control characters and
// invisible marks (zero-width spaces, soft hyphens, byte order marks) go. What was
// encoded twice is mended.
func Line(s string) string {
	if s = Mend(strings.Trim(s, " \t\r\n")); isCleanLine(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
		case Ignorable(r):
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	line := b.String()
	if strings.Trim(line, joiners) == "" { // they join nothing
		return ""
	}
	if mended := Mend(line); mended != line { // what an invisible mark kept apart
		return Line(mended)
	}
	return line
}

// joiners are marks between letters that are no letters: joiners and those of direction.
const joiners = "\u200c\u200d\u200e\u200f"

// Ignorable reports whether r carries no text: a control character, a
// zero-width space, a soft hyphen, a byte order mark, or a mark that turns round
// what follows, which no language needs.
func Ignorable(r rune) bool {
	switch r {
	case '\u200b', '\u00ad', '\ufeff', '\u2060', '\u202c', '\u202d', '\u202e':
		return true
	}
	return unicode.IsControl(r)
}

// isCleanLine reports whether Line would return s unchanged. It may say false for a clean line.
func isCleanLine(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c == 0x7f || c == ' ' && last == ' ' || c >= 0x80 && suspect(s, i) {
			return false
		}
		last = c
	}
	return s == "" || last != ' '
}

// suspect reports whether a multi-byte character at s[i:] may be a space or ignorable, or is invalid.
func suspect(s string, i int) bool {
	switch c := s[i]; c {
	case 0xc2: // U+0080 to U+00BF: controls, no-break space, soft hyphen
		return i+1 >= len(s) || s[i+1] <= 0xa0 || s[i+1] == 0xad
	case 0xe1: // U+1680, ogham space mark
		return true
	case 0xe2: // U+2000 to U+206F: spaces at 80 80-8b, a8-a9, af, and 81 9f-a0; marks at 80 ac-ae
		if i+2 >= len(s) {
			return true
		}
		return s[i+1] == 0x80 && (s[i+2] <= 0x8b || s[i+2] <= 0x8f && alone(s, i) || s[i+2] >= 0xa8 && s[i+2] <= 0xaf) ||
			s[i+1] == 0x81 && s[i+2] >= 0x9f
	case 0xe3: // U+3000, ideographic space
		return i+2 >= len(s) || s[i+1] == 0x80 && s[i+2] == 0x80
	case 0xef: // byte order mark, replacement character
		return true
	}
	return false
}

// alone reports whether a mark of three bytes at s[i:] stands on a line of its own.
func alone(s string, i int) bool {
	return (i == 0 || s[i-1] == '\n') && (i+3 == len(s) || s[i+3] == '\n')
}

// UTF8 returns data as valid UTF-8, from whatever encoding it is in: see
// [charset.UTF8]. Nobody has said which.
func UTF8(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	return string(charset.UTF8(data, ""))
}

// Letters returns the letters and digits of a text in lower case.
func Letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
