package plaintext

import (
	"regexp"
	"strings"

	"byline/internal/format/field"
)

// maxHeader is how many lines between headline and text may say when, by whom and where it appeared.
const maxHeader = 8

// cutHeader takes lines that each name a field off the beginning of a text, and
// adds what they say to labels. Fewer than enough of them are text, and so are
// all where nothing follows or one cannot be read.
func cutHeader(text string, labels map[string]string, enough int, c field.Clock) (rest string) {
	found := map[string]string{}
	rest = text
	if below, ok := cutProperties(text, found); ok {
		rest = below
	}
	for range maxHeader {
		line, below, _ := strings.Cut(strings.TrimLeft(rest, "\n"), "\n")
		name, value, ok := field.Labelled(unemphasised(line))
		if !ok && len(found) > 0 && field.IsContact(unemphasised(line)) {
			rest = below
			continue
		}
		if !ok {
			break
		}
		found[name], rest = value, below
	}
	if len(found) < enough || strings.TrimSpace(rest) == "" {
		return text
	}
	if _, err := field.FromLabels(found, c); err != nil {
		return text
	}
	for name, value := range found {
		labels[name] = value
	}
	if rule, below, _ := strings.Cut(strings.TrimLeft(rest, " \t\n"), "\n"); separator.MatchString(rule) && strings.TrimSpace(below) != "" {
		rest = below
	}
	return field.CutTextLabel(strings.TrimLeft(rest, " \t\n"))
}

// notation is how Org, reStructuredText and outliners write a line that gives a field:
// "#+TITLE: Moles", ":Author: Ada Lee", "date:: 2026-11-17".
var notation = regexp.MustCompile(`^(?:#\+(\w+):|:([\pL\pN _-]+):|([\pL\pN _-]+)::)[ \t]+(\S.*)$`)

// orgDate is a date in Org: <2026-11-17 Tue 08:30>.
var orgDate = regexp.MustCompile(`^[<\[](\d{4}-\d\d-\d\d)(?: \pL+\.?)?( \d\d?:\d\d)?[>\]]$`)

// orgHeading begins a heading in Org.
var orgHeading = regexp.MustCompile(`(?m)^\*+ `)

var outlined = regexp.MustCompile(`(?m)^[ \t]*- `)

var noLinks = strings.NewReplacer("[[", "", "]]", "") // to other notes

// plainLabels writes the lines at the beginning of a text that give a field in another
// notation as "Title: Moles". A headline above them stays. What outliners write, each
// paragraph as an item, becomes paragraphs.
func plainLabels(text string) string {
	isOutline, isOrg := false, false
	lines := strings.Split(text, "\n")
	for i, line := range lines[:min(len(lines), 2*maxHeader)] {
		m := notation.FindStringSubmatch(line)
		if m == nil {
			if line != "" && i >= headlineLines {
				break // which is text
			}
			continue
		}
		isOutline, isOrg = isOutline || m[3] != "", isOrg || m[1] != ""
		lines[i] = m[1] + m[2] + m[3] + ": " + orgDate.ReplaceAllString(noLinks.Replace(m[4]), "$1$2")
	}
	if text = strings.Join(lines, "\n"); isOrg {
		text = orgHeading.ReplaceAllString(text, "# ")
	}
	if isOutline {
		text = outlined.ReplaceAllString(text, "\n")
	}
	return text
}

// property is a line that gives a field of whatever a program keeps of a text.
var property = regexp.MustCompile(`^\p{L}[\p{L}\p{N} _-]{0,30}: ?.{0,300}$`)

// cutProperties takes the paragraph that a text begins with off it if each line of that is
// a field and several are such as an article has: the properties of a page of Notion. What
// is no field of an article goes with them.
func cutProperties(text string, found map[string]string) (rest string, ok bool) {
	const enough = 2
	block, rest, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n\n")
	known := 0
	for line := range strings.SplitSeq(block, "\n") {
		if !property.MatchString(line) || field.CutTextLabel(line) != line {
			return text, false
		}
		if _, _, ok := field.Labelled(line); ok {
			known++
		}
	}
	if known < enough {
		return text, false
	}
	for line := range strings.SplitSeq(block, "\n") {
		if name, value, ok := field.Labelled(line); ok {
			found[name] = value
		}
	}
	return rest, true
}

// headlineLines is how many lines a headline has with what underlines it, and a blank one.
const headlineLines = 3

// chapters are the headings that Readwise puts above the parts of what it exports.
var chapters = map[string]bool{"metadata": true, "full document": true, "highlights": true}

// cutMetadata takes the list of fields under the heading "Metadata" off the beginning of
// a text, and adds what it says to labels. What is no field of an article goes with it.
func cutMetadata(text string, labels map[string]string) (rest string) {
	line, rest, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	if !strings.EqualFold(strings.TrimSpace(line), "metadata") {
		return text
	}
	for rest != "" {
		line, below, _ := strings.Cut(rest, "\n")
		trimmed := strings.TrimSpace(line)
		if trimmed != "" && !strings.HasPrefix(trimmed, "- ") && !chapters[strings.ToLower(trimmed)] {
			break
		}
		if name, value, ok := field.Labelled(line); ok && !strings.HasPrefix(value, "#") {
			labels[name] = value
		}
		if rest = below; chapters[strings.ToLower(trimmed)] {
			break
		}
	}
	return rest
}

// unemphasised is a line whose label is in bold letters of Markdown: "**Date:** 4 May".
func unemphasised(line string) string {
	if strings.HasPrefix(line, "**") {
		return strings.Replace(strings.TrimPrefix(line, "**"), "**", "", 1)
	}
	return line
}
