package query

import (
	"strings"
	"unicode/utf8"

	"byline/internal/news"
)

// behindWords are marks that open nothing behind a word: there they close, or are
// inches or apostrophes.
const behindWords = `"”` + single

// Quotations are the phrases that a text puts in quotation marks. Marks that
// nothing closes, and those of inches, quote nothing.
func Quotations(text string) (phrases []string) {
	before := ' '
	for at := 0; at < len(text); {
		r, n := utf8.DecodeRuneInString(text[at:])
		phrase, end, _, closed := quoted(text[at:])
		if closed && hasWord(phrase) && !(isWordRune(before) && strings.ContainsRune(behindWords, r)) {
			phrases = append(phrases, strings.TrimSpace(phrase))
			r, n = ' ', end
		}
		before, at = r, at+n
	}
	return phrases
}

// Phrase is words that stand one behind the other, whatever their case, accents
// and endings.
type Phrase struct {
	analysis Analysis
	find     finder
	names    func(string) bool
}

// NewPhrase reads a phrase.
func NewPhrase(written string, analysis Analysis) *Phrase {
	find, _ := (&compiler{analysis: analysis}).phrase(phraseOf(written))
	return &Phrase{analysis, find, names(written)}
}

// In reports whether a text has the phrase.
func (p *Phrase) In(written string) bool {
	return len(p.find(&text{analysis: p.analysis, written: written})) > 0
}

// Names reports whether an article is of an outlet or author with the phrase in its name.
func (p *Phrase) Names(a *news.Article) bool {
	for _, name := range append([]string{a.Source}, a.Authors...) {
		if p.names(name) {
			return true
		}
	}
	return false
}

// Quoting says which articles have phrases, in their texts or as the name of
// their outlet or an author: all of them, or where every is false one at least.
func Quoting(phrases []string, every bool, analysis Analysis) *news.Condition {
	tree := &news.QueryNode{Op: news.OpOr}
	if every {
		tree.Op = news.OpAnd
	}
	for _, p := range phrases {
		tree.Parts = append(tree.Parts, news.QueryNode{Op: news.OpOr, Parts: []news.QueryNode{
			*phraseOf(p),
			{Op: news.OpField, Field: string(news.LabelSource), Text: p},
			{Op: news.OpField, Field: string(news.LabelAuthor), Text: p},
		}})
	}
	return &Compile(tree, analysis, nil).Condition // no phrase asks whom an article names
}

func phraseOf(written string) *news.QueryNode {
	return &news.QueryNode{Op: news.OpPhrase, Text: written}
}
