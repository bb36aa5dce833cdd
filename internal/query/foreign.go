package query

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Operators as other archives have them, which their analysts type here too. They are read
// where they mean what one of these does, and called a fault where they mean what none does:
// as words they would find something else without a word about it.

var (
	foreignNear     = regexp.MustCompile(`^(?:(?i:w|within|n|near)?/|(?i:near))(\d+)$`)
	foreignSame     = regexp.MustCompile(`^(?i:w?/s)$`)
	foreignAtLeast  = regexp.MustCompile(`^(?i:atleast/?|atl)(\d+)$`)
	foreignUnknown  = regexp.MustCompile(`^(?:(?i:(?:pre|adj)/\d+|w?/p)|(?:ADJ|PRE)\d+)$`)
	foreignHeadline = regexp.MustCompile(`^(?i:headline|title)\(`)
	foreignSlop     = regexp.MustCompile(`^~(\d+)`)
	foreignRange    = regexp.MustCompile(`^[\[{]\s*(\S+)\s+TO\s+([^\s\]}]+)\s*[\]}]`)
)

// foreign reads an operator of another archive; taken tells that there was one.
func (l *lexer) foreign(text string) (taken bool, err error) {
	n, between := len(text), l.isBetween(len(text))
	isGroup := strings.HasPrefix(l.text[l.at+n:], "(") // ATL is an airport, too
	if m := foreignAtLeast.FindStringSubmatch(text); m != nil && (isGroup || len(text) > len("ATL100")) {
		return true, l.counted(atLeast, m[1], n, "ATLEAST/", mostTimes)
	}
	switch m := foreignNear.FindStringSubmatch(text); {
	case !between:
	case m != nil:
		return true, l.counted(near, m[1], n, "NEAR/", mostApart)
	case foreignSame.MatchString(text):
		l.add(same, n)
		return true, nil
	case text == "&&", text == "and" && l.joinsGroups(n):
		l.add(and, n)
		return true, nil
	case text == "||", text == "or" && l.joinsGroups(n):
		l.add(or, n)
		return true, nil
	case text == "NEAR" && strings.ContainsFunc(l.text, unicode.IsLower):
		return true, l.fault(n, "needs a number behind a stroke, as NEAR/5")
	case foreignUnknown.MatchString(text):
		return true, l.fault(n, "is no operator here: NEAR/5 is in either order, SAME in a sentence")
	}
	return false, nil
}

func (l *lexer) counted(k kind, number string, length int, name string, most int) error {
	of, err := strconv.Atoi(number)
	if err != nil || of < 1 || of > most {
		return l.fault(length, "needs a number from 1 to %d, as "+name+"5", most)
	}
	l.add(k, length).number = of
	return nil
}

// isBetween reports whether what has a length here stands between two things to look for.
func (l *lexer) isBetween(length int) bool {
	if len(l.items) == 0 {
		return false
	}
	behind := strings.TrimSpace(l.text[l.at+length:])
	switch l.items[len(l.items)-1].kind {
	case word, phrase, prefix, shut:
		return behind != "" && behind[0] != ')'
	}
	return false
}

// joinsGroups reports whether what has a length here stands between two groups.
func (l *lexer) joinsGroups(length int) bool {
	return l.items[len(l.items)-1].kind == shut && strings.HasPrefix(strings.TrimLeftFunc(l.text[l.at+length:], unicode.IsSpace), "(")
}

// behindOperator reports whether AND, OR or NOT stands before what comes next.
func (l *lexer) behindOperator() bool {
	return len(l.items) > 0 && slices.Contains([]kind{and, or, not}, l.items[len(l.items)-1].kind)
}

// foreignPeriod reads [2025-02-03 TO 2025-02-09], where "*" is open, as 2025-02-03..2025-02-09.
func (l *lexer) foreignPeriod() bool {
	m := foreignRange.FindStringSubmatch(l.text[l.at:])
	if m == nil {
		return false
	}
	l.add(phrase, len(m[0])).text = m[1] + ".." + m[2]
	return true
}
