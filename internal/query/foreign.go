package query

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
)

// Operators as other archives have them, which their analysts type here too. They are read
// where they mean what one of these does, and called a fault where they mean what none does:
// as words they would find something else without a word about it.

var (
	foreignNear     = regexp.MustCompile(`^(?:(?i:w|within|n|near)?/|(?i:near))(\d+)$`)
	foreignSame     = regexp.MustCompile(`^(?i:w?/s(?:ent)?)$`)
	foreignAtLeast  = regexp.MustCompile(`^(?i:atleast/?|atl)(\d+)$`)
	foreignUnknown  = regexp.MustCompile(`^(?:(?i:p(?:re)?/\d+|adj/?\d+|w?/p(?:ara)?)|PRE\d+|ADJ)$`)
	foreignAround   = regexp.MustCompile(`^AROUND\((\d+)\)`)
	foreignField    = regexp.MustCompile(`^([\p{L}_]+)(?:\.(?:exact|keyword|raw))?(=|:|\(|[<>]=?)`)
	foreignGroup    = regexp.MustCompile(`^([\p{Ll}_]{2,}):["“(]\p{L}{2}`) // edition:(late OR early)
	foreignSlop     = regexp.MustCompile(`^~(\d+)`)
	foreignLikeness = regexp.MustCompile(`^\p{L}{3,}~[\d.]+$`)
	foreignPrefix   = regexp.MustCompile(`^(\p{Ll}{3,})\$$`)              // dredg$
	foreignTogether = regexp.MustCompile(`^(?i:(near|repeat)(\d+)):["“]`) // near20:"ferry fire", repeat3:"ferry"
	foreignBoost    = regexp.MustCompile(`^\^\d+(?:\.\d+)?`)
	foreignRange    = regexp.MustCompile(`^[\[{]\s*(\S+)\s+TO\s+([^\s\]}]+)\s*[\]}]`)
	foreignDays     = regexp.MustCompile(`^(\d{4}-?\d\d-?\d\d)[-,/:](\d{4}-?\d\d-?\d\d)$`)
	foreignSide     = regexp.MustCompile(`^\(\s*([<>]=?)\s*([^\s()]+)\s*\)`)
	oneMissing      = regexp.MustCompile(`^\p{Ll}{2,}\?\p{Ll}+$`) // and not sh*t
)

// foreignForm reads what is more than a word of another archive: HEADLINE(ferry),
// hd=ferry, AROUND(5), ^2 behind a group, a period. taken tells that there was one.
func (l *lexer) foreignForm(rest string) (taken bool, err error) {
	if m := foreignBoost.FindString(rest); m != "" && l.behindGroup() {
		l.at += len(m)
		return true, nil
	}
	if m := foreignAround.FindStringSubmatch(rest); len(m) > 1 && l.isBetween(len(m[0])) {
		return true, l.counted(near, m[1], len(m[0]), "NEAR/", mostApart)
	}
	if m := foreignTogether.FindStringSubmatch(rest); m != nil {
		return true, l.together(strings.ToLower(m[1]), m[2])
	}
	if m := foreignGroup.FindStringSubmatch(rest); len(m) > 1 && !isFieldOrCode(m[1]) {
		return true, l.fault(len(m[1])+1, noField)
	}
	m := foreignField.FindStringSubmatch(rest)
	if m == nil {
		return false, nil
	}
	name, sign, value := m[1], m[2], rest[len(m[0]):]
	switch {
	case !followed(value), sign == "(" && (!hasLetters(value) || l.behindWord()): // title(s)
	case sign == "(" && name == strings.ToUpper(name) && lang.Asking().Questions.CallsElsewhere[strings.ToLower(name)]:
		return true, l.fault(len(name), "is no operator here: a word or phrase with = before it is as written")
	case isElsewhere(name, sign):
		return true, l.fault(len(m[0])-len(sign), noField)
	case !isFieldOrCode(name):
	case sign == "=" || sign == ":":
		l.add(field, len(m[0])).text = inFull(name)
		return true, nil
	case sign == "(" || isDated(inFull(name)):
		l.add(field, len(m[0])-len(sign)).text = inFull(name)
		return true, nil
	}
	return false, nil
}

// together reads the words behind near20: or repeat3: as those of a NEAR, or an ATLEAST.
func (l *lexer) together(name, number string) error {
	length := len(name) + len(number) + len(":")
	if name == "repeat" {
		return l.counted(atLeast, number, length, "ATLEAST/", mostTimes)
	}
	if err := l.counted(near, number, length, "NEAR/", mostApart); err != nil {
		return err
	}
	apart := l.items[len(l.items)-1]
	l.items = l.items[:len(l.items)-1]
	text, n, _, closed := quoted(l.text[l.at:])
	if err := l.phrase(text, 0, n, closed); err != nil {
		return err
	}
	l.items[len(l.items)-1].number = apart.number
	return nil
}

const noField = "is no field here: there are headline, source, author, section, subject, language, date, after, before, speaker, person, organisation, place, id, url and file"

// isElsewhere reports whether other archives have a field of a name that is nothing else:
// "re:" opens a subject, "ab(use)" is a word.
func isElsewhere(name, sign string) bool {
	if len(name) <= len("re") && (sign == ":" || sign == "(" && name != strings.ToUpper(name)) {
		return false
	}
	return lang.Asking().Questions.FieldsElsewhere[strings.ToLower(name)]
}

// hasLetters reports whether a value begins with two letters or digits.
func hasLetters(value string) bool {
	value = strings.TrimLeft(value, "<>=\"“ ")
	first, n := utf8.DecodeRuneInString(value)
	second, _ := utf8.DecodeRuneInString(value[n:])
	return isWordRune(first) && isWordRune(second)
}

func isDated(name string) bool { return name == fieldAfter || name == fieldBefore || name == fieldDate }

// allInField reads the field that a query begins with and that all of it is in:
// "allintitle: ferry fire".
func (l *lexer) allInField() bool {
	name, rest, ok := strings.Cut(l.text, ":")
	of := lang.Asking().Questions.FieldsOfAll[strings.ToLower(name)]
	if !ok || of == "" || strings.TrimSpace(rest) == "" {
		return false
	}
	l.add(field, len(name)+1).text = of
	l.add(open, 0)
	return true
}

// behindWord reports whether a word ends right before what comes next.
func (l *lexer) behindWord() bool {
	r, _ := utf8.DecodeLastRuneInString(l.text[:l.at])
	return l.at > 0 && isWordRune(r)
}

// behindGroup reports whether a group or phrase ends right before what comes next.
func (l *lexer) behindGroup() bool {
	if len(l.items) == 0 {
		return false
	}
	last := l.items[len(l.items)-1]
	return last.End == l.at && (last.kind == shut || last.kind == phrase)
}

// foreign reads an operator of another archive; taken tells that there was one.
func (l *lexer) foreign(text string) (taken bool, err error) {
	n, between := len(text), l.isBetween(len(text))
	isGroup := strings.HasPrefix(l.text[l.at+n:], "(") // ATL is an airport, too
	if m := foreignAtLeast.FindStringSubmatch(text); m != nil && (isGroup || len(text) > len("ATL100")) {
		return true, l.counted(atLeast, m[1], n, "ATLEAST/", mostTimes)
	}
	if m := foreignPrefix.FindStringSubmatch(text); m != nil {
		l.add(prefix, n).text = m[1]
		return true, nil
	}
	if foreignLikeness.MatchString(text) {
		return true, l.fault(n, "is no operator here: a query of words alone is searched for in other spellings, too")
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
	if m := foreignRange.FindStringSubmatch(l.text[l.at:]); m != nil {
		l.add(phrase, len(m[0])).text = m[1] + ".." + m[2]
		return true
	}
	if m := foreignSide.FindStringSubmatch(l.text[l.at:]); m != nil { // date(> 2025-02-03)
		l.add(phrase, len(m[0])).text = m[1] + m[2]
		return true
	}
	return false
}
