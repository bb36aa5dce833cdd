package notices

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// wording is how notices are worded, in any language.
type wording struct {
	stems    *stems         // a line without any of these has no notice
	beside   *stems         // nor has a sentence without one of these, too
	opening  *regexp.Regexp // what may stand before a notice: "Editor's note:"
	capitals *regexp.Regexp // words that are labels where they stand in capitals
	subject  pattern        // what a notice speaks of: "this story"
	kinds    []kind         // the gravest first
	times    lang.Words     // words of a date or a time
}

type kind struct {
	kind     news.NoticeKind
	label    *regexp.Regexp // with what sets it off: "Correction:", "(CORRECTED) -"
	dated    *regexp.Regexp // the label alone, at the beginning
	trailing *regexp.Regexp // in brackets, at the end of a headline
	said     *regexp.Regexp // of a story, behind the word for it
	alone    pattern        // without a word for the story
}

// Notices are few, and each article is looked through for those of all languages:
// its language is not always told rightly.
var words = sync.OnceValue(func() *wording {
	n := lang.OnNotices()
	w := &wording{
		stems:    stemsOf(n.Stems),
		beside:   stemsOf(n.Beside),
		opening:  regexp.MustCompile(`(?i)^\W*` + lang.Pattern(n.Openings) + `[:.–—-]\s*`),
		capitals: regexp.MustCompile(`^\W{0,6}` + lang.Pattern(n.Capitals) + `\b`),
		subject:  newPattern(lang.Pattern(n.Subjects)),
		times:    n.Times,
	}
	for _, k := range []struct {
		kind         news.NoticeKind
		labels, said []string
	}{
		{news.NoticeRetraction, n.RetractionLabels, n.Retractions},
		{news.NoticeCorrection, n.CorrectionLabels, n.Corrections},
		{news.NoticeClarification, n.ClarificationLabels, n.Clarifications},
		{news.NoticeUpdate, n.UpdateLabels, n.Updates},
	} {
		label := lang.Pattern(k.labels)
		alone := []string{}
		for _, pair := range n.Alone {
			if pair.Key == string(k.kind) {
				alone = append(alone, pair.Value)
			}
		}
		trailing := `[\[(]\s?` + label + `\s?[\])]\s*$`
		if k.kind != news.NoticeUpdate { // of which many a headline has the word
			trailing += `|^[^\pL\pN]{0,6}` + label + `[^\pL\pN]{0,6}$|\s[-–—|]\s?` + label + `\s*$`
		}
		w.kinds = append(w.kinds, kind{
			kind:     k.kind,
			label:    regexp.MustCompile(`(?i)^[^\pL\pN]{0,6}` + label + `\s?[\])>*]{0,3}\s?(?:[:|]|[-–—])`),
			dated:    regexp.MustCompile(`(?i)^[^\pL\pN]{0,6}` + label + `[\s,:]`),
			trailing: regexp.MustCompile(`(?i)` + trailing),
			said:     regexp.MustCompile(`(?i)` + lang.Pattern(k.said)),
			alone:    newPattern(lang.Pattern(alone)),
		})
	}
	return w
})

// stems are words and beginnings of words, in lower case and of three bytes or more,
// that are looked for together: an article is read once for all of them.
type stems struct {
	groups [][]string      // those whose first three bytes have one hash; the first group is empty
	by     [1 << 15]uint16 // the group of each hash
}

// stemBegin is by how many bytes stems are looked up.
const stemBegin = 3

func stemsOf(words []string) *stems {
	s := &stems{groups: [][]string{nil}}
	for _, word := range words {
		h := uint16(0)
		for i := range stemBegin {
			h = rolled(h, word[i])
		}
		if s.by[h] == 0 {
			s.by[h] = uint16(len(s.groups))
			s.groups = append(s.groups, nil)
		}
		s.groups[s.by[h]] = append(s.groups[s.by[h]], word)
	}
	return s
}

// rolled adds a byte to a hash of three, of which it takes the first away.
func rolled(h uint16, c byte) uint16 { return (h<<5 ^ uint16(c)) & 0x7fff }

// in reports whether a text has one, in lower case or not.
func (s *stems) in(text string) bool {
	if !isPlain(text) {
		text = strings.ToLower(text)
	}
	h := uint16(0)
	for i := range len(text) {
		h = rolled(h, lower[text[i]])
		if group := s.by[h]; group > 0 && i >= stemBegin-1 {
			for _, word := range s.groups[group] {
				if begins(text[i-stemBegin+1:], word) {
					return true
				}
			}
		}
	}
	return false
}

// begins reports whether a text begins with a word, the letters of ASCII in lower case or not.
func begins(text, word string) bool {
	if len(text) < len(word) {
		return false
	}
	for i := range len(word) {
		if lower[text[i]] != word[i] {
			return false
		}
	}
	return true
}

// lower has the letters of ASCII in lower case, all other bytes as they are.
var lower = func() (t [256]byte) {
	for c := range t {
		if t[c] = byte(c); 'A' <= c && c <= 'Z' {
			t[c] += 'a' - 'A'
		}
	}
	return t
}()

// isPlain reports whether a text has no letters but those of ASCII: nothing else but
// the quotation marks and dashes from U+2000 to U+203F, which have no case.
func isPlain(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < utf8.RuneSelf {
			continue
		}
		if !strings.HasPrefix(text[i:], "\xe2\x80") || i+2 == len(text) || utf8.RuneStart(text[i+2]) {
			return false
		}
		i += 2
	}
	return true
}

// inHeadline tells which notice a headline is, "" if none.
func (w *wording) inHeadline(headline string) news.NoticeKind {
	if !w.stems.in(headline) {
		return ""
	}
	if kind := w.ofLine(headline); kind != "" {
		return kind
	}
	for _, k := range w.kinds {
		if k.trailing.MatchString(headline) {
			return k.kind
		}
	}
	return ""
}

// ofLine tells which notice a line is by its label, "" if it has none.
func (w *wording) ofLine(line string) news.NoticeKind {
	if n := len(w.opening.FindString(line)); n > 0 {
		line = line[n:]
	}
	behindDate := strings.TrimSpace(line[len(w.timeAt(line)):])
	for _, k := range w.kinds {
		if k.label.MatchString(line) {
			return k.kind
		}
		for _, text := range []string{line, behindDate} {
			if label := k.dated.FindString(text); label != "" && w.isDated(label, text[len(label):]) {
				return k.kind
			}
		}
	}
	if w.capitals.MatchString(line) {
		return news.NoticeCorrection
	}
	return ""
}

// isDated reports whether behind a label, which may have the first number of it, there
// is a date, and nothing or a colon behind that.
func (w *wording) isDated(label, text string) bool {
	date := w.timeAt(text)
	rest := strings.TrimSpace(text[len(date):])
	return strings.ContainsAny(label+date, "0123456789") && (rest == "" || strings.HasSuffix(strings.TrimSpace(date), ":"))
}

// timeAt is the date or the time that a line begins with.
func (w *wording) timeAt(line string) string {
	end := 0
	for end < len(line) {
		word := firstWord(line[end:])
		plain := strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
		if !w.times[plain] && !startsWithDigit(plain) {
			break
		}
		end += len(word)
		if strings.HasSuffix(strings.TrimSpace(word), ":") {
			break
		}
	}
	return line[:end]
}

// firstWord is the first word of a text with the white space around it.
func firstWord(text string) string {
	begin := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	end := strings.IndexFunc(text[begin:], unicode.IsSpace)
	if end < 0 {
		return text
	}
	return text[:begin+end+1]
}

func startsWithDigit(word string) bool { return word != "" && word[0] >= '0' && word[0] <= '9' }

// near is how many bytes behind the word for the story are looked at.
const near = 200

// ofSentence tells which notice a sentence is, "" if none. What somebody is quoted as
// saying of a story is none.
func (w *wording) ofSentence(sentence string) news.NoticeKind {
	sentence = sentence[len(w.opening.FindString(sentence)):]
	said := ""
	if at := w.subject.find(sentence); len(at) > 0 && !strings.ContainsAny(sentence[:at[0]], "\"“„«") {
		said = sentence[at[1]:min(len(sentence), at[1]+near)]
	}
	for _, k := range w.kinds {
		if said != "" && k.said.MatchString(said) || k.alone.matches(sentence) {
			return k.kind
		}
	}
	return ""
}
