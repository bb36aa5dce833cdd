package api

import (
	"encoding/json"
	"fmt"
	"time"

	"byline/internal/news"
)

// Query is a query as it was read: a string if it is plain, else the tree of its
// operators, with the query as it was given in Query.
type Query struct {
	Query string
	Tree  *QueryNode
}

// QueryNode is a part of a query with operators; Start and End are byte offsets
// into the query as given. docs/query.md says what the operators are.
type QueryNode struct {
	Query  string       `json:"query,omitempty"` // of the root: as given
	Op     news.QueryOp `json:"op"`
	Text   string       `json:"text,omitempty"`
	Exact  bool         `json:"exact,omitempty"`
	Field  string       `json:"field,omitempty"`
	Number int          `json:"number,omitempty"`
	After  time.Time    `json:"after,omitzero"`
	Before time.Time    `json:"before,omitzero"`
	Start  int          `json:"start"`
	End    int          `json:"end"`
	Parts  []QueryNode  `json:"parts,omitempty"`
}

// NewQuery returns the document of a query; tree is nil if it is plain.
func NewQuery(query string, tree *news.QueryNode) Query {
	if tree == nil {
		return Query{Query: query}
	}
	node := toQueryNode(tree)
	node.Query = query
	return Query{query, &node}
}

func toQueryNode(n *news.QueryNode) QueryNode {
	out := QueryNode{Op: n.Op, Text: n.Text, Exact: n.Exact, Field: n.Field, Number: n.Number, After: n.After, Before: n.Before, Start: n.Start, End: n.End}
	for i := range n.Parts {
		out.Parts = append(out.Parts, toQueryNode(&n.Parts[i]))
	}
	return out
}

// MarshalJSON writes the string or the tree.
func (q Query) MarshalJSON() ([]byte, error) {
	var document any = q.Query
	if q.Tree != nil {
		document = q.Tree
	}
	b, err := json.Marshal(document)
	if err != nil {
		return nil, fmt.Errorf("api: query: %w", err)
	}
	return b, nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (q *Query) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &q.Query) == nil {
		return nil
	}
	q.Tree = new(QueryNode)
	if err := json.Unmarshal(data, q.Tree); err != nil {
		return fmt.Errorf("api: query: %w", err)
	}
	q.Query = q.Tree.Query
	return nil
}

// tree reads the document back.
func (q Query) tree() *news.QueryNode {
	if q.Tree == nil {
		return nil
	}
	node := q.Tree.node()
	return &node
}

func (n QueryNode) node() news.QueryNode {
	out := news.QueryNode{Op: n.Op, Span: news.Span{Start: n.Start, End: n.End}, Text: n.Text, Exact: n.Exact, Field: n.Field, Number: n.Number, After: n.After, Before: n.Before}
	for _, p := range n.Parts {
		out.Parts = append(out.Parts, p.node())
	}
	return out
}
