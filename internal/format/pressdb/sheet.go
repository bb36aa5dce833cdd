package pressdb

import (
	"regexp"
	"strings"

	"byline/internal/format/field"
)

// sheet is a layout in which one line says where and when an article appeared, and
// the lines beside it are known by where they stand.
type sheet struct {
	imprint *regexp.Regexp // groups: outlet, date, clock, author, section
	above   bool           // the headline stands above the imprint, else below, and the outlet above
	ends    *regexp.Regexp // the line behind the text
}

var sheets = []sheet{
	{ // Retriever: "Harbour Times. Publisert på trykk 04.02.2025. Ada Lee. Side 4."
		imprint: regexp.MustCompile(`^(?P<outlet>[^.|]{2,60})\. Publi\pL+ (?:på|i) \pL+ (?P<date>\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)(?: (?:kl\. ?)?(?P<clock>\d\d:\d\d))?\.?` +
			`(?: (?P<author>[^.:\d]+)\.)?(?: (?:Profil|Side|Sida)[^.]*\.)*(?: (?:Seksjon|Sektion): (?P<section>[^.]+)\.?)?$`),
		above: true,
		ends:  regexp.MustCompile(`^(?:©|\(c\)) ?\S`),
	},
	{ // WiseNews: "A04  |  港聞  |  By 李娜  |  2025-02-04" below the outlet
		imprint: regexp.MustCompile(`^\s*(?:[A-Z]{0,3}\d{1,3}\s*\|)?(?:\s*(?P<section>[^|]{1,30}?)\s*\|)?(?:\s*By (?P<author>[^|]+?)\s*\|)?\s*(?P<date>\d{4}-\d\d-\d\d)\s*$`),
		ends:    wiseNumber,
	},
}

// wiseNumber is the line by which WiseNews numbers an article, behind its text.
var wiseNumber = regexp.MustCompile(`^\s*文章(?:編號|编号)[:：]\s*\d{10,}`)

// counted is the number of an article before its outlet.
var counted = regexp.MustCompile(`^\d{1,4}\. `)

// sheetOf returns the layout of an article, and its lines of which one is the imprint; nil
// if it is in none.
func sheetOf(text string) (s *sheet, lines []string, at int) {
	const most = 12 // lines above the text
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" || len(lines) > 0 {
			lines = append(lines, line)
		}
	}
	for i := 1; i < min(len(lines), most); i++ {
		for k := range sheets {
			if sheets[k].imprint.MatchString(lines[i]) {
				return &sheets[k], lines, i
			}
		}
	}
	return nil, nil, 0
}

// sheet reads an article in such a layout.
func (p *parser) sheet(s *sheet, lines []string, at int) {
	m := s.imprint.FindStringSubmatch(lines[at])
	said := func(name string) string {
		if i := s.imprint.SubexpIndex(name); i >= 0 {
			return field.Line(m[i])
		}
		return ""
	}
	before, rest := lastLine(lines[:at]), lines[at+1:]
	if s.above {
		p.a.Headline, p.a.Source = field.Line(before), said("outlet")
	} else {
		p.a.Source = field.Line(counted.ReplaceAllString(before, ""))
		for len(rest) > 0 && rest[0] == "" {
			rest = rest[1:]
		}
		if len(rest) > 0 {
			p.a.Headline, rest = field.Line(rest[0]), rest[1:]
		}
	}
	p.a.Section = said("section")
	if author := said("author"); author != "" {
		p.a.Authors = field.Authors(author)
	}
	p.dated(said("date"), said("clock"))
	p.at = text
	for _, line := range rest {
		if s.ends.MatchString(line) {
			break
		}
		if p.lines = append(p.lines, line); line == "" {
			p.paragraph()
		}
	}
	p.paragraph()
}

// lastLine is the last of lines that is not blank.
func lastLine(lines []string) string {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i] != "" {
			return lines[i]
		}
	}
	return ""
}
