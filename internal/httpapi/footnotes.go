package httpapi

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"byline/internal/news"
)

// Answers as Markdown with footnotes: the marker "[1]" becomes "[^1]", and a
// line for each citation follows the text. What looks like an image, a link or
// HTML is text of an article or of a model; it is escaped, so that a client
// that renders Markdown loads and runs nothing.

var (
	markdown = regexp.MustCompile(`!\[|\]\(|<|\[(\d+)\](\(?)`)
	// undecided is an end of text that what follows may turn into one of these.
	undecided = regexp.MustCompile(`(?:!|\]|\[\d*)$`)
	notedMark = regexp.MustCompile(`\[\^(\d+)\]`)
	firstNote = regexp.MustCompile(`\n\n\[\^\d+\]: `)
)

// marked turns markers into references to footnotes and escapes what must not be rendered.
func marked(text string) string {
	return markdown.ReplaceAllStringFunc(text, func(found string) string {
		switch found {
		case "![":
			return `!\[`
		case "](":
			return `]\(`
		case "<":
			return `\<`
		}
		number, link := strings.CutSuffix(found, "(")
		number = "[^" + number[1:]
		if link {
			number += `\(`
		}
		return number
	})
}

// footnotes marks a text that comes in pieces.
type footnotes struct{ held string }

// push returns what can be written once delta has come.
func (f *footnotes) push(delta string) string {
	text := f.held + delta
	f.held = ""
	// A marker may be followed by "(", so that "[12]" is held back as a whole.
	if at := undecided.FindStringIndex(text); at != nil {
		start := at[0]
		if text[start] == ']' {
			digits := strings.TrimRight(text[:start], "0123456789")
			if strings.HasSuffix(digits, "[") {
				start = len(digits) - 1
			}
		}
		if start > 0 && text[start] == '[' && text[start-1] == '!' {
			start--
		}
		text, f.held = text[:start], text[start:]
	}
	return marked(text)
}

// rest returns what was held back.
func (f *footnotes) rest() string {
	text := marked(f.held)
	f.held = ""
	return text
}

// sources are the footnotes of an answer.
func sources(citations []news.Citation) string {
	var b strings.Builder
	for i, c := range citations {
		b.WriteString("\n")
		if i == 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "[^%s]: %s", strconv.Itoa(c.Marker), note(c))
	}
	return b.String()
}

// note tells on one line where a quote is from: outlet, date, headline, quote, link.
func note(c news.Citation) string {
	var parts []string
	for _, part := range []string{c.Article.Source, day(c.Article), c.Article.Mark(), quoted(c.Article.Headline)} {
		if part = oneLine(part); part != "" {
			parts = append(parts, part)
		}
	}
	text := strings.Join(parts, ", ")
	if text != "" {
		text += ": "
	}
	text += quoted(oneLine(c.Quote))
	if link := safeLink(c.Link); link != "" {
		text += " <" + link + ">"
	}
	return text
}

func day(a news.Article) string {
	if a.Published.IsZero() {
		return ""
	}
	return a.Published.Format("2 January 2006")
}

func quoted(text string) string {
	if text == "" {
		return ""
	}
	return "“" + text + "”"
}

// oneLine escapes all of Markdown that could reach beyond its line or load something.
func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	return strings.NewReplacer("[", `\[`, "]", `\]`, "<", `\<`, "`", "\\`").Replace(text)
}

// safeLink returns a link that can stand in angle brackets, or nothing.
func safeLink(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || strings.ContainsAny(link, "<> \t\r\n\\") {
		return ""
	}
	return link
}

// asAnswered is an earlier answer, which a client sends back as it came, as it was before
// it became Markdown: with its markers, and without footnotes.
func asAnswered(text string) string {
	if at := firstNote.FindStringIndex(text); at != nil {
		text = text[:at[0]]
	}
	text = notedMark.ReplaceAllString(news.PlainLead(text), "[$1]")
	return strings.NewReplacer(`!\[`, "![", `]\(`, "](", `\<`, "<").Replace(text)
}
