package query

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// kind is the kind of an item.
type kind int

const (
	end kind = iota
	word
	phrase
	prefix
	field // with the ":" behind it
	open
	shut
	and
	or
	not // NOT, or "-" before something
	near
	same
	atLeast
	must    // "+" before something, as other archives have it: what stands beside the other
	bar     // "|", which is OR in a query and nothing in a title
	pattern // a word with "?" or "*" within
)

// item is a piece of a query.
type item struct {
	kind
	news.Span
	text   string // of a word, phrase, prefix; name of a field
	exact  bool   // of a word or phrase with "=" before it
	number int    // of NEAR, ATLEAST, and a phrase whose words may be so far apart
}

const (
	shortestPrefix = 2   // letters before "*"
	mostApart      = 100 // of NEAR
	mostTimes      = 100 // of ATLEAST
)

// The fields that are no labels.
const (
	fieldHeadline = "headline"
	fieldID       = "id"
	fieldURL      = "url"
	fieldAfter    = "after"
	fieldBefore   = "before"
	fieldDate     = "date"
	fieldSpeaker  = "speaker"
	fieldText     = "text" // of other archives: what stands here without a field
)

// isField reports whether a query can name a field so.
func isField(name string) bool {
	switch name {
	case fieldHeadline, fieldID, fieldURL, fieldAfter, fieldBefore, fieldDate, fieldSpeaker:
		return true
	}
	return lang.Asking().Questions.Fields[name] != "" || slices.Contains(news.Labels(), news.Label(name))
}

// isFieldOrCode reports whether a query can name a field so where its value stands right
// behind it: "by: Mara Olm" is a byline.
func isFieldOrCode(name string) bool {
	name = strings.ToLower(name)
	return isField(name) || lang.Asking().Questions.FieldCodes[name] != ""
}

// inFull is the name of a field that has others, too.
func inFull(name string) string {
	name = strings.ToLower(name)
	words := &lang.Asking().Questions
	return cmp.Or(words.Fields[name], words.FieldCodes[name], name)
}

// lexer cuts a query into items.
type lexer struct {
	text  string
	at    int
	items []item
	asks  bool // the query begins as a question does, which has no operators of other archives
}

// lex returns the items of a query, the last of which is the end of it.
func lex(text string) ([]item, error) {
	l := &lexer{text: text, asks: asks(text)}
	all := l.allInField()
	for {
		l.at += len(text[l.at:]) - len(strings.TrimLeftFunc(text[l.at:], unicode.IsSpace))
		if l.at == len(text) {
			if all {
				l.add(shut, 0)
			}
			return append(l.items, item{Span: news.Span{Start: l.at, End: l.at}}), nil
		}
		if err := l.next(); err != nil {
			return nil, err
		}
	}
}

func (l *lexer) add(k kind, length int) *item {
	l.items = append(l.items, item{kind: k, Span: news.Span{Start: l.at, End: l.at + length}, text: l.text[l.at : l.at+length]})
	l.at += length
	return &l.items[len(l.items)-1]
}

// next reads an item, of which there is one.
func (l *lexer) next() error {
	rest := l.text[l.at:]
	if l.inField() && l.foreignPeriod() {
		return nil
	}
	if l.sign(rest) {
		return nil
	}
	if name, value, ok := strings.Cut(rest, ":"); ok && isFieldOrCode(name) {
		switch {
		case followed(value):
			l.add(field, len(name)+1).text = inFull(name)
			return nil
		case isField(strings.ToLower(name)) && l.isAlone(name, value):
			return l.fault(len(name)+1, "needs what to look for right behind it")
		}
	}
	if !l.asks {
		if taken, err := l.foreignForm(rest); taken {
			return err
		}
	}
	exact := 0
	if rest[0] == '=' && begins(rest[1:]) && rest[1] != '(' && !strings.HasSuffix(l.text[:l.at], ")") { // f(x)=y
		exact = 1
	}
	if text, n, opened, closed := quoted(rest[exact:]); opened {
		return l.phrase(text, exact, n, closed)
	}
	return l.chunk(exact)
}

// sign reads a parenthesis, or a sign before something, if one stands here.
func (l *lexer) sign(rest string) bool {
	before := begins(rest[1:])
	switch rest[0] {
	case '(':
		l.add(open, 1)
	case ')':
		l.add(shut, 1)
	case '-':
		if !before {
			return false
		}
		l.add(not, 1)
	case '!':
		name, _, _ := strings.Cut(rest[1:], ":")
		if !before || !l.behindOperator() && !isFieldOrCode(name) { // a && !b, !source:post
			return false
		}
		l.add(not, 1)
	case '+':
		if !before || l.behindWord() {
			return false
		}
		l.add(must, 1)
	case '|':
		if strings.HasPrefix(rest, "||") {
			return false
		}
		l.add(bar, 1)
	default:
		return false
	}
	return true
}

// begins reports whether something stands here that an operator before it can
// apply to: a word, a phrase, a group, "=word". Numbers are not, since -5 is one.
func begins(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	if rest != "" && rest[0] == '=' {
		return len(rest) > 1 && rest[1] != '(' && begins(rest[1:])
	}
	mark := lang.ClosingMarks(r) != ""
	return unicode.IsLetter(r) || mark || r == '('
}

// isAlone reports whether a field in small letters, as people type it, has its value not
// right behind it, and one is meant: "headline:", "headline: ferry". A sentence has more
// words.
func (l *lexer) isAlone(name, value string) bool {
	return name == strings.ToLower(name) && !strings.HasPrefix(value, ":") && len(strings.Fields(l.text)) <= mostBeside
}

// followed reports whether the value of a field stands here.
func followed(rest string) bool {
	r, n := utf8.DecodeRuneInString(rest)
	return n > 0 && !unicode.IsSpace(r) && r != ')' && r != ':'
}

func (l *lexer) phrase(text string, exact, n int, closed bool) error {
	if !closed {
		return l.fault(len(l.text)-l.at, "opens a phrase that no other mark closes")
	}
	if !hasWord(text) {
		return l.fault(exact+n, "is a phrase without a word")
	}
	slop := foreignSlop.FindStringSubmatch(l.text[l.at+exact+n:])
	it := l.add(phrase, exact+n)
	it.text, it.exact = text, exact > 0
	if slop != nil { // "ferry fire"~5
		var err error
		if it.number, err = strconv.Atoi(slop[1]); err != nil || it.number > mostApart {
			return l.fault(len(slop[0]), "needs a number from 0 to %d", mostApart)
		}
		l.at += len(slop[0])
		it.End = l.at
	}
	return nil
}

// chunk reads what goes on to a space or parenthesis.
func (l *lexer) chunk(exact int) error {
	rest := l.text[l.at:]
	n := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("()|", r) })
	if strings.HasPrefix(rest, "||") {
		n = len("||")
	}
	if n < 0 {
		n = len(rest)
	}
	text := rest[:n]
	if k, ok := map[string]kind{"AND": and, "OR": or, "NOT": not, "SAME": same}[text]; ok {
		l.add(k, n)
		return nil
	}
	for _, counted := range []struct {
		name string
		kind
		most int
	}{{"NEAR/", near, mostApart}, {"ATLEAST/", atLeast, mostTimes}} {
		if number, ok := strings.CutPrefix(text, counted.name); ok {
			return l.counted(counted.kind, number, n, counted.name, counted.most)
		}
	}
	if p, ok := strings.CutSuffix(strings.TrimRight(text, ",.;:!?"), "*"); ok && exact == 0 && isPrefix(p) {
		it := l.add(prefix, n)
		if it.text = p; lang.IsUnspaced(lastRune(p)) {
			it.kind = phrase // each character is a word, so that the next one begins another
		}
		return nil
	}
	if !l.asks {
		if taken, err := l.foreign(text); taken {
			return err
		}
		if oneMissing.MatchString(text) && !l.inField() {
			l.add(pattern, n)
			return nil
		}
	}
	if !l.inField() && !hasWord(text) {
		l.at += n // "&", "—": nothing to look for
		return nil
	}
	it := l.add(word, n)
	it.text, it.exact = text[exact:], exact > 0
	return nil
}

// inField reports whether the value of a field begins here.
func (l *lexer) inField() bool {
	return len(l.items) > 0 && l.items[len(l.items)-1].kind == field && l.items[len(l.items)-1].End == l.at
}

func isPrefix(s string) bool {
	long := utf8.RuneCountInString(s) >= shortestPrefix || lang.IsUnspaced(lastRune(s))
	return long && !strings.ContainsFunc(s, func(r rune) bool { return !isWordRune(r) })
}

// isShortPrefix reports whether a word was meant to be a prefix and is too short for one.
func isShortPrefix(s string) bool {
	p, ok := strings.CutSuffix(s, "*")
	return ok && p != "" && !strings.ContainsFunc(p, func(r rune) bool { return !unicode.IsLetter(r) })
}

func hasWord(s string) bool { return strings.ContainsFunc(s, isWordRune) }

func isWordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

func (l *lexer) fault(length int, text string, args ...any) error {
	return newFault(l.text, news.Span{Start: l.at, End: l.at + length}, text, args...)
}
