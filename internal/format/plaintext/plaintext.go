// Package plaintext reads a text or a Markdown file as one article whose first
// line is the headline. Front matter in YAML, or lines that name a field before
// the text ("Source: Harbour Times"), give the other fields under the spellings of
// field.Object; so do lines below the headline that are a byline, an outlet or a date.
package plaintext

import (
	"bytes"
	"regexp"
	"strings"

	"byline/internal/format/field"
	"byline/internal/news"
)

// Parse reads one article. A
// text that opens with a heading ("# …", or underlined with "===") or with front
// matter is taken for Markdown and loses its marks, links keep their text. Damaged
// front matter and a file without a word are errors.
func Parse(data []byte, c field.Clock) (news.Article, error) {
	text := field.UTF8(bytes.TrimPrefix(data, []byte("\ufeff")))
	a, text, err := field.FrontMatter(lineEnds.Replace(text), c)
	if err != nil {
		return news.Article{}, err
	}
	text = strings.Trim(text, " \t\n")
	labels := map[string]string{}
	if a == nil {
		text = cutHeader(text, labels, 2, c)
	}
	first, rest, _ := strings.Cut(text, "\n")
	second, afterSecond, _ := strings.Cut(rest, "\n")
	underlined := underline.MatchString(second)
	if underlined {
		rest = afterSecond
	}
	if heading.MatchString(first) || underlined || a != nil {
		first, rest = unmark(first), unmark(rest)
	}
	if a == nil {
		rest = cutHeader(rest, labels, 1, c)
		a = &news.Article{}
		if len(labels) > 0 {
			if a, err = field.FromLabels(labels, c); err != nil {
				return news.Article{}, err
			}
		}
		rest = strings.Join(field.CutLead(a, strings.Split(rest, "\n"), c.Zone), "\n")
	}
	switch line := field.Line(field.Plain(first)); {
	case a.Headline == "":
		a.Headline = line
	case a.Headline != line: // the headline was in the front matter
		rest = first + "\n" + rest
	}
	a.Body = field.Body(field.Plain(rest))
	if a.Headline == "" && a.Body == "" {
		return news.Article{}, news.InvalidField("body", "no text")
	}
	return *a, nil
}

var (
	lineEnds  = strings.NewReplacer("\r\n", "\n", "\r", "\n")
	heading   = regexp.MustCompile(`^#{1,6}\s`)
	underline = regexp.MustCompile(`^(?:={3,}|-{3,})\s*$`)
)

var marks = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`(?m)^[ \t]*#{1,6}[ \t]+(.*?)[ \t]*#*$`), "$1"},
	{regexp.MustCompile(`(?m)^[ \t]*>[ \t]?`), ""},
	{regexp.MustCompile(`(?m)^[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$`), ""},
	{regexp.MustCompile(`\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]`), "$1"},
	{regexp.MustCompile(`!\[([^\]\n]*)\]\([^()\s]*(?:\s+"[^"\n]*")?\)`), "$1"},
	{regexp.MustCompile(`\[([^\]\n]+)\]\([^()\s]*(?:\s+"[^"\n]*")?\)`), "$1"},
	{regexp.MustCompile(`\*\*([^*\n]+)\*\*`), "$1"},
	{regexp.MustCompile(`\b__([^_\n]+)__\b`), "$1"},
}

// unmark removes the commonest marks of Markdown.
func unmark(text string) string {
	for _, m := range marks {
		text = m.pattern.ReplaceAllString(text, m.with)
	}
	return text
}
