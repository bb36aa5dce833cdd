// Package pressdb reads the texts that databases of the press export, which hold
// many articles: LexisNexis in its old layout ("1 of 2 DOCUMENTS") and its
// new one ("End of Document"), Factiva ("Document ABC0000020250204…"), ProQuest
// ("Full text:"), EBSCO ("Record: 1"), Gale and NewsBank, which give one article a file,
// Retriever ("Publisert på trykk") and WiseNews ("文章編號").
package pressdb

import (
	"bufio"
	"errors"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"
	"time"

	"byline/internal/format/field"
	"byline/internal/news"
)

var (
	opens  = regexp.MustCompile(`^\s*Record: \d+\s*$|^\s*(?:Dokument |Document )?\d+ (?:of|von|de|sur) \d+(?: DOCUMENTS?| DOKUMENTE?N?)?\s*$`)
	closes = regexp.MustCompile(`^\s*(?:AN\s+)?(?:End of Document|(?:Document|Dokument|Documento) [A-Z]{2,10}[0-9A-Za-z]{14,30})\s*$|` + wiseNumber.String())
	rule   = regexp.MustCompile(`^\s*(?:_{20,}|={40,})\s*$`)
	pages  = regexp.MustCompile(`^Page \d+ (?:of|von|de|sur) \d+$`)
	// fieldTag is how each field begins in a layout of Factiva: "HD Headline".
	fieldTag = regexp.MustCompile(`^\s?(HD|CR|SE|BY|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|ART|CO|IN|NS|RE|IPC|IPD|PUB|AN|CT|RF|CX|CLM)(?:\s+(\S.*)|\s*)$`)
)

// Detect reports whether a text that begins with head holds articles as a
// database exports them.
func Detect(head []byte) bool {
	text := string(head)
	rules, titles := 0, 0
	if isTagged(head) || catalogued.MatchString(text) {
		return true
	}
	if s, _, _ := sheetOf(text); s != nil && slices.ContainsFunc(strings.Split(text, "\n"), s.ends.MatchString) {
		return true
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case closes.MatchString(line), opens.MatchString(line) && (strings.Contains(line, "DOC") || strings.Contains(line, "DOK") || strings.Contains(text, "LENGTH:") || strings.Contains(text, "Full text:")):
			return true
		case rule.MatchString(line):
			rules++
		case strings.HasPrefix(line, "Full text:"):
			titles++
		}
	}
	return rules > 0 && titles > 0
}

// catalogued is a line by which EBSCO, Gale or NewsBank numbers an article.
var catalogued = regexp.MustCompile(`(?m)^(?:Accession Number: \S+(?s:.{0,500}?)\nDatabase: |Gale Document Number: ?GALE|OpenURL Link\s*$)`)

// marked are words that stand in each export, whatever it is written in.
var marked = regexp.MustCompile(`End of Document|(?:Document|Dokument|Documento) [A-Z]{2,10}[0-9A-Za-z]{14,30}\b|Full text:|\d DOCUMENTS|Accession Number:|Gale Document Number|OpenURL Link`)

// MayHold reports whether data may be a page that holds articles as a database
// exports them, for which its text is to be looked at.
func MayHold(data []byte) bool { return marked.Match(data) }

// Split yields the articles of a file, each of at most limit bytes, in its own lines.
func Split(r *bufio.Reader, limit int) iter.Seq[field.Record] {
	return func(yield func(field.Record) bool) {
		var document strings.Builder
		start, words, long := 1, false, false
		flush := func(next int) bool {
			record := field.Record{Number: start, Data: []byte(document.String())}
			if long {
				record.Data, record.Err = nil, news.Errorf(news.KindTooLarge, "the article is longer than %d bytes", limit)
			}
			filled := words && !isCover(record.Data)
			document.Reset()
			start, words, long = next, false, false
			return !filled || yield(record)
		}
		for number := 1; ; number++ {
			line, err := r.ReadString('\n')
			if err != nil && !errors.Is(err, io.EOF) {
				yield(field.Record{Number: number, Err: err})
				return
			}
			switch text := strings.TrimRight(line, "\r\n"); {
			case opens.MatchString(text), closes.MatchString(text), rule.MatchString(text):
				if !flush(number + 1) {
					return
				}
			default:
				if long = long || document.Len()+len(line) > limit; !long {
					document.WriteString(line)
				}
				if !words && strings.TrimSpace(text) != "" {
					words, start = true, number
				}
			}
			if err != nil {
				flush(number)
				return
			}
		}
	}
}

// isCover reports whether what stands between rules is a line or two of the database itself:
// "Report Information", "Contact ProQuest".
func isCover(data []byte) bool {
	const most, short = 3, 200 // lines, bytes
	text := strings.TrimSpace(string(data))
	return len(text) < short && strings.Count(text, "\n") < most && !strings.Contains(text, ": ")
}

// Parse reads one article. Times without a zone are in loc; nil means UTC. One
// without a headline and a text is an error.
func Parse(data []byte, loc *time.Location) (news.Article, error) {
	p, whole := &parser{loc: loc}, field.UTF8(data)
	if isTagged(data) {
		p.fields(whole)
		return p.article()
	}
	if s, lines, at := sheetOf(whole); s != nil {
		p.sheet(s, lines, at)
		return p.article()
	}
	for line := range strings.Lines(withoutCover(whole)) {
		p.line(strings.TrimSpace(line))
	}
	p.paragraph()
	p.place()
	return p.article()
}

// job and listed are lines of the page that LexisNexis puts before the first article.
var (
	job    = regexp.MustCompile(`(?m)^\s*Job Number:`)
	listed = regexp.MustCompile(`(?m)^\s*1\. (\S.*?)\s*$`)
)

// withoutCover leaves out the page that tells of a search and lists what it has
// found: all before the line that is the first headline of the list again.
func withoutCover(text string) string {
	first := listed.FindStringSubmatchIndex(text)
	if at := job.FindStringIndex(text); at == nil || first == nil || at[0] > first[0] {
		return text
	}
	rest, headline := text[first[1]:], text[first[2]:first[3]]
	for at := 0; at < len(rest); {
		line, _, _ := strings.Cut(rest[at:], "\n")
		if strings.TrimSpace(line) == headline {
			return rest[at:]
		}
		at += len(line) + 1
	}
	return text
}

// part is where in an article a line stands.
type part int

const (
	heading part = iota
	summary
	text
	details // behind the text
)

type parser struct {
	loc       *time.Location
	a         news.Article
	at        part
	lines     []string // of the paragraph
	heading   []string // paragraphs, each of one line or more
	summary   []string // which stands for a text that is not there
	body      []string
	highlight string // which stands before the text
	cited     bool   // its source is told as EBSCO cites one
}

func (p *parser) article() (news.Article, error) {
	if p.body == nil {
		p.body = p.summary
	}
	if p.cited { // EBSCO ends a headline as a sentence, and has it above the text again
		p.a.Headline = strings.TrimSuffix(p.a.Headline, ".")
		if len(p.body) > 1 && strings.TrimSuffix(p.body[0], ".") == p.a.Headline {
			p.body = p.body[1:]
		}
	}
	if p.highlight != "" && p.body != nil {
		p.body = slices.Insert(p.body, 0, p.highlight)
	}
	p.a.Body = strings.Join(p.body, "\n\n")
	if p.a.Body == "" {
		return news.Article{}, news.InvalidField("body", "no text: the article has a heading and nothing else; was the full text exported?")
	}
	return p.a, nil
}

// isTagged reports whether the fields of an article have short names before them.
func isTagged(data []byte) bool {
	headline, text := false, false
	for line := range strings.Lines(string(data)) {
		if m := fieldTag.FindStringSubmatch(strings.TrimRight(line, "\r\n ")); m != nil {
			headline, text = headline || m[1] == "HD", text || headline && (m[1] == "LP" || m[1] == "TD")
		}
	}
	return headline && text
}

// fields reads the fields of an article one after another.
func (p *parser) fields(data string) {
	name, lines := "", []string(nil)
	day, clock := "", ""
	take := func() {
		value := field.Body(strings.Join(lines, "\n"))
		switch lines = nil; name {
		case "HD":
			p.a.Headline = field.Line(value)
		case "BY":
			p.a.Authors = field.Authors(field.Line(value))
		case "SN":
			p.a.Source = field.Line(value)
		case "SE":
			p.a.Section = field.Line(value)
		case "LA":
			p.a.Language = field.Language(value)
		case "PD":
			day = field.Line(value)
		case "ET":
			clock = field.Line(value)
		case "LP", "TD":
			if value != "" {
				p.body = append(p.body, value)
			}
		}
	}
	for line := range strings.Lines(data) {
		if m := fieldTag.FindStringSubmatch(strings.TrimRight(line, "\r\n ")); m != nil {
			take()
			name, line = m[1], m[2]
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	take()
	p.dated(day, clock)
}

// dated dates the article by a day and, where it can be read, a time of that day.
func (p *parser) dated(day, clock string) {
	at, err := field.Time(day+" "+clock, p.loc)
	if err != nil {
		at, _ = field.Time(day, p.loc)
	}
	p.a.Published = at
}

// label is what a database puts before a field.
var label = regexp.MustCompile(`^([A-Z][A-Za-z -]{2,30}):(\s.*)?$`)

// words are the lines of Factiva that tell the length: "512 words".
var words = regexp.MustCompile(`^[\d,.]+ (?:[Ww]ords|Wörter|mots|palabras|parole|palavras|woorden)$`)

func (p *parser) line(line string) {
	if line == "" {
		p.paragraph()
		return
	}
	if p.at == heading && strings.Contains(line, "  |  ") {
		p.imprint(strings.Split(line, "  |  "))
		return
	}
	if m := label.FindStringSubmatch(line); len(m) > 2 && p.labelled(strings.ToLower(m[1]), strings.TrimSpace(m[2])) {
		return
	}
	switch {
	case len(p.body) == 0 && (line == "Body" || line == "BODY"):
		p.paragraph()
		p.at = text
	case p.at == heading:
		p.headingLine(line)
	case p.at == text && p.body == nil && p.takeAddress(line):
	case p.at == text && ends.MatchString(line):
		p.paragraph()
		p.at = details
	default:
		p.lines = append(p.lines, line)
	}
}

// headingLine reads a line above the text.
func (p *parser) headingLine(line string) {
	switch {
	case p.isAside(line):
	case line == "OpenURL Link":
		p.paragraph()
		p.at = text
	case rights.MatchString(line):
		p.paragraph()
		if len(p.heading) > 4 { // in Factiva the text follows on it
			p.at = text
		}
	case words.MatchString(line) || p.isLanguage(line) || code.MatchString(line):
		p.paragraph()
		p.heading = append(p.heading, "")
	default:
		p.lines = append(p.lines, line)
	}
}

// rights are lines of a heading that say whose the text is.
var rights = regexp.MustCompile(`^(?:Copyright|\(c\)|©) `)

// isLanguage reports whether a line of the heading is the name of a language, and notes
// which. One that stands first is a headline.
func (p *parser) isLanguage(line string) bool {
	if strings.Contains(line, " ") || len(p.heading) == 0 {
		return false
	}
	code := field.Language(line)
	if len(code) == len("en") && len(line) > 3 {
		p.a.Language = code
		return true
	}
	return false
}

// isAside reports whether a line of the heading says nothing of the article: it
// numbers a page, is the one before again or a link.
func (p *parser) isAside(line string) bool {
	repeats := len(p.lines) > 0 && p.lines[len(p.lines)-1] == line
	return repeats || pages.MatchString(line) || strings.EqualFold(line, "ProQuest document link")
}

// code is the abbreviation of an outlet.
var code = regexp.MustCompile(`^[A-Z]{3,8}$`)

// surnameFirst is one name with its last part first: "Lee, Ada".
var surnameFirst = regexp.MustCompile(`^\p{Lu}[\pL'’-]+, \p{Lu}[\pL.'’-]*(?: \p{Lu}[\pL.'’-]*)?$`)

// ends are lines behind a text: of Nexis, EBSCO, Gale and NewsBank.
var ends = regexp.MustCompile(`^(?:Classification|Graphic|Notes|Copyright .*|~{5,}|Source Citation\b.*|• Citation\b.*)$`)

// imprint takes what NewsBank tells of an article between upright bars: "November 3, 2026
// |  Harbour Times (Oster)", "Author: Ada Lee; Staff Writer  |  Page: A4".
func (p *parser) imprint(parts []string) {
	for _, part := range parts {
		part = strings.TrimSpace(part)
		if m := label.FindStringSubmatch(part); m != nil {
			name, _, _ := strings.Cut(strings.TrimSpace(m[2]), ";") // behind which a post stands
			p.labelled(strings.ToLower(m[1]), name)
		} else if at, err := field.Time(part, p.loc); err == nil {
			p.a.Published = at
		} else {
			p.outlet(withoutPlace(part))
		}
	}
}

// withoutPlace is the name of an outlet without the town that a database puts behind it.
func withoutPlace(outlet string) string {
	name, _, _ := strings.Cut(outlet, " (")
	return name
}

func (p *parser) takeAddress(line string) bool {
	address, ok := field.URL(line)
	if ok {
		p.a.URL = address
	}
	return ok
}

// citation is how EBSCO tells where and when an article appeared: "Harbour Times.
// 11/04/2026, p4.".
var citation = regexp.MustCompile(`^(.+?)\. (\d\d?/\d\d?/\d{4}|\d{0,2}\s?\pL{3,9}\.?\s?\d{0,2},? ?\d{4})[,.]`)

// ofHeading takes a field that other lines may begin with in a text.
func (p *parser) ofHeading(name, value string) bool {
	if p.at > summary {
		return false
	}
	switch name {
	case "authors":
		p.a.Authors = field.Authors(value + ";")
	case "source":
		m := citation.FindStringSubmatch(value)
		if m == nil {
			return false
		}
		p.cited, p.a.Source = true, field.Line(m[1])
		p.a.Published, _ = field.TimeIn(m[2], p.loc, field.MonthFirst)
	case "from":
		p.outlet(withoutPlace(value))
	case "date":
		p.a.Published, _ = field.Time(value, p.loc)
	case "publisher", "document type", "readability":
	default:
		return false
	}
	return true
}

// aboveText takes what LexisNexis has right above the text. A dateline is no text, as elsewhere.
func (p *parser) aboveText(name, value string) bool {
	if name != "dateline" && name != "highlight" || p.at > text || len(p.body) > 0 || len(p.lines) > 0 && p.at == text {
		return false
	}
	if name == "highlight" {
		p.highlight = field.Line(value)
	}
	return true
}

// lastStop is the full stop behind a name that is no initial.
var lastStop = regexp.MustCompile(`(\pL{3})\.$`)

// authorsOf returns the names in a byline, of which one may have its last part first.
func authorsOf(byline string) []string {
	if name := lastStop.ReplaceAllString(byline, "$1"); surnameFirst.MatchString(name) {
		byline = name + ";" // which parts names that have commas within
	}
	return field.Authors(byline)
}

// labelled takes a field, and reports whether it is one that is known.
func (p *parser) labelled(name, value string) bool {
	if p.ofHeading(name, value) || p.aboveText(name, value) {
		p.paragraph()
		return true
	}
	if p.cited && name == "database" { // the last field of EBSCO
		p.paragraph()
		p.at = text
		return true
	}
	switch name {
	case "byline", "author":
		p.a.Authors = authorsOf(value)
	case "section":
		p.a.Section, _, _ = strings.Cut(field.Line(value), ";")
	case "language":
		p.a.Language = field.Language(value)
	case "title":
		p.a.Headline = field.Line(value)
	case "publication title":
		outlet, _, _ := strings.Cut(value, ";") // behind which its town stands
		p.a.Source = field.Line(outlet)
	case "publication date":
		p.a.Published, _ = field.Time(value, p.loc)
	case "subject":
		p.a.Subjects = nil // with the shares of a classifier in them
	case "length", "full text", "body":
		p.paragraph()
		p.at = text
		if name != "length" && value != "" {
			p.lines = append(p.lines, value)
		}
		return true
	case "abstract":
		p.paragraph()
		if p.at == heading {
			p.at = summary
		}
		if value != "" {
			p.lines = append(p.lines, value)
		}
		return true
	case "load-date", "publication-type", "graphic", "journal code", "document-type", "copyright", "publication info", "links", "database", "proquest document id", "document url":
	default:
		return false
	}
	p.paragraph()
	if p.at == text && len(p.body) > 0 {
		p.at = details
	}
	return true
}

func (p *parser) paragraph() {
	if len(p.lines) == 0 {
		return
	}
	switch p.at {
	case heading:
		p.heading = append(p.heading, p.lines...)
	case summary:
		p.summary = append(p.summary, field.Body(strings.Join(p.lines, " ")))
	case text:
		if s := field.Body(strings.Join(p.lines, " ")); s != "" {
			p.body = append(p.body, s)
		}
	}
	p.lines = nil
}

// day finds a date in a line that tells more, as "March 5, 2024 Tuesday".
var day = regexp.MustCompile(`^(?:\pL+,? )?(\pL+\.? \d{1,2}, \d{4}|\d{1,2}\.? \pL+\.? \d{4}|\d{4}-\d\d-\d\d)\b`)

// place tells outlet, date and headline in the lines before the text: the outlet
// stands before the date and the headline before both or, in the old layout of
// LexisNexis, behind them. In Factiva, the outlet follows on the date.
func (p *parser) place() {
	dated := -1
	for i, line := range p.heading {
		if m := day.FindStringSubmatch(line); m != nil && dated < 0 {
			if at, err := field.Time(m[1], p.loc); err == nil {
				dated, p.a.Published = i, at
			}
		}
	}
	h := p.heading
	if dated > 0 && dated+2 < len(h) && clock.MatchString(h[dated+1]) { // which follows on the day
		if at, err := field.Time(p.a.Published.Format(time.DateOnly)+" "+h[dated+1], p.loc); err == nil {
			p.a.Published = at
		}
		h = slices.Delete(h, dated+1, dated+2)
	}
	switch {
	case dated < 0:
		p.name(h)
	case dated == 1: // the outlet, the date, the headline
		p.outlet(h[0])
		p.name(h[2:])
	case dated > 1 && h[dated-1] == "" && dated+1 < len(h): // Factiva
		p.outlet(h[dated+1])
		p.name(p.ofFactiva(h[:dated-1]))
	case dated > 1:
		p.outlet(h[dated-1])
		p.name(h[:dated-1])
	default:
		p.name(h[dated+1:])
	}
}

// clock is a line that is a time of day.
var clock = regexp.MustCompile(`^\d{1,2}[:.]\d{2}(?: ?[ap]m)?(?: [A-Z]{3,4})?$`)

// ofFactiva returns the lines of a headline, without the section that may stand
// before it and the name of who wrote it behind.
func (p *parser) ofFactiva(lines []string) []string {
	if len(lines) > 1 && !strings.Contains(lines[0], " ") && strings.Contains(lines[1], " ") {
		p.a.Section, lines = lines[0], lines[1:]
	}
	if last := len(lines) - 1; last > 0 && fullName.MatchString(lines[last]) {
		p.a.Authors, lines = field.Authors(lines[last]), lines[:last]
	}
	return lines
}

// fullName is a line that is a name: two to four words with capitals.
var fullName = regexp.MustCompile(`^\p{Lu}[\pL.'’-]+(?: (?:\p{Lu}[\pL.'’-]*|\pL{2,3})){1,3}$`)

func (p *parser) outlet(line string) {
	if p.a.Source == "" {
		p.a.Source = field.Line(line)
	}
}

// edition is a line that says which edition of a newspaper an article was in.
var edition = regexp.MustCompile(`(?i)^(?:[\pL\d.]+ ){1,3}edition$`)

// name takes the headline, and a byline behind it.
func (p *parser) name(lines []string) {
	var headline []string
	for _, line := range lines {
		if edition.MatchString(line) && len(headline) == 0 || len(headline) == 1 && line == headline[0] {
			continue // Nexis has it as a link, and once more
		}
		if names, _ := field.CutByline([]string{line, ""}); names != nil && len(headline) > 0 {
			p.a.Authors = names
			break
		}
		if line == "" {
			break
		}
		headline = append(headline, line)
	}
	if p.a.Headline == "" {
		p.a.Headline = field.Line(strings.Join(headline, " "))
	}
}
