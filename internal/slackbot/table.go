package slackbot

import (
	"regexp"
	"strings"

	"github.com/rivo/uniseg"
)

// tableWidth is how many columns of text a table may take to be lined up; wider rows wrap in any case.
const tableWidth = 90

// dashes is the row below the head of a table in Markdown.
var dashes = regexp.MustCompile(`^\|?[\s:|-]*-[\s:|-]*\|?$`)

// table lines up the rows of a table in Markdown as plain text, for Slack's own markup has no tables.
func table(rows []string) []string {
	var cells [][]string
	var widths []int
	for _, row := range rows {
		if dashes.MatchString(row) {
			continue
		}
		line := strings.Split(strings.Trim(row, "|"), "|")
		for i := range line {
			line[i] = emphasis(strings.TrimSpace(line[i]), "", "")
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], uniseg.StringWidth(line[i]))
		}
		cells = append(cells, line)
	}
	total := 0
	for _, w := range widths {
		total += w + len(" | ")
	}
	if total > tableWidth {
		return rows
	}
	out := make([]string, 0, len(cells)+1)
	for i, line := range cells {
		for j := range line[:len(line)-1] {
			line[j] += strings.Repeat(" ", widths[j]-uniseg.StringWidth(line[j]))
		}
		out = append(out, strings.Join(line, " | "))
		if i == 0 && len(cells) < len(rows) {
			out = append(out, rule(widths))
		}
	}
	return out
}

func rule(widths []int) string {
	parts := make([]string, len(widths))
	for i, w := range widths {
		parts[i] = strings.Repeat("-", w)
	}
	return strings.Join(parts, "-|-")
}
