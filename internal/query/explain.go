package query

import (
	"fmt"
	"strings"
	"time"

	"byline/internal/news"
)

// Explain writes a tree for people, a line for each part, those of a part below
// it and further in.
func Explain(n *news.QueryNode) string {
	var b strings.Builder
	explain(&b, n, "")
	return b.String()
}

func explain(b *strings.Builder, n *news.QueryNode, indent string) {
	b.WriteString(indent + describe(n) + "\n")
	for i := range n.Parts {
		explain(b, &n.Parts[i], indent+"  ")
	}
}

// describe says what a part asks for, but for its own parts.
func describe(n *news.QueryNode) string {
	switch n.Op {
	case news.OpAnd:
		return "all of"
	case news.OpOr:
		return "any of"
	case news.OpNot:
		return "not"
	case news.OpNear:
		return fmt.Sprintf("at most %d words apart", n.Number)
	case news.OpSame:
		return "in one sentence"
	case news.OpAtLeast:
		return fmt.Sprintf("%d times or more", n.Number)
	case news.OpPrefix:
		return "words that begin with " + n.Text
	case news.OpPattern:
		return "words as " + n.Text
	case news.OpPhrase, news.OpWord:
		what := map[news.QueryOp]string{news.OpPhrase: "phrase", news.OpWord: "word"}[n.Op] + " " + n.Text
		if n.Exact {
			what += ", exactly as written"
		}
		return what
	}
	switch {
	case len(n.Parts) > 0:
		return "in the " + n.Field
	case n.After.IsZero() && n.Before.IsZero():
		return n.Field + " " + n.Text
	case n.After.IsZero():
		return "published before " + n.Before.Format(time.RFC3339)
	case n.Before.IsZero():
		return "published from " + n.After.Format(time.RFC3339) + " on"
	}
	return "published from " + n.After.Format(time.RFC3339) + " to before " + n.Before.Format(time.RFC3339)
}
