package speech

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// kind is what a token is.
type kind byte

// The kinds of tokens.
const (
	word kind = iota
	quoted
	comma
	colon
	stop  // ends a clause: . ! ? ;
	other // dashes, brackets and the like
)

// token is a word, a quotation as a whole, or a mark of punctuation.
type token struct {
	news.Span

	kind      kind
	low       string // of a word: in lower case, without a possessive ending
	large     bool   // of a word: it begins with a capital
	owning    bool   // of a word: it has a possessive ending
	quotation int    // of a quotation: which of the paragraph
}

// whole are the sentences of a paragraph, text[from:to]; none ends within a quotation.
func (cut Sentences) whole(text string, from, to int, quotations []quotation, language *lang.Pack) (all []news.Span) {
	q := 0
	joined := false
	for _, s := range cut(text[from:to], language) {
		s.Start, s.End = s.Start+from, s.End+from
		if joined {
			all[len(all)-1].End = s.End
		} else {
			all = append(all, s)
		}
		for q < len(quotations) && quotations[q].outer.End <= s.End {
			q++
		}
		joined = q < len(quotations) && quotations[q].outer.Start < s.End || q > 0 && quotations[q-1].again
	}
	return all
}

// tokens cuts a sentence.
func tokens(dst []token, text string, sentence news.Span, quotations []quotation, language *lang.Pack) []token {
	q := 0
	for q < len(quotations) && quotations[q].outer.Start < sentence.Start {
		q++
	}
	for i := sentence.Start; i < sentence.End; {
		if q < len(quotations) && quotations[q].outer.Start == i {
			dst = append(dst, token{Span: quotations[q].outer, kind: quoted, quotation: q})
			i = quotations[q].outer.End
			q++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r):
			i += n
		case isWord(r):
			t := wordAt(text, i, sentence.End, &language.Sentences)
			dst = append(dst, t)
			i = t.End
		default:
			dst = append(dst, token{Span: news.Span{Start: i, End: i + n}, kind: kindOf(r)})
			i += n
		}
	}
	return dst
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '$' || r == '@' }

func kindOf(r rune) kind {
	switch r {
	case ',', '،', '、', '，':
		return comma
	case ':', '：':
		return colon
	case '.', '!', '?', ';', '…', '。', '！', '？':
		return stop
	}
	return other
}

// wordAt reads the word that begins at i. Hyphens, apostrophes and full stops
// between letters are in it, and the full stop of an abbreviation.
func wordAt(text string, i, to int, words *lang.Sentences) token {
	first, n := utf8.DecodeRuneInString(text[i:])
	end := i + n
	for end < to {
		r, n := utf8.DecodeRuneInString(text[end:])
		if !isWord(r) && !unicode.IsMark(r) {
			next, size := utf8.DecodeRuneInString(text[end+n:])
			if !strings.ContainsRune("'’-.&", r) || size == 0 || !isWord(next) {
				break
			}
		}
		end += n
	}
	if end+1 < to && text[end] == '.' && abbreviated(text[i:end], words) {
		end++
	}
	t := token{Span: news.Span{Start: i, End: end}, large: unicode.IsUpper(first)}
	t.low = strings.ToLower(text[i:end])
	for _, ending := range []string{"'s", "’s"} {
		if rest, ok := strings.CutSuffix(t.low, ending); ok {
			t.low, t.owning = rest, true
		}
	}
	if rest := text[t.End:to]; strings.HasSuffix(t.low, "s") && (strings.HasPrefix(rest, "' ") || strings.HasPrefix(rest, "’ ")) {
		_, n := utf8.DecodeRuneInString(rest)
		t.End, t.owning = t.End+n, true
	}
	return t
}

// abbreviated reports whether a full stop behind a word is part of it.
func abbreviated(w string, words *lang.Sentences) bool {
	return len(w) == 1 && 'A' <= w[0] && w[0] <= 'Z' && w != "I" || strings.Contains(w, ".") || words.Titles[w] || words.Abbreviations[w] || words.OpeningTitles[w]
}
