package chunk

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// sentence is a sentence with what Split needs to know of it.
type sentence struct {
	news.Span
	words  int
	closed bool // it ends a paragraph or a line, and with a full stop: a good place to end a passage
}

// Sentences returns the spans of the sentences of a text, trimmed of white
// space, in order; between two of them there is only white space. A sentence
// ends
//
//   - at a blank line, and at a line end before a list item or after a short
//     line that looks like a heading;
//   - at . ! ? … and closing quotes or brackets after them, if white space
//     follows and then something that can begin a sentence. An abbreviation
//     or an initial ends it only where the next word tells;
//   - at 。！？ wherever they stand, and at a stop glued to the next word (“port.The”).
//
// In doubt it is not cut: a long sentence is easier to read than half of one.
// Abbreviations are those of the language that the text is in.
func Sentences(text string, language *lang.Pack) []news.Span {
	spans := make([]news.Span, 0, len(text)/128+1)
	for i := skipSpace(text, 0); i < len(text); {
		var s sentence
		s, i = nextSentence(text, i, &language.Sentences)
		spans = append(spans, s.Span)
	}
	return spans
}

// nextSentence returns the sentence that begins at start, which is not white
// space, and where the next one begins.
func nextSentence(text string, start int, words *lang.Sentences) (s sentence, next int) {
	n, line := 0, start // line: where the current line begins
	for i := start; ; i = next {
		end, stopped := unitEnd(text, i)
		n += runWords(text[i:end])
		var lines int
		next, lines = skipGap(text, end)
		breaks := next == len(text) || lines > 1 || lines == 1 && endsLine(text[line:end], text[next:])
		if breaks || stopped || mayEnd(text[end-1]) && endsSentence(text[start:end], text[next:], words) {
			return sentence{
				Span: news.Span{Start: start, End: end}, words: n,
				closed: breaks && (stopped || endsInStop(text[start:end])),
			}, next
		}
		if lines == 1 {
			line = next
		}
	}
}

// unitEnd returns the end of the run without white space that begins at i or,
// with stopped, of its first part if a sentence ends within the run.
func unitEnd(text string, i int) (end int, stopped bool) {
	for end = i; end < len(text); end++ {
		switch byteClass[text[end]] {
		case classSpace:
			return end, false
		case classMaybe:
			if n := wideStopLen(text[end:]); n > 0 {
				return skipClosers(text, end+n), true
			}
			if wideSpaceLen(text[end:]) > 0 {
				return end, false
			}
		case classStop:
			if isGlued(text[i:end], text[end+1:]) {
				return skipClosers(text, end+1), true
			}
		}
	}
	return end, false
}

// isGlued tells whether the full stop between before and after ends a
// sentence although no white space follows, as pages that lost their line
// ends have it: `the port.The ferry`, `the port.“We`. Names of sites do not
// look like that.
func isGlued(before, after string) bool {
	n := len(before)
	if n < 3 || !isLower(before[n-1]) || !isLower(before[n-2]) || !isLower(before[n-3]) {
		return false
	}
	rest := after[skipClosers(after, 0):]
	word, _ := skipOpeners(rest)
	if len(word) < 3 || word[0] < 'A' || word[0] > 'Z' || !isLower(word[1]) && word[1] != '\'' {
		return false
	}
	switch word[:3] {
	case "Com", "Org", "Net":
		return false
	}
	return true
}

// isLower tells whether a byte is a small letter of ASCII.
func isLower(b byte) bool { return b >= 'a' && b <= 'z' }

// skipGap returns the end of the white space at i and how many line ends it has.
func skipGap(text string, i int) (end, lines int) {
	for i < len(text) {
		n := spaceLen(text, i)
		if n == 0 {
			break
		}
		if text[i] == '\n' {
			lines++
		}
		i += n
	}
	return i, lines
}

// wideStopLen returns the length of the full stop that needs no white space
// after it at the beginning of text, 0 if there is none.
func wideStopLen(text string) int {
	if len(text) < 3 {
		return 0
	}
	switch text[:3] {
	case "。", "！", "？", "｡":
		return 3
	}
	return 0
}

// skipClosers returns the end of the closing quotes, brackets and further
// full stops at i.
func skipClosers(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isCloser(r) && wideStopLen(text[i:]) == 0 {
			break
		}
		i += size
	}
	return i
}

// headingLength is the length in bytes under which a line without a full stop
// is taken for a heading rather than for a wrapped line.
const headingLength = 45

// endsLine tells whether a sentence ends at the end of a line, given what follows it.
func endsLine(line, next string) bool {
	if isListItem(next) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(next)
	return len(line) < headingLength && !unicode.IsLower(r) && (isListItem(line) || !endsInStop(line))
}

// isListItem tells whether a line begins with a bullet, a dash or a number as lists have it.
func isListItem(line string) bool {
	if line == "" {
		return false
	}
	r, size := utf8.DecodeRuneInString(line)
	switch r {
	case '-', '*', '•', '–', '—', '·', '‣', '▪', '●':
		return size < len(line) && spaceLen(line, size) > 0
	}
	n := 0
	for n < len(line) && n < 3 && line[n] >= '0' && line[n] <= '9' {
		n++
	}
	return n > 0 && n+1 < len(line) && (line[n] == '.' || line[n] == ')') && spaceLen(line, n+1) > 0
}

// mayEnd tells whether a sentence can end with the byte, by a glance.
func mayEnd(b byte) bool {
	switch b {
	case '.', '!', '?', '"', '\'', ')', ']':
		return true
	}
	return b >= utf8.RuneSelf
}

// isCloser tells whether a rune may stand between a full stop and the end of its sentence.
func isCloser(r rune) bool {
	switch r {
	case '"', '\'', ')', ']', '”', '’', '»', '」', '』', '）', '】', '］':
		return true
	}
	return false
}

// isLateCloser tells whether a rune that opens quotations in English closes them in
// other languages, as nothing but a space is behind it: „Ja.“ »Ja.«
func isLateCloser(r rune) bool { return r == '“' || r == '‘' || r == '«' || r == '‹' }

// lastStop returns the position of the full stop that ends a text, the rune
// that it is, and whether a closing quote comes after it. It returns r = 0
// if the text does not end with a full stop.
func lastStop(text string) (at int, r rune, quoted bool) {
	for at = len(text); at > 0; {
		r, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
		switch {
		case isCloser(r) || isLateCloser(r):
			quoted = quoted || r != ')' && r != ']'
		case r == '…' || unicode.Is(unicode.Sentence_Terminal, r): // of any script: ؟ ।
			return at, r, quoted
		default:
			return at, 0, quoted
		}
	}
	return 0, 0, quoted
}

// endsInStop tells whether a text ends with a full stop of any kind.
func endsInStop(text string) bool {
	_, r, _ := lastStop(text)
	return r != 0
}

// endsSentence tells whether text, the beginning of a sentence, is all of it,
// given what follows after white space.
func endsSentence(text, next string, words *lang.Sentences) bool {
	at, stop, quoted := lastStop(text)
	if stop == 0 {
		return false
	}
	word, opened := skipOpeners(next)
	first, _ := utf8.DecodeRuneInString(word)
	if unicode.IsLower(first) || isContinuation(first) {
		return false
	}
	if stop != '.' || quoted || at > 0 && text[at-1] == '.' {
		return true
	}
	if isEnumerator(text[:at]) || isDayOf(text[:at], word) {
		return false
	}
	switch abbreviationAt(text[:at], words) {
	case title:
		return false
	case numbered:
		return !unicode.IsDigit(first)
	case abbreviation:
		return opened || isOpener(word, words)
	}
	return true
}

// isDayOf tells whether a stop behind a number is that of a day of the month that
// follows, as Germans and Danes write it: "ab 1. Dezember".
func isDayOf(before, word string) bool {
	digits := len(before) - len(strings.TrimRightFunc(before, unicode.IsDigit))
	if digits == 0 || digits > 2 {
		return false
	}
	if end := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		word = word[:end]
	}
	times, month := lang.Any().Time, strings.ToLower(word)
	return times.ForeignMonths[month] != 0 || times.Months[month] != 0
}

// skipOpeners returns text without opening quotes and brackets, and whether there was a quote.
func skipOpeners(text string) (rest string, opened bool) {
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		switch r {
		case '"', '\'', '“', '‘', '«', '„':
			opened = true
		case '(', '[':
		default:
			return text, opened
		}
		text = text[size:]
	}
	return text, opened
}

// isContinuation tells whether a rune can only go on with a sentence.
func isContinuation(r rune) bool {
	switch r {
	case '.', ',', ';', ':', '!', '?', ')', ']', '%', '…', '/':
		return true
	}
	return false
}

// isEnumerator tells whether text, which precedes a full stop, is the number
// or the letter of a list item, as in "1. Open the valve".
func isEnumerator(text string) bool {
	if len(text) == 0 || len(text) > 2 {
		return false
	}
	for _, b := range []byte(text) {
		if b < '0' || b > '9' {
			return len(text) == 1 && (b|0x20) >= 'a' && (b|0x20) <= 'z'
		}
	}
	return true
}
