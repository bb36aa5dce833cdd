package html

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
	"byline/internal/lang"
)

// calendar reads the dates that a page shows, as its readers would.
type calendar struct {
	loc     *time.Location
	numbers field.DateOrder // of a date in numbers; unknown: what could be either is not read
	clock   field.Clock     // of the page
}

// foundDate is a date within a text, at the bytes from start to end.
type foundDate struct {
	at         time.Time
	start, end int
}

// months are the names of months that are looked for in the text of a page.
var months = sync.OnceValue(func() map[string]int {
	all, times := maps.Clone(lang.OnPages().Months), &lang.Any().Time
	maps.Copy(all, times.FurtherMonths)
	maps.Copy(all, times.ForeignMonths)
	maps.Copy(all, times.MonthsShort)
	maps.Copy(all, times.Months)
	return all
})

// datePatterns find a date in a text, each with its parts as named groups, and a time of day if one follows.
var datePatterns = sync.OnceValue(func() []*regexp.Regexp {
	const month = `(?:d[’'])?(?P<name>\pL[\pL\pM.]{1,20})` // any word: to look a month up is quicker than to find one of a thousand
	times := &lang.Any().Time
	era := `(?:\.?\s?` + lang.Pattern(quoteAll(slices.Clone(times.YearEndings))) + `)?`
	ending := lang.Pattern(times.DayEndings)
	const clock = `(?:[\s,|@•·–—(-]*(?:T|\pL{1,4}\.?(?:\s+\pL{1,3})?\s+)?(?P<hour>\d{1,2})(?:[:h.](?P<minute>\d{2})(?:h?\b|(?P<glued>[ap]m)\b))(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\b)?\.?\s*\(?(?P<zone>Z\b|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?\b|[A-Z]{2,4}\b|\p{Lu}{2,4})?)?`
	return []*regexp.Regexp{
		regexp.MustCompile(`\b(?P<year>(?:19|20)\d{2})(?:[-/.]|\.\s)(?P<month>\d{1,2})(?:[-/.]|\.\s)(?P<day>\d{1,2})(?:\b\.?|T)` + clock),
		regexp.MustCompile(`(?P<year>(?:19|20)\d{2})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일号號]` + clock),
		regexp.MustCompile(`(?i)\b(?P<day>\d{1,2})(?:` + ending + `|er|\.|º)?[\s/-]+(?:of\s+|de\s+)?` + month + `\.?,?[\s/-]+(?:de[l]?\s+)?(?P<year>(?:19|20|25)\d{2})\b\.?` + era + clock),
		regexp.MustCompile(`(?i)\b(?P<year>(?:19|20)\d{2})\b\.?` + era + `\s+` + month + `\s+(?P<day>\d{1,2})\b\.?` + clock),
		regexp.MustCompile(`(?i)\b(?P<year>(?:19|20)\d{2})\b\.?` + era + `\s+(?P<day>\d{1,2})\.\s+` + month + `\b` + clock),
		regexp.MustCompile(`(?i)(?:^|[^\pL])` + month + `\.?\s+(?P<day>\d{1,2})` + ending + `?,?\s+(?P<year>(?:19|20)\d{2})\b` + clock),
		regexp.MustCompile(`\b(?P<first>\d{1,2})(?P<mark>[./-])\s?(?P<second_>\d{1,2})[./-]\s?(?P<year>(?:19|20)?\d{2})\b\.?` + era + clock),
	}
})

func quoteAll(list []string) []string {
	slices.SortStableFunc(list, func(a, b string) int { return len(b) - len(a) })
	for i, w := range list {
		list[i] = regexp.QuoteMeta(w)
	}
	return list
}

// Dates are looked for in texts of so many bytes, and on a page in so many blocks.
const (
	maxDated       = 300
	maxDatedBlocks = 300
)

// hasNumber reports whether a date may be in a text, in digits of any script.
func hasNumber(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsDigit(r) || r == '年' })
}

// gluedDate is where a date ends and what is beside it on the page begins: "9 April 2024Updated".
var gluedDate = regexp.MustCompile(`((?:19|20)\d{2}|:\d{2})(\p{Lu}\p{Ll})`)

// dateText returns the text of a block as find reads it.
func (b *block) dateText() string {
	if b.dated == "" {
		b.dated = gluedDate.ReplaceAllString(field.SpellDate(b.line()), "$1 | $2")
	}
	return b.dated
}

// find returns the first date in a text that is spelled as field.SpellDate spells it.
func (c calendar) find(text string) (foundDate, bool) {
	if len(text) > maxDated || !hasNumber(text) {
		return foundDate{}, false
	}
	var best foundDate
	ok := false
	for _, p := range datePatterns() {
		for _, m := range p.FindAllStringSubmatchIndex(text, 4) {
			if ok && m[0] >= best.start {
				break
			}
			if at, err := c.read(p, m, text); err == nil {
				best, ok = foundDate{at, m[0], m[1]}, true
				break
			}
		}
	}
	if clock := clockBefore.FindStringSubmatch(text[:best.start]); clock != nil {
		spelled := fmt.Sprintf("%s %s:%s", best.at.Format(time.DateOnly), clock[1], clock[2])
		for _, s := range []string{strings.TrimSpace(clock[0] + text[best.start:best.end]), strings.TrimSpace(spelled + " " + clock[3])} {
			if at, err := field.Time(s, c.loc); err == nil {
				best.at = at
				break
			}
		}
	}
	return best, ok
}

// time reads a text that is a moment, as field.Time does, or holds a date.
func (c calendar) time(text string) (time.Time, bool) {
	if at, err := field.Time(text, c.loc); err == nil {
		return at, true
	}
	found, ok := c.find(field.SpellDate(field.Line(text)))
	return found.at, ok
}

func (c calendar) read(p *regexp.Regexp, m []int, text string) (time.Time, error) {
	part := func(name string) string {
		if i := p.SubexpIndex(name); i >= 0 && m[2*i] >= 0 {
			return text[m[2*i]:m[2*i+1]]
		}
		return ""
	}
	number := func(name string) int { n, _ := strconv.Atoi(part(name)); return n } // digits or nothing, by the pattern
	year, month, day := number("year"), number("month"), number("day")
	if year >= 2500 {
		year -= 543 // as Thailand counts
	}
	if name := strings.TrimRight(strings.ToLower(part("name")), "."); name != "" {
		if month = months()[name]; month == 0 {
			return time.Time{}, fmt.Errorf("no such month")
		}
	}
	if part("first") != "" {
		if year < 100 {
			year += 2000
		}
		var err error
		if day, month, err = c.order(number("first"), number("second_"), part("mark"), weekdayBefore(text[:m[0]]), year); err != nil {
			return time.Time{}, err
		}
	}
	hour, minute := part("hour"), part("minute")
	date := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
	if hour == "" {
		return field.Time(date, c.loc)
	}
	clock := fmt.Sprintf("%s %s:%s", date, hour, minute)
	if s := part("second"); s != "" {
		clock += ":" + s
	}
	if half := part("half") + part("glued"); half != "" {
		clock += " " + half[:1] + "m"
	}
	for _, s := range []string{clock + " " + part("zone"), clock, date} {
		if at, err := field.Time(s, c.loc); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("no such time")
}

// order tells day and month apart: by their size, by the day of the week, by the mark between them, by the region.
func (c calendar) order(first, second int, mark, weekday string, year int) (day, month int, err error) {
	dayFirst, monthFirst := first <= 31 && second <= 12, first <= 12 && second <= 31
	if dayFirst && monthFirst && first != second {
		if n, ok := lang.Any().Time.Weekdays[weekday]; ok {
			is := func(day, month int) bool {
				return int(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Weekday()) == n
			}
			dayFirst, monthFirst = is(first, second), is(second, first)
		}
	}
	switch {
	case dayFirst && (!monthFirst || first == second || mark == "." || c.numbers == field.DayFirst):
		return first, second, nil
	case monthFirst && (!dayFirst || c.numbers == field.MonthFirst):
		return second, first, nil
	}
	return 0, 0, fmt.Errorf("day and month could be either way round")
}

// weekdayBefore returns the weekday that a text ends with, by its full name or as
// another language has it, empty if it ends with none.
func weekdayBefore(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == ' ' || r == ',' || r == '.' })
	if len(words) == 0 {
		return ""
	}
	last := words[len(words)-1]
	times := &lang.Any().Time
	if len(words) > 1 {
		if both := words[len(words)-2] + " " + last; times.ForeignWeekdays[both] {
			return both
		}
	}
	if _, ok := times.Weekdays[last]; ok || len(last) >= 3 && times.ForeignWeekdays[last] {
		return last
	}
	if times.WeekdaysShort[last] && len(last) >= 3 {
		for name := range times.Weekdays {
			if strings.HasPrefix(name, last[:3]) {
				return name
			}
		}
	}
	return ""
}

// isDateline reports whether a block says when the article appeared or who wrote it, and nothing else.
func (b *block) isDateline() bool {
	text := b.dateText()
	if len(text) > maxDateline {
		return false
	}
	found, ok := calendar{numbers: field.MonthFirst}.find(text)
	if !ok {
		return isByline(text)
	}
	before, after := text[:found.start], text[found.end:]
	for { // one more, as in "Updated: … | Published: …"
		next, ok := calendar{numbers: field.MonthFirst}.find(after)
		if !ok || !isLabel(trimWeekday(after[:next.start])) {
			break
		}
		after = after[next.end:]
	}
	if (isLabel(before) || isLabel(trimWeekday(before))) && (len(after) < maxDateline/4 && !isSaid(text) || utf8.RuneCountInString(after) < 5) {
		return true
	}
	return field.ImprintAuthors(text, nil) != nil // which takes longest
}

const maxDateline = 160 // bytes

// isMostlyDate reports whether a block has dates and few words beside them, and is no
// sentence, or names what they are the dates of. Only at the head of a text is that enough.
func (b *block) isMostlyDate() bool {
	const few, fewer = 40, 12 // letters beside dates that are labelled, and that are not
	rest := b.dateText()
	if len(rest) > maxDateline {
		return false
	}
	isSentence, beside, found, labelled := isSaid(rest), 0, false, false
	for {
		next, ok := calendar{numbers: field.MonthFirst}.find(rest)
		if !ok {
			break
		}
		before := trimWeekday(rest[:next.start])
		found, labelled = true, labelled || words().publishedLabels.MatchString(before) || words().updatedLabels.MatchString(before)
		beside += len([]rune(field.Letters(before)))
		rest = rest[next.end:]
	}
	most := fewer
	if labelled {
		most = few
	}
	return found && (labelled || !isSentence) && beside+len([]rune(field.Letters(rest))) <= most
}

// isLabel reports whether what stands before a date only says what it is the date of, or who wrote.
func isLabel(text string) bool {
	if isListOfNames(text) {
		return true
	}
	text = strings.Trim(text, " ,|·•–—-:;@/(")
	return text == "" || words().publishedLabels.MatchString(text) || words().updatedLabels.MatchString(text) || weekdayBefore(text) != "" && len(text) < 40 || isByline(text)
}

// nameMarks part names in a line that ends in a date: "Ada Lee / HTN / ", "Oster | ".
var nameMarks = regexp.MustCompile(`\s*[|·•–—]\s*|\s[-/](?:\s|$)`)

// isListOfNames reports whether a text is nothing but names of people, outlets and places, each with a mark behind it.
func isListOfNames(text string) bool {
	const longest = 3 // words
	parts := nameMarks.Split(text, -1)
	if len(text) > maxByline/2 || len(parts) < 2 || strings.TrimSpace(parts[len(parts)-1]) != "" {
		return false
	}
	for _, part := range parts[:len(parts)-1] {
		if words := strings.Fields(part); len(words) == 0 || len(words) > longest || !isName(part) || strings.ToLower(words[len(words)-1]) == words[len(words)-1] {
			return false
		}
	}
	return true
}

// shown are the dates that a page shows.
type shown struct{ published, updated []time.Time }

// datesShown returns the dates that the page shows as those of its article, the likeliest first.
func (m *marks) datesShown(blocks []block, headline string) shown {
	p := placed{head: headlineAt(blocks, headline)}
	looked := 0
	for i := range blocks {
		b := &blocks[i]
		if len(b.text) > maxDated || !hasNumber(b.text) || m.site.has(b.node) {
			continue
		}
		looked++
		if looked > maxDatedBlocks {
			break
		}
		p.read(m.calendar, blocks, i)
	}
	p.published = slices.Concat(p.published, p.below, p.above, p.unlabelled)
	return p.shown
}

// placed are the dates that a page shows, those without a label by where they stand.
type placed struct {
	shown
	below, above, unlabelled []time.Time // the first two: beside the headline
	head                     int         // the block of the headline
}

// read keeps the first dates in the i-th block.
func (p *placed) read(c calendar, blocks []block, i int) {
	text := blocks[i].dateText()
	rest := text
	for range 3 {
		found, ok := c.find(rest)
		if !ok {
			return
		}
		before := strings.TrimSpace(rest[:found.start])
		if before == "" && rest == text && i > 0 {
			before = labelOf(&blocks[i-1])
		}
		if dates := p.datesFor(&blocks[i], i, text, rest, before); dates != nil {
			*dates = append(*dates, found.at)
		}
		rest = rest[found.end:]
	}
}

// datesFor returns the dates to which one belongs that stands in the rest of the text of the
// i-th block, behind the words before it; nil if it says nothing of the article.
func (p *placed) datesFor(b *block, i int, text, rest, before string) *[]time.Time {
	switch {
	case words().updatedLabels.MatchString(trimWeekday(before)):
		return &p.updated
	case words().publishedLabels.MatchString(trimWeekday(before)) && len(text) <= maxDateline:
		return &p.published
	case len(text) <= maxDateline && i >= p.head-6 && i <= p.head+12 && (hasDateClass(b.node) || b.isDateline() || b.isMostlyDate()):
		switch {
		case len(rest) < len(text) && field.Letters(before) != "" && len(p.below)+len(p.above) > 0: // what is said of another date
			return &p.updated
		case i < p.head:
			return &p.above
		default:
			return &p.below
		}
	case hasDateClass(b.node) && b.isDateline():
		return &p.unlabelled
	}
	return nil
}

// labelOf returns the text of a block if it names what the next one is: <dt>Published</dt>.
func labelOf(b *block) string {
	text := strings.TrimSpace(b.line())
	if len(text) > maxByline/4 || b.isHeading() || !words().publishedLabels.MatchString(text) && !words().updatedLabels.MatchString(text) {
		return ""
	}
	return text
}

// agoBreaks part what stands in a line with a date.
var agoBreaks = regexp.MustCompile(`\s*[|·•–—]\s*|\s+-\s+|\s{2,}`)

// agoShown returns when the article was published, and changed, by what the page shows
// beside the headline that counts from when it was read: "2 hours ago", "Yesterday, 14:30".
func (m *marks) agoShown(blocks []block, headline string) (published, updated time.Time) {
	const longest = 120 // bytes of the line
	head := headlineAt(blocks, headline)
	for i := max(0, head-6); i < len(blocks) && i <= head+12; i++ {
		b := &blocks[i]
		if len(b.text) > longest || b.isHeading() || m.site.has(b.node) || !hasNumber(b.text) && !hasDateClass(b.node) {
			continue
		}
		for part := range slices.Values(agoParts(b.line())) {
			if rest, ok := afterUpdateLabel(part); ok {
				if updated.IsZero() {
					updated = m.calendar.ago(rest, true)
				}
			} else if published.IsZero() {
				published = m.calendar.ago(part, hasDateClass(b.node))
			}
		}
	}
	return published, updated
}

// bareWord is a word in small letters without the signs at its ends.
func bareWord(word string) string { return strings.Trim(strings.ToLower(word), " :.,;()|·•–—-") }

// agoParts are what a line says one after the other, also where only a comma stands before
// what says of a change: "Published today at 9:30, updated at 10:05".
func agoParts(line string) (parts []string) {
	for _, part := range agoBreaks.Split(line, -1) {
		words := strings.Fields(part)
		at := len(words)
		for i := 1; i < len(words) && at == len(words); i++ {
			if _, ok := afterUpdateLabel(strings.Join(words[i:], " ")); ok && strings.ContainsAny(words[i-1][len(words[i-1])-1:], ",.;)") {
				at = i
			}
		}
		parts = append(parts, strings.TrimRight(strings.Join(words[:at], " "), ",.;"))
		if at < len(words) {
			parts = append(parts, strings.Join(words[at:], " "))
		}
	}
	return parts
}

// afterUpdateLabel returns what stands behind a label in a text that says that a change follows.
func afterUpdateLabel(text string) (rest string, ok bool) {
	const most = 4 // words of a label
	said := strings.Fields(text[:min(len(text), maxByline)])
	if len(text) > maxByline {
		return "", false
	}
	for n := 1; n <= min(most, len(said)-1); n++ {
		if ends := words().updatedEnds; !ends[bareWord(said[n-1])] && (n == 1 || !ends[bareWord(said[n-2])]) {
			continue // to look a word up is quicker
		}
		if words().updatedLabels.MatchString(strings.Join(said[:n], " ")) {
			return strings.Join(said[n:], " "), true
		}
	}
	return "", false
}

// ago reads a text that counts from when the page was read, also behind a byline: "By Ada
// Lee 2 hours ago". A word alone must be in an element for dates.
func (c calendar) ago(text string, isForDates bool) time.Time {
	words := strings.Fields(text)
	for from := 0; from < len(words) && (from == 0 || isByline(text)); from++ {
		if len(words)-from < 2 && !isForDates {
			break
		}
		if at, ok := c.clock.Vague(strings.Join(words[from:], " ")); ok && !at.IsZero() {
			return at
		}
	}
	return time.Time{}
}

// clockBefore is a time of day that stands before its date: "Updated 7:00 AM CEST, April 10, 2024".
var clockBefore = regexp.MustCompile(`\s*\b(\d{1,2})(?:[:.]|\s?h\s?)(\d{2})\s*([aApP]\.?[mM]\.?)?\s*[A-Z]{0,4},?\s*(?:\pL{2,9},?\s*)?$`)

// trimWeekday takes off the weekday before a date: "Published: Friday, " is a label still.
func trimWeekday(text string) string {
	text = clockBefore.ReplaceAllString(text, "")
	if day := weekdayBefore(text); day != "" {
		if i := strings.LastIndex(strings.ToLower(text), day[:3]); i >= 0 {
			return strings.TrimRight(text[:i], " ")
		}
	}
	return strings.TrimRight(text, " ,|·•")
}

// headlineAt returns where the headline stands, else a first heading, which may
// be the name of the site; 0 if neither is shown.
func headlineAt(blocks []block, headline string) int {
	for i := range blocks {
		if blocks[i].isHeading() && same(blocks[i].text, headline) {
			return i
		}
	}
	for i := range blocks {
		if n := blocks[i].node; n.DataAtom == atom.H1 || n.Parent != nil && n.Parent.DataAtom == atom.H1 {
			return i
		}
	}
	for i := range blocks { // of a page without headings
		if blocks[i].node.DataAtom != atom.Title && same(blocks[i].text, headline) {
			return i
		}
	}
	return 0
}

func hasDateClass(n *nethtml.Node) bool {
	for range 3 {
		if n == nil {
			return false
		}
		if hasClass(n, words().dateClasses) || n.DataAtom == atom.Time {
			return true
		}
		n = n.Parent
	}
	return false
}
