package query

import (
	"errors"

	"byline/internal/news"
)

// Select says of which articles a query holds: one with operators as Compile has
// it, and one without of those with all of its words but stop words. Of a query
// that names nothing it is nil: it holds of all. KindInvalid, for the field
// "query": it cannot be read.
func Select(text string, interval Interval, analysis Analysis, names Names) (*news.Condition, error) {
	tree, err := Parse(text, interval)
	if fault := (*FaultError)(nil); errors.As(err, &fault) {
		return nil, news.InvalidField("query", "%w", fault)
	}
	if err != nil {
		return nil, err
	}
	if tree == nil {
		if tree = allWords(text, analysis); tree == nil {
			return nil, nil
		}
	}
	return &Compile(tree, analysis, names).Condition, nil
}

// allWords asks for each word of a text; nil if there is none.
func allWords(text string, analysis Analysis) *news.QueryNode {
	all := news.QueryNode{Op: news.OpAnd, Span: news.Span{End: len(text)}}
	for _, w := range analysis.Words(nil, text) {
		all.Parts = append(all.Parts, news.QueryNode{Op: news.OpWord, Span: news.Span{Start: w.Start, End: w.End}, Text: text[w.Start:w.End]})
	}
	switch {
	case len(all.Parts) == 0:
		return nil
	case len(all.Parts) == 1:
		return &all.Parts[0]
	}
	return &all
}
