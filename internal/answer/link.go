package answer

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/news"
)

// How much of a quote stands in a link: all of one that is short, else its first
// and last words, at least so many, and more where these stand elsewhere as well.
const (
	shortFragment = 60 // bytes
	leastWords    = 3
	mostContext   = 8 // words before a quote that others are equal to
)

// link returns the URL of an article with a text fragment that makes a browser
// scroll to a quote, a span of its body, and to nothing else in the article
// (https://wicg.github.io/scroll-to-text-fragment/). It is empty unless the URL
// is an absolute one of http or https.
func link(a *news.Article, quote news.Span) string {
	u, err := url.Parse(a.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	base, fragment, _ := strings.Cut(u.String(), "#")
	fragment, _, _ = strings.Cut(fragment, ":~:")
	text := fragmentOf(newPageText(a), a.Body, quote)
	if text == "" {
		return u.String()
	}
	return base + "#" + fragment + ":~:text=" + text
}

// pageText is what a page shows of an article, as browsers look for a text in it:
// in small letters, with one space between words and a line for each paragraph,
// and an empty one behind the headline.
type pageText string

func newPageText(a *news.Article) pageText {
	return pageText(foldLines(a.Headline) + "\n" + foldLines(a.Body))
}

func foldLines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 0 {
			b.WriteString(strings.ToLower(strings.Join(words, " ")) + "\n")
		}
	}
	return b.String()
}

// next returns where a text stands next, from an offset on, as whole words; -1 if it does not.
func (p pageText) next(text string, from int) int {
	text = strings.ToLower(text)
	for from <= len(p) {
		at := strings.Index(string(p[from:]), text)
		if at < 0 {
			return -1
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(string(p[:at]))
		after, _ := utf8.DecodeRuneInString(string(p[at+len(text):]))
		if !continues(before, text, true) && !continues(after, text, false) {
			return at
		}
		from = at + 1
	}
	return -1
}

// continues reports whether a letter beside a text makes its outermost word longer.
func continues(beside rune, text string, atStart bool) bool {
	edge, _ := utf8.DecodeLastRuneInString(text)
	if atStart {
		edge, _ = utf8.DecodeRuneInString(text)
	}
	return isWordRune(beside) && isWordRune(edge)
}

func isWordRune(r rune) bool { return isLetterOrDigit(r) || unicode.IsMark(r) }

// once reports whether a text stands on the page in one place.
func (p pageText) once(text string) bool {
	at := p.next(text, 0)
	return at >= 0 && p.next(text, at+1) < 0
}

// fragmentOf is the shortest directive that means a span of a body.
func fragmentOf(page pageText, body string, quote news.Span) string {
	lines := paragraphs(body[quote.Start:quote.End])
	if len(lines) == 0 {
		return ""
	}
	first := lines[0]
	n := len(first)
	if len(lines) > 1 || len(strings.Join(first, " ")) > shortFragment {
		for n = min(leastWords, n); n < len(first) && !page.once(strings.Join(first[:n], " ")); {
			n++
		}
	}
	start, text := strings.Join(first[:n], " "), escape(first[:n])
	if !page.once(start) {
		text = contextOf(page, body[:quote.Start], start) + text
	}
	if lines[0] = first[n:]; len(lines[0]) == 0 { // the ends do not overlap
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return text
	}
	return text + "," + escape(endOf(page[page.place(body, quote.Start, start)+len(start):], lines))
}

// place is where the text at an offset of the body stands.
func (p pageText) place(body string, offset int, text string) int {
	lead, _, _ := strings.Cut(string(p), "\n\n")
	const mark = 4 // bytes of a mark without a space behind it that a quote may begin after
	return max(0, p.next(text, max(0, len(lead)+len("\n\n")+len(foldLines(body[:offset]))-mark)))
}

// endOf is as many of the last words of the lines that a page goes on with as it
// takes for none of the places before to be taken for their end.
func endOf(page pageText, lines [][]string) []string {
	end := 0
	for _, words := range lines {
		text := strings.Join(words, " ")
		end = page.next(text, end) + len(text)
	}
	last := lines[len(lines)-1]
	for n := min(leastWords, len(last)); n < len(last); n++ {
		text := strings.Join(last[len(last)-n:], " ")
		if page.next(text, 0)+len(text) == end {
			return last[len(last)-n:]
		}
	}
	return last
}

// contextOf is what tells one of several places where a text stands: the words
// before it.
func contextOf(page pageText, before, text string) string {
	words := strings.Fields(before)
	flat := pageText(strings.Join(strings.Fields(string(page)), " "))
	most := min(mostContext, len(words))
	for n := 1; n <= most; n++ {
		lead := words[len(words)-n:]
		if n == most || flat.once(strings.Join(lead, " ")+" "+text) {
			return escape(lead) + "-,"
		}
	}
	return ""
}

// paragraphs are the words of each line that has any.
func paragraphs(text string) (lines [][]string) {
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 0 {
			lines = append(lines, words)
		}
	}
	return lines
}

// escape percent-encodes words for a text fragment, in which "-", "," and "&" have a meaning.
func escape(words []string) string {
	return strings.NewReplacer("+", "%20", "-", "%2D").Replace(url.QueryEscape(strings.Join(words, " ")))
}
