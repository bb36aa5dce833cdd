package web

import (
	"strconv"

	"byline/internal/news"
)

// Search is the page of what a search found or, without a query, of the newest articles.
type Search struct {
	Query string
	Narrowing
	Result *news.SearchResult // nil if nothing was searched for or the searching failed
	Latest []news.Article     // without a query
	Older  string             // cursor of the articles after Latest
	Notes  []string           // how Latest differs from what was asked for
	// Around is what would be found without outlets and subjects, to choose
	// others from. Nil: what was found.
	Around []news.Article
	Limit  int // of Result
	More   int // the limit to see more with; 0: there is no more
	Fault  string
}

// maxChoices is how many outlets or subjects the page offers, the chosen ones aside.
const maxChoices = 8

// Choice is an outlet or subject that a search can be restricted to.
type Choice struct {
	Value  string
	Chosen bool
}

// path is the address of the search.
func (v Search) path() string {
	var q query
	q.add("q", v.Query)
	q.narrowing(v.Narrowing)
	return "/search?" + q.String()
}

// Chips tells how the query was read.
func (v Search) Chips() []Chip {
	var u news.Understood
	if v.Result != nil {
		u = v.Result.Understood
	}
	return chips(u, v.Narrowing, func(n Narrowing) string { return Search{Query: v.Query, Narrowing: n}.path() })
}

// AskPath is the address at which the query is answered as a question.
func (v Search) AskPath() string {
	return conversationPath([]Turn{{Question: v.Query, Narrowing: v.Narrowing}})
}

// MorePath is the address of the same search with more of what it finds.
func (v Search) MorePath() string {
	return v.path() + "&limit=" + strconv.Itoa(v.More) + "#hit-" + strconv.Itoa(v.Limit+1)
}

// OlderPath is the address of the articles after the latest.
func (v Search) OlderPath() string {
	var q query
	q.narrowing(v.Narrowing)
	q.add("cursor", v.Older)
	return "/search?" + q.String()
}

// Narrowed reports whether anything restricts the search.
func (v Search) Narrowed() bool {
	return v.AsOf != "" || v.After != "" || v.Before != "" || len(v.Sources) > 0 || len(v.Subjects) > 0 || len(v.Files) > 0
}

// Clear is the address of the search without what restricts it.
func (v Search) Clear() string { return Search{Query: v.Query}.path() }
