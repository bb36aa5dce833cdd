package retrieve

import "byline/internal/question"

// outlets tells which outlets a query names, as in "according to The Coast
// Lantern". Names are looked for as they come up, and remembered.
type outlets struct {
	query string
	names question.Named
	known map[string]bool
}

func outletsIn(query string) outlets {
	return outlets{query: query, names: question.Names(query), known: make(map[string]bool)}
}

// namesOutlet is 1 if the query names an outlet, given in lower case, else 0.
func (p *plan) namesOutlet(source string) float64 {
	if p.hasText() && p.outlets.named(source) {
		return 1
	}
	return 0
}

// named reports whether the query names an outlet, given in lower case. The
// name must begin with a capital there, so that "the time" is not an outlet.
func (o *outlets) named(source string) bool {
	named, seen := o.known[source]
	if !seen {
		named = o.names.Outlet(source)
		o.known[source] = named
	}
	return named
}
