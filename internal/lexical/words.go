package lexical

import (
	"unicode/utf8"

	"byline/internal/lang"
)

// Word is a word of a text, a stop word too, and the bytes that it was read from.
type Word struct {
	// Key is the same for words that are the same but for accents, case and
	// ending. It is the term of a word that has one.
	Key        uint32
	Signed     uint32 // the same for words of the same name with signs: C++, AT&T; 0 for all others
	Stop       bool   // it has no term
	Start, End int
}

// Words appends the words of text to dst, in their order: those that Tokens
// makes terms of, but each on its own, and the stop words between them. It walks
// as read does: a walk that both call makes Tokens a sixth slower.
func (a *Analyzer) Words(dst []Word, text string) []Word {
	name := signed{}
	for i := 0; i < len(text); {
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
			dst = append(dst, Word{Key: hash(text[i : i+n]), Start: i, End: i + n})
			i += n
			continue
		}
		term, end := a.plainWord(text, i)
		if end == i {
			end = wordEnd(text, i)
			if n := a.elided(text[i:end]); n > 0 {
				dst = append(dst, a.word(0, text, i, i+n))
				i += n
				continue
			}
			if at, first, second := a.split(text[i:end]); at > 0 {
				dst = append(dst, Word{Key: first, Start: i, End: i + at}, Word{Key: second, Start: i + at, End: end})
				i = end
				continue
			}
			term = a.term(text[i:end])
		}
		if i >= name.end && hasSign(text, i, end) {
			name = signedName(text, i, end)
		}
		next := a.word(term, text, i, end)
		if end <= name.end {
			next.Signed = name.term
		}
		dst = append(dst, next)
		i = end
	}
	return dst
}

// word is the word text[start:end], of which term gave a term.
func (a *Analyzer) word(term uint32, text string, start, end int) Word {
	if term < firstTerm && term != 0 {
		term = a.capitalTerm(term, text, start, end)
	}
	if term == 0 {
		// No term is of a text with a full stop and a space before it.
		var buf [2 + 2*maxWord]byte
		return Word{Key: hash(fold(append(buf[:0], ". "...), text[start:end])), Stop: true, Start: start, End: end}
	}
	return Word{Key: term, Start: start, End: end}
}
