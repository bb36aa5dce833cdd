// Package pravdatext reads the plain-text export of Ukrainska Pravda's English
// pages, one article a file:
//
//	 date 2025-02-03 All Sections
//	Headline
//
//	MARTA KOVALENKO, OLEH BONDARMonday, 3 February 2025, 09:40
//	Caption of the lead picture. Photo: its credit
//
//	First paragraph.
//
//	Source: whom the article credits
//
//	Subjects: Sweden Latvia ferry safety
//
// The byline runs into the weekday, the subjects run into each other, times are
// in Europe/Kyiv, and any part may be missing.
package pravdatext

import (
	"bytes"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // Europe/Kyiv must be known wherever the program runs

	"byline/internal/format/field"
	"byline/internal/news"
)

// Outlet is the source of articles in this layout.
const Outlet = "Ukrainska Pravda"

// Options say what the layout leaves open.
type Options struct {
	Location *time.Location            // zone of the times; nil: Europe/Kyiv
	Subjects func(subject string) bool // reports whether a subject, in lower case, is known; nil: none is
}

var dateLine = regexp.MustCompile(`^date (\S+)(?: (.*))?$`)

// Detect reports whether head, the beginning of a text, is in this layout: it
// opens with the date line, has the line with the byline and the time near its
// top or, where it is the whole text, ends with the subjects.
func Detect(head []byte, whole bool) bool {
	lines := splitLines(string(head))
	if len(lines) == 0 {
		return false
	}
	if m := dateLine.FindStringSubmatch(lines[0].text); m != nil {
		if _, err := time.Parse(time.DateOnly, m[1]); err == nil {
			return true
		}
	}
	if _, at := findByline(lines); at >= 0 {
		return true
	}
	last := lines[len(lines)-1].text
	return whole && len(lines) > 2 && strings.HasPrefix(last, subjectsLabel)
}

// Parse reads one article. Every paragraph is in the body, in order; only the
// date line, the headline, the byline, the caption and the subjects are not.
// A text without a readable word, or whose only date does not exist, is an error.
func Parse(data []byte, opts Options) (news.Article, error) {
	text := field.UTF8(bytes.TrimPrefix(data, []byte("\ufeff")))
	p := &parser{lines: splitLines(text), zone: opts.Location}
	if p.zone == nil {
		var err error
		if p.zone, err = time.LoadLocation("Europe/Kyiv"); err != nil {
			return news.Article{}, err
		}
	}
	p.article.Source = Outlet
	p.article.Language = "en"
	p.dateLine()
	p.subjects(opts.Subjects)
	p.top()
	p.caption()
	p.body()
	if p.article.Published.IsZero() && p.dateErr != nil {
		return news.Article{}, news.InvalidField("published", "%w", p.dateErr)
	}
	if p.article.Headline == "" && p.article.Body == "" {
		return news.Article{}, news.InvalidField("body", "no text: neither a headline nor a paragraph")
	}
	return p.article, nil
}

// line is a line that is not blank.
type line struct {
	text  string
	first bool // follows a blank line or the beginning
}

func splitLines(text string) []line {
	var lines []line
	first := true
	for l := range strings.SplitSeq(lineEnds.Replace(text), "\n") {
		l = field.Line(l)
		if l != "" {
			lines = append(lines, line{l, first})
		}
		first = l == ""
	}
	return lines
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// parser takes parts off the lines, from both ends, until only the body is left.
type parser struct {
	lines   []line
	zone    *time.Location
	article news.Article
	byline  bool  // there was one
	dateErr error // of the last date that could not be read
}

// dateLine reads " date 2025-02-03 All Sections"; instead of "All Sections" a section may be named.
func (p *parser) dateLine() {
	if len(p.lines) == 0 {
		return
	}
	m := dateLine.FindStringSubmatch(p.lines[0].text)
	if len(m) == 0 || !strings.ContainsAny(m[1], "0123456789") {
		return
	}
	p.lines = p.lines[1:]
	if at, err := field.Time(m[1], p.zone); err != nil {
		p.dateErr = err
	} else {
		p.article.Published = at
	}
	if section := m[2]; !strings.EqualFold(section, "All Sections") {
		p.article.Section = section
	}
}

// top reads the headline and the byline.
func (p *parser) top() {
	b, at := findByline(p.lines)
	if at < 0 {
		if len(p.lines) > 0 && isHeadline(p.lines, 0) {
			p.article.Headline, p.lines = p.lines[0].text, p.lines[1:]
		}
		return
	}
	p.byline = true
	above := p.lines[:at]
	p.lines = p.lines[at+1:]
	if b.rest != "" {
		p.lines = append([]line{{text: b.rest}}, p.lines...)
	}
	if b.names == "" && len(above) > 1 && isNames(above[len(above)-1].text) {
		b.names, above = above[len(above)-1].text, above[:len(above)-1]
	}
	p.article.Authors = field.Authors(b.names)
	if published, err := b.time(p.zone); err != nil {
		p.dateErr = err
	} else {
		p.article.Published = published
	}
	if len(above) > 0 {
		p.article.Headline = above[0].text
		p.lines = append(above[1:len(above):len(above)], p.lines...)
	}
}

const maxHeadline = 250 // characters; longer ones are paragraphs

// isHeadline tells a headline from a paragraph where no byline follows.
func isHeadline(lines []line, at int) bool {
	text := lines[at].text
	if len([]rune(text)) > maxHeadline || labelled.MatchString(text) {
		return false
	}
	if _, _, ok := field.CutCredit(text); ok {
		return false
	}
	return !strings.HasSuffix(text, ".") || strings.HasSuffix(text, "..")
}

var labelled = regexp.MustCompile(`^(?:Source|Details|Background|Subjects|Quote(?: from [^:]{1,120})?|Previously|Reminder|For reference):`)

// body joins what is left.
func (p *parser) body() {
	texts := make([]string, len(p.lines))
	for i, l := range p.lines {
		texts[i] = l.text
	}
	p.article.Body = strings.Join(texts, "\n\n")
}
