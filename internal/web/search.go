package web

import (
	"cmp"

	"byline/internal/news"
)

// Search is the page of what a search found or, without a query, of the newest articles.
type Search struct {
	Query string
	Narrowing
	Sort   news.Sort
	Result *news.SearchResult // nil if nothing was searched for or the searching failed
	Latest []news.Article     // without a query
	Older  string             // cursor of the articles after Latest
	Notes  []string           // how Latest differs from what was asked for
	// Around is how many articles would be found without outlets and subjects, to
	// choose others from. Nil: what was found.
	Around []news.Facet
	Paged  bool // it is not the first page
	Fault  string
}

// maxChoices is how many outlets or subjects the page offers, the chosen ones aside.
const maxChoices = 8

// Choice is an outlet or subject that a search can be restricted to.
type Choice struct {
	Value  string
	Chosen bool
	Count  int    // articles that have it; 0: not counted
	Path   string // of the search with it, where it is not chosen
}

// path is the address of the search.
func (v Search) path() string {
	var q query
	q.add("q", v.Query)
	q.narrowing(v.Narrowing)
	if v.Sort != news.SortRelevance {
		q.add("sort", string(v.Sort))
	}
	return "/search?" + q.String()
}

// Chips tells how the query was read.
func (v Search) Chips() []Chip {
	var u news.Understood
	if v.Result != nil {
		u = v.Result.Understood
	}
	return append(v.named(u.Tree), chips(u, v.Narrowing, v.narrowed)...)
}

// AskPath is the address at which the query is answered as a question.
func (v Search) AskPath() string {
	return conversationPath([]Turn{{Question: v.Query, Narrowing: v.Narrowing}})
}

// NextPath is the address of the next page of what is found, "" on the last.
func (v Search) NextPath() string {
	if v.Result == nil || v.Result.Next == "" {
		return ""
	}
	var q query
	q.add("cursor", v.Result.Next)
	return v.path() + "&" + q.String()
}

// SortLink leads to the same search in another order, "" of the order that it has.
type SortLink struct{ Label, Path string }

// Sorts are the orders of a list.
func (v Search) Sorts() []SortLink {
	var out []SortLink
	for _, s := range []struct {
		label string
		sort  news.Sort
	}{{"Most relevant", news.SortRelevance}, {"Newest", news.SortNewest}, {"Oldest", news.SortOldest}} {
		link := SortLink{Label: s.label}
		if s.sort != cmp.Or(v.Sort, news.SortRelevance) {
			other := v
			other.Sort = s.sort
			link.Path = other.path()
		}
		out = append(out, link)
	}
	return out
}

// OlderPath is the address of the articles after the latest.
func (v Search) OlderPath() string {
	var q query
	q.narrowing(v.Narrowing)
	q.add("cursor", v.Older)
	return "/search?" + q.String()
}

// narrowed is the address of the search, narrowed otherwise.
func (v Search) narrowed(n Narrowing) string {
	return Search{Query: v.Query, Narrowing: n, Sort: v.Sort}.path()
}

// Narrowed reports whether anything restricts the search.
func (v Search) Narrowed() bool {
	return v.AsOf != "" || v.After != "" || v.Before != "" || len(v.Sources) > 0 || len(v.Subjects) > 0 || len(v.Files) > 0 || len(v.Lists) > 0
}

// Clear is the address of the search without what restricts it.
func (v Search) Clear() string { return Search{Query: v.Query}.path() }

// KeptList is a name in a list that narrows the search, which its form has no field for.
type KeptList struct{ Name, Value string }

// KeptLists are those of the search.
func (v Search) KeptLists() (kept []KeptList) {
	for _, l := range narrowingLists() {
		for _, value := range v.Lists[l.name] {
			kept = append(kept, KeptList{l.name, value})
		}
	}
	return kept
}

// Exports are the forms in which the page offers all that is found.
func (v Search) Exports() []ExportLink {
	return exports("/v1/search", func(q *query) {
		q.add("query", v.Query)
		q.narrowing(v.Narrowing)
		if v.Sort != "" {
			q.add("sort", string(v.Sort))
		}
	})
}
