package pravdatext

import (
	"strings"

	"byline/internal/format/field"
)

const maxCaption = 600 // bytes of a caption without a credit

// caption takes the caption and the credit of the lead picture off the lines.
// A line right below the byline and apart from the rest is a caption even
// without a credit, if it does not end as a sentence does.
func (p *parser) caption() {
	if len(p.lines) < 2 {
		return // the only paragraph there is
	}
	first, second := p.lines[0], p.lines[1]
	if caption, credit, ok := field.CutCredit(first.text); ok {
		p.article.Caption, p.article.Credit = caption, credit
		p.lines = p.lines[1:]
		return
	}
	if !p.byline || first.first || len(first.text) > maxCaption {
		return
	}
	if caption, credit, ok := field.CutCredit(second.text); ok && !second.first && caption == "" && len(p.lines) > 2 {
		p.article.Caption, p.article.Credit = first.text, credit
		p.lines = p.lines[2:]
		return
	}
	if second.first && !endsSentence(first.text) && !labelled.MatchString(first.text) {
		p.article.Caption = first.text
		p.lines = p.lines[1:]
	}
}

func endsSentence(text string) bool {
	text = strings.TrimRight(text, `"”»’')]`)
	return text == "" || strings.ContainsRune(`.!?:;…`, []rune(text)[len([]rune(text))-1])
}
