package plaintext

import (
	"regexp"
	"strings"
	"time"

	"byline/internal/format/field"
	"byline/internal/news"
)

// leveled is a heading of Markdown with its level.
var leveled = regexp.MustCompile(`^(#{1,4})\s+\S`)

// headed returns the articles of a text in Markdown that has several, each below a heading of
// one level and a line that says when it appeared; nil: it is no such text.
func headed(lines []string) (parts [][]byte) {
	for _, level := range []string{"#", "##", "###"} {
		var starts []int
		for i, line := range lines {
			if m := leveled.FindStringSubmatch(line); len(m) > 0 && m[1] == level {
				starts = append(starts, i)
			}
		}
		if len(starts) < 2 || strings.Count(strings.TrimSpace(strings.Join(lines[:starts[0]], "\n")), "\n") > 0 {
			continue
		}
		parts = nil
		for k, start := range starts {
			end := len(lines)
			if k+1 < len(starts) {
				end = starts[k+1]
			}
			text := strings.TrimRight(strings.Join(lines[start:end], "\n"), "\n ")
			_, below, _ := strings.Cut(text, "\n")
			below = plainImprint(strings.TrimLeft(below, "\n"))
			if strings.HasPrefix(below, "URL: ") {
				_, below, _ = strings.Cut(below, "\n")
			}
			var said news.Article
			field.CutLead(&said, strings.Split(below, "\n"), nil)
			if said.Published.IsZero() {
				parts = nil
				break
			}
			parts = append(parts, []byte(text))
		}
		if parts != nil {
			return parts
		}
	}
	return nil
}

// emphasisedLine is a line in italics or bold letters, with a link behind it: "*Harbour
// Times, 4 May* · [link](https://…)".
var emphasisedLine = regexp.MustCompile(`^\s*(?:[*_]{1,3}([^*_\n]{4,200})[*_]{1,3}|([^\[\]\n]{4,200}?))(?:\s*[·|–—-]?\s*\[[^\]\n]{1,40}\]\((https?://[^\s)]+)\))?\s*(?:\n|$)`)

// plainImprint writes such a line at the beginning of a text as one that says where an
// article appeared, below one that names its address.
func plainImprint(text string) string {
	m := emphasisedLine.FindStringSubmatch(text)
	if len(m) == 0 || m[1] == "" && m[3] == "" {
		return text
	}
	out := strings.TrimRight(m[1]+m[2], " ·|–—-") + "\n" + text[len(m[0]):]
	if m[3] != "" {
		out = "URL: " + m[3] + "\n" + out
	}
	return out
}

// belowMenu returns a text that was copied from a page without what stands above its headline
// there, a menu, and below it, links to others. The headline is the line above one that says
// by whom or when it was published. ok is false for any other text.
func belowMenu(text string, said *news.Article, loc *time.Location) (rest string, ok bool) {
	const far, short, few = 25, 40, 3
	lines := strings.Split(text, "\n")
	above, outlet := 0, ""
	for i, line := range lines[:min(len(lines), far)] {
		line = field.Line(line)
		if line == "" {
			continue
		}
		var lead news.Article
		below := lines[i+1:]
		left := field.CutLead(&lead, below, loc)
		if lead.Authors != nil || !lead.Published.IsZero() {
			if above < 2 || len(strings.Fields(line)) < few {
				return "", false // it has no menu
			}
			if said.Source == "" {
				said.Source = outlet
			}
			return withoutLinks(append([]string{line}, below[:len(below)-len(left)]...), left), true
		}
		if len(line) > short || strings.ContainsAny(line[len(line)-1:], ".!?:") {
			return "", false
		}
		if _, _, label := field.Labelled(line); label {
			return "", false
		}
		above++
		if outlet == "" && field.IsOutlet(line) {
			outlet = line
		}
	}
	return "", false
}

// withoutLinks joins the head of an article that was copied from a page and its text, without
// the short lines around that: "Share", "Related stories".
func withoutLinks(head, text []string) string {
	const short = 60
	isLink := func(line string) bool {
		line = field.Line(line)
		return len(line) <= short && (line == "" || !strings.ContainsAny(line[len(line)-1:], ".!?”\"»"))
	}
	for len(text) > 1 && isLink(text[0]) {
		text = text[1:]
	}
	for len(text) > 1 && isLink(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return strings.Join(append(append(head, ""), text...), "\n")
}
