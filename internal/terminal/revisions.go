package terminal

import (
	"fmt"
	"strings"
	"time"

	"byline/internal/news"
)

// Revisions writes the versions of an article, the newest first, with what changed and whether they have a phrase, where that is asked for.
func (p *Printer) Revisions(revisions []news.Revision, diff bool, phrase string) {
	if phrase != "" {
		p.Line("", PhraseText(news.FindPhrase(revisions, phrase)))
	}
	for i, r := range revisions {
		p.Entry(fmt.Sprintf("%2d. ", r.Revision), Headline(r.Article))
		p.DimLine("    ", storedAt(r))
		if phrase != "" && news.HasPhrase(&r.Article, phrase) {
			p.DimLine("    ", "has the words")
		}
		if diff && i+1 < len(revisions) {
			p.diff(news.Diff(revisions[i+1].Body, r.Body))
		}
	}
}

func storedAt(r news.Revision) string { return "stored " + r.Stored.UTC().Format(time.RFC3339) }

// PhraseText says since when an article has words, and when they were dropped.
func PhraseText(p news.Phrase) string {
	switch {
	case p.Since == nil:
		return "No stored version has these words."
	case p.Dropped == nil:
		return fmt.Sprintf("The words are there since version %d (%s).", p.Since.Revision, storedAt(*p.Since))
	}
	return fmt.Sprintf("The words came with version %d (%s) and were dropped with version %d (%s).", p.Since.Revision, storedAt(*p.Since), p.Dropped.Revision, storedAt(*p.Dropped))
}

// besideChange is how much of what is the same stands beside a change, in bytes.
const besideChange = 80

// diff writes what was removed behind a minus and what was added behind a plus, with a
// little of what is the same around them.
func (p *Printer) diff(parts []news.DiffPart) {
	for i, part := range parts {
		text := OneLine(part.Text)
		switch part.Op {
		case news.DiffRemoved:
			p.Line("    ", p.Paint(Bold, "- "+text))
		case news.DiffAdded:
			p.Line("    ", p.Paint(Bold, "+ "+text))
		case news.DiffSame:
			if text = around(text, i > 0, i+1 < len(parts)); text != "" {
				p.DimLine("    ", "  "+text)
			}
		}
	}
}

// around is what of a text is next to a change before it, behind it, or both.
func around(text string, before, behind bool) string {
	if len(text) <= 2*besideChange {
		return text
	}
	var out string
	if before {
		out = text[:strings.LastIndexByte(text[:besideChange], ' ')+1]
	}
	out += "…"
	if behind {
		at := len(text) - besideChange
		out += text[at+max(strings.IndexByte(text[at:], ' '), 0):]
	}
	return strings.ToValidUTF8(out, "")
}
