package html

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
	"byline/internal/lang"
)

// bylineOpening is how a byline begins: "By ".
var bylineOpening = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^\s*` + lang.Pattern(lang.OnPages().BylineOpenings) + `(?:[:：]\s*|\s+|$)`)
})

const (
	maxByline = 200 // bytes
	maxShown  = 8   // names; more are those of other articles
)

// isByline reports whether a line names who wrote the article, and nothing else.
func isByline(text string) bool {
	return len(text) <= maxByline && bylineOpening().MatchString(text) && len(namesIn(text)) > 0 && !isSaid(text)
}

// authorsMarked returns what stands in links with rel=author and in elements that are
// marked as names of authors.
func (m *marks) authorsMarked(doc *nethtml.Node) (linked []string) {
	for n := range doc.Descendants() {
		if n.Type != nethtml.ElementNode || m.site.has(n) && !hasMark(n, "p-author") {
			continue
		}
		switch {
		case hasMark(n, "p-author"):
			linked = append(linked, namesIn(lineOf(n))...)
		case strings.Contains(" "+strings.ToLower(attr(n, "rel"))+" ", " author ") && n.DataAtom == atom.A,
			propertyOf(n) == "author" && n.DataAtom != atom.Meta:
			if named := firstOf(n, func(n *nethtml.Node) bool { return n.Type == nethtml.ElementNode && propertyOf(n) == "name" }); named != nil {
				n = named
			}
			linked = append(linked, namesIn(first(attr(n, "content"), lineOf(n)))...)
		}
	}
	return linked
}

// authorsShown returns who wrote the article as the page shows it: in links with
// rel=author, in elements that are marked as the byline, or in a line that begins as one.
func (m *marks) authorsShown(doc *nethtml.Node, blocks []block, headline string) []string {
	if names := field.AuthorList(m.authorsMarked(doc)); len(names) > 0 && len(names) <= maxShown {
		return names
	}
	head := headlineAt(blocks, headline)
	beside := blocks[max(0, head-6):min(len(blocks), head+13)]
	if names, ok := m.authorsSaid(beside); ok {
		return names
	}
	if names := m.authorsLinked(beside); len(names) > 0 {
		return names
	}
	for i := range beside {
		if names := m.namesBeside(beside, i); len(names) > 0 && !m.site.has(beside[i].node) {
			return names
		}
	}
	for i := head + 1; i < min(len(blocks), head+13); i++ {
		if names := field.ImprintAuthors(blocks[i].line(), m.calendar.loc); len(names) > 0 && !m.site.has(blocks[i].node) {
			return names
		}
	}
	return m.authorsStyled(doc)
}

// authorsSaid returns who is named beside the headline in the first line that begins as a
// byline, or has a label or a post with a name; ok if there is one, even if it names nobody.
func (m *marks) authorsSaid(beside []block) (names []string, ok bool) {
	for i := range beside {
		if m.site.has(beside[i].node) {
			continue
		}
		text := beside[i].line()
		if isByline(text) {
			return m.persons(namesIn(text)), true
		}
		if names = m.persons(namesLabelled(text)); len(names) > 0 {
			return names, true
		}
		if names = m.persons(namesWithPost(text)); len(names) > 0 {
			return names, true
		}
		if names = m.persons(m.namesBehindDate(&beside[i])); len(names) > 0 {
			return names, true
		}
	}
	return nil, false
}

// namesBehindDate returns who is named in the byline behind the date of a block: "Publié le
// 5 mars 2024 par Ada Lee".
func (m *marks) namesBehindDate(b *block) []string {
	text := b.dateText()
	if len(text) > maxByline {
		return nil
	}
	found, ok := m.calendar.find(text)
	if !ok {
		return nil
	}
	end := max(found.start, strings.LastIndexByte(text[:found.end], ' ')) // for the opening of a byline may look like a zone
	for _, rest := range []string{text[found.end:], text[end:]} {
		if rest = strings.TrimLeft(rest, " ,|·•–—-"); isByline(rest) {
			return namesIn(rest)
		}
	}
	return nil
}

// authorsStyled returns who is named in the first element of the class of bylines that is one.
func (m *marks) authorsStyled(doc *nethtml.Node) []string {
	for n := range doc.Descendants() {
		if n.Type != nethtml.ElementNode || !hasClass(n, words().bylineClasses) || m.site.has(n) {
			continue
		}
		text := cellsOf(n)
		if len(text) > maxByline || isSaid(text) {
			continue
		}
		// One word may be a label as well: "Name", "About".
		if names := namesIn(text); len(names) > 0 && (strings.Contains(names[0], " ") || bylineOpening().MatchString(text) || postBehind().MatchString(text)) {
			return m.persons(names)
		}
	}
	return nil
}

// authorsLinked returns who is named beside the headline, in links to pages on writers: /autor/ada-lee.
func (m *marks) authorsLinked(beside []block) (names []string) {
	for i := range beside {
		b := &beside[i]
		if len(b.text) > maxByline || b.isText() || m.site.has(b.node) {
			continue
		}
		for n := range b.node.Descendants() {
			if n.DataAtom == atom.A && leadsToWriter(attr(n, "href")) {
				names = append(names, namesIn(lineOf(n))...)
			}
		}
	}
	if len(names) > maxShown {
		return nil
	}
	return m.persons(names)
}

func leadsToWriter(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	parts := strings.Split(strings.Trim(strings.ToLower(u.Path), "/"), "/")
	return len(parts) > 1 && slices.ContainsFunc(parts[:len(parts)-1], func(part string) bool { return lang.OnPages().WriterPaths[part] })
}

// persons are the names of a byline without that of the outlet, as far as others remain.
func (m *marks) persons(names []string) []string {
	names = field.AuthorList(names)
	outlet := m.outlet()
	others := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return m.isSite(name) || !strings.Contains(name, " ") && strings.HasPrefix(outlet, name+" ") // which was cut short
	})
	if len(others) > 0 {
		return others
	}
	return names
}

// labelledName is a name behind a label and a colon within a line, and what parts it
// from the next: "2026-11-03 08:12 来源：港城日报 记者：王小明 编辑：赵丽".
var labelledName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[\s|·•,;(（]` + lang.Pattern(lang.OnPages().BylineOpenings) + `\s*[:：]\s*([^:：|·•()（）]+)([:：]?)`)
})

// namesLabelled returns the names that a short line has behind a label, where it does not begin with it.
func namesLabelled(text string) []string {
	if len(text) > maxByline {
		return nil
	}
	m := labelledName().FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	name := m[1]
	if i := strings.LastIndex(name, " "); m[2] != "" && i > 0 { // the last word is the next label
		name = name[:i]
	}
	return namesIn(name)
}

// hasMark reports whether an element has a class of microformats, which say what it holds
// wherever it stands.
func hasMark(n *nethtml.Node, mark string) bool {
	return strings.Contains(" "+attr(n, "class")+" ", " "+mark+" ")
}

// lineOf returns all of the text in n as a line.
func lineOf(n *nethtml.Node) string {
	var b strings.Builder
	(&block{}).write(&b, n, place{})
	return field.Line(b.String())
}

// bylineEnds are the marks behind the names in a byline.
var bylineEnds = regexp.MustCompile(`\s*(?:[|•·–—]|\s[-/]\s|\d|\s{3,}|\().*$`)

// namesIn returns the names in a byline, without what follows them: a date, a post, an address.
func namesIn(text string) []string {
	text = bylineEnds.ReplaceAllString(bylineOpening().ReplaceAllString(field.Line(text), ""), "")
	text = bylineOpening().ReplaceAllString(text, "")
	if found, ok := (calendar{}).find(text); ok {
		text = text[:found.start]
	}
	text = trimWeekday(text)
	if m := postBehind().FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	var names []string
	for i, name := range field.Authors(text) {
		whole := name
		name = strings.Trim(withoutTail(name), " -–—*·|")
		if !isName(name) || i > 0 && field.IsOutlet(whole) || i > 0 && (isPost(name) || field.IsOutlet(name)) {
			break // what follows is the post of the last one, or the outlet
		}
		names = append(names, name)
	}
	return names
}

// postBehind is a name with what its bearer is behind it, as Korean has it: "홍길동 기자".
var postBehind = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\S+(?: \S+)??) ?` + lang.Pattern(lang.OnPages().PostsBehind) + `(?:[\s,=(].*)?$`)
})

// postBefore is a name with what its bearer is before it and no space between, as Chinese
// and Japanese have it: "记者王小明".
var postBefore = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|\s)` + lang.Pattern(lang.OnPages().BylineOpenings) + `\s?(\p{Han}{2,4})(?:[／/|,，、\s(（].*)?$`)
})

// namesWithPost returns the name in the first cell of a line that has a post behind it.
func namesWithPost(line string) []string {
	if len(line) > maxByline {
		return nil
	}
	for cell := range strings.SplitSeq(line, cellMark) {
		if m := postBefore().FindStringSubmatch(strings.TrimSpace(cell)); m != nil {
			return []string{m[1]}
		}
		if m := postBehind().FindStringSubmatch(strings.TrimSpace(cell)); m != nil {
			return namesIn(cell)
		}
	}
	return nil
}

// maxBeside is how many bytes a line has at most that is looked at for a name and a date beside the headline.
const maxBeside = 120

// namesBeside returns the name of a person in a line between the headline and the text if
// the line before it or behind it, or the rest of it, is a date. In a language whose names
// are not known, it is one that leads nowhere and looks like one.
func (m *marks) namesBeside(beside []block, i int) []string {
	line := beside[i].line()
	if len(line) > maxBeside || beside[i].isHeading() || beside[i].isText() {
		return nil
	}
	dated := m.isDated(beside, i)
	switch {
	case dated:
	case m.isDated(beside, i-1), m.isDated(beside, i+1), m.isDated(beside, i-2), m.isDated(beside, i+2):
		line, _, _ = strings.Cut(line, cellMark)
	default:
		return nil
	}
	known := strings.HasPrefix(m.calendarLanguage, "en") // whose names of persons are
	for part := range slices.Values(agoBreaks.Split(line, -1)) {
		part = withoutPost(part)
		if !m.mayBePerson(part) {
			continue
		}
		if field.IsPerson(strings.Fields(part)) || !known && dated && beside[i].linked == 0 && !isBareLabel(part) {
			return namesIn(part)
		}
	}
	return nil
}

// isDated reports whether there is a block at a place beside the headline, and a short line in it gives a date.
func (m *marks) isDated(beside []block, at int) bool {
	if at < 0 || at >= len(beside) || len(beside[at].text) > maxBeside {
		return false
	}
	if _, ok := (calendar{numbers: field.MonthFirst}).find(beside[at].dateText()); ok {
		return true
	}
	return slices.ContainsFunc(agoBreaks.Split(beside[at].line(), -1), func(part string) bool { return !m.calendar.ago(part, false).IsZero() })
}

// withoutPost takes off what somebody is behind the name of a person: "Ada Lee Senior Reporter".
func withoutPost(part string) string {
	words := strings.Fields(part)
	if len(words) > 3 && len(words) < 6 && isPost(words[len(words)-1]) && field.IsPerson(words[:2]) {
		return strings.Join(words[:2], " ")
	}
	return part
}

// mayBePerson reports whether a part of a line has the form of a person's name, and is no post, outlet or day.
func (m *marks) mayBePerson(part string) bool {
	words := strings.Fields(part)
	return len(words) >= 2 && len(words) <= 3 && isName(part) && !isPost(part) && !field.IsOutlet(part) && !m.isSite(part) &&
		!slices.ContainsFunc(words, isSmall) && weekdayBefore(part) == ""
}

// isSmall reports whether a word begins with a small letter, and is no part of a name.
func isSmall(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return !unicode.IsLetter(r) || unicode.IsLower(r) && !lang.Any().Credits.Particles[word]
}

// withoutTail takes off what stands behind a name in small letters: "in Oster", "on Friday".
func withoutTail(name string) string {
	parts := strings.Fields(name)
	for i := 1; i < len(parts); i++ {
		if w := parts[i]; len(w) <= 4 && strings.ToLower(w) == w && strings.ToUpper(w) != w && !lang.Any().Credits.Particles[w] {
			return strings.Join(parts[:i], " ")
		}
	}
	return name
}

// isPost reports whether a part of a byline says what somebody is: "Senior Reporter".
func isPost(text string) bool {
	for _, w := range strings.Fields(strings.ToLower(text)) {
		if words().posts[w] || words().posts[strings.TrimSuffix(w, "s")] {
			return true
		}
	}
	return false
}

// isName reports whether a text may be the name of a person or an agency.
func isName(s string) bool {
	if len(s) < 2 || len(s) > 60 || strings.ContainsAny(s, ":/@?!<>{}[]") || words().publishedLabels.MatchString(s) || words().updatedLabels.MatchString(s) {
		return false
	}
	parts := strings.Fields(s)
	if len(parts) > 5 {
		return false
	}
	for _, r := range s {
		if unicode.IsDigit(r) {
			return false
		}
	}
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsLetter(r) && !unicode.IsLower(r)
}
