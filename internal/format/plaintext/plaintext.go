// Package plaintext reads a text or a Markdown file as one article whose first
// line is the headline. Front matter in YAML, TOML or JSON, or lines that name a field before
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

// Parse reads one article. A text that opens with a heading ("# …", or underlined
// with "===") or with front matter, or has other marks that only Markdown has, loses
// its marks. Damaged front matter and a file without a word are errors.
func Parse(data []byte, c field.Clock) (news.Article, error) {
	text := field.UTF8(bytes.TrimPrefix(data, []byte("\ufeff")))
	a, text, err := field.FrontMatter(lineEnds.Replace(text), c)
	if err != nil {
		return news.Article{}, err
	}
	labels := map[string]string{}
	if text, err = cutJoplin(text, labels); err != nil {
		return news.Article{}, err
	}
	text = plainHighlights(plainASCIIDoc(plainKirby(text)))
	var above news.Article
	text = strings.Join(field.CutRelease(&above, strings.Split(plainLabels(strings.Trim(text, " \t\n")), "\n"), c.Zone), "\n")
	if a == nil {
		text = cutHeader(text, labels, 2, c)
		text = field.CutDateAbove(&above, text, c.Zone)
		if copied, ok := belowMenu(text, &above, c.Zone); ok && len(labels) == 0 {
			text = copied
		}
	}
	first, rest, _ := strings.Cut(text, "\n")
	second, afterSecond, _ := strings.Cut(rest, "\n")
	underlined := underline.MatchString(second)
	if underlined {
		rest = afterSecond
	}
	if a == nil {
		rest = plainImprint(strings.TrimLeft(rest, "\n"))
	}
	if heading.MatchString(first) || underlined || a != nil || field.IsMarkdown(rest) {
		first, rest = field.Unmark(first), field.Unmark(rest)
	}
	if a == nil {
		rest = cutHeader(cutMetadata(rest, labels), labels, 1, c)
		a = &news.Article{}
		if len(labels) > 0 {
			if a, err = field.FromLabels(labels, c); err != nil {
				return news.Article{}, err
			}
		}
		if a.Published.IsZero() {
			a.Published = above.Published
		}
		if a.Source == "" {
			a.Source = above.Source
		}
		rest = strings.Join(field.CutLead(a, strings.Split(rest, "\n"), c.Zone), "\n")
	}
	switch line := field.Line(field.Plain(first)); {
	case a.Headline == "":
		a.Headline = line
	case a.Headline != line: // the headline was in the front matter
		rest = first + "\n" + rest
	}
	a.Headline = field.CutReleaseLabel(a.Headline)
	a.Body = field.CutEndMarks(field.TypedText(rest))
	if a.Headline == "" && a.Body == "" {
		return news.Article{}, news.InvalidField("body", "no text")
	}
	return *a, nil
}

var (
	lineEnds  = strings.NewReplacer("\r\n", "\n", "\r", "\n")
	heading   = regexp.MustCompile(`^#{1,6}\s`)
	underline = regexp.MustCompile(`^(?:={3,}|-{3,}|#{4,}|~{3,}|\*{4,}|\^{3,}|"{3,})\s*$`)
)
