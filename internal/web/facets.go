package web

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"byline/internal/news"
)

// Outlets lists the outlets to restrict the search to.
func (v Search) Outlets() []Choice {
	return v.choices(news.FacetSource, v.Sources, func(a news.Article) []string { return []string{a.Source} })
}

// Topics lists the subjects to restrict the search to.
func (v Search) Topics() []Choice {
	return v.choices(news.FacetSubject, v.Subjects, func(a news.Article) []string { return a.Subjects })
}

// PageFacets are what the page has the articles found counted by.
func PageFacets() []news.FacetField {
	return []news.FacetField{news.FacetSource, news.FacetSubject, news.FacetSection, news.FacetAuthor, news.FacetPerson, news.FacetOrganisation, news.FacetPlace, news.FacetMonth}
}

// FacetLinks are values by which a search can be narrowed.
type FacetLinks struct {
	Label  string
	Path   string // of the page that lists all; "": there is none
	Values []Choice
}

// mostLinks is how many values of a facet the page shows with its results.
const mostLinks = 5

// Facets counts what was found, by what can narrow it.
func (v Search) Facets() []FacetLinks {
	if v.Result == nil {
		return nil
	}
	var out []FacetLinks
	for _, f := range v.Result.Facets {
		label, narrow := v.narrowingBy(f.Field)
		links := FacetLinks{Label: label}
		for _, value := range f.Values[:min(len(f.Values), mostLinks)] {
			if value.Count == v.Result.Total {
				continue
			}
			if label := entityLabel(f.Field); label != "" {
				links.Label, links.Path = label, entitiesPath(news.EntityKind(f.Field))
				links.Values = append(links.Values, v.naming(f.Field, value))
			} else if narrow != nil {
				links.Values = append(links.Values, Choice{Value: labelOfValue(f.Field, value.Value), Count: value.Count, Path: v.narrowed(narrow(value.Value))})
			}
		}
		if len(links.Values) > 0 {
			out = append(out, links)
		}
	}
	return out
}

// entityLabel is what a facet of entities is called; "" of any other.
func entityLabel(f news.FacetField) string {
	switch f {
	case news.FacetPerson:
		return "Person"
	case news.FacetOrganisation:
		return "Organisation"
	case news.FacetPlace:
		return "Place"
	}
	return ""
}

// naming adds to the query that articles must name an entity. A plain query then asks
// for all of its words, so that how many it will find is not known.
func (v Search) naming(f news.FacetField, value news.FacetValue) Choice {
	c := Choice{Value: value.Value, Path: Search{Query: v.Query + " " + naming(news.EntityKind(f), value.Value), Narrowing: v.Narrowing, Sort: v.Sort}.path()}
	if v.Result.Understood.Tree != nil {
		c.Count = value.Count
	}
	return c
}

// naming is the part of a query that asks for an entity.
func naming(kind news.EntityKind, name string) string {
	return string(kind) + `:"` + strings.ReplaceAll(name, `"`, "") + `"`
}

// named are chips for the entities that the query asks for, each of which can be left out.
func (v Search) named(tree *news.QueryNode) (out []Chip) {
	if tree == nil {
		return nil
	}
	parts := []news.QueryNode{*tree}
	if tree.Op == news.OpAnd {
		parts = tree.Parts
	}
	for _, part := range parts {
		label := entityLabel(news.FacetField(part.Field))
		if part.Op != news.OpField || label == "" || part.End > len(v.Query) {
			continue
		}
		before, after := strings.TrimSpace(v.Query[:part.Start]), strings.TrimSpace(v.Query[part.End:])
		if before == "" {
			after = strings.TrimPrefix(after, "AND ")
		}
		rest := strings.TrimSpace(strings.TrimSuffix(before, " AND") + " " + after)
		out = append(out, Chip{Label: label + " " + part.Text, Without: Search{Query: rest, Narrowing: v.Narrowing, Sort: v.Sort}.path()})
	}
	return out
}

// narrowingBy returns what a facet is called, and what narrows a search to a value of
// it: nothing for outlets and subjects, which the form of the page lists.
func (v Search) narrowingBy(f news.FacetField) (label string, narrow func(value string) Narrowing) {
	n := v.Narrowing
	switch f {
	case news.FacetSection:
		return "Section", func(value string) Narrowing { return v.WithListed("sections", value) }
	case news.FacetAuthor:
		return "Author", func(value string) Narrowing { return v.WithListed("authors", value) }
	case news.FacetMonth:
		return "Month", func(value string) Narrowing {
			month, _ := time.Parse(monthLayout, value)
			n.After, n.Before = month.Format(time.DateOnly), month.AddDate(0, 1, 0).Format(time.DateOnly)
			return n
		}
	}
	return "", nil
}

// monthLayout is how a facet writes a month.
const monthLayout = "2006-01"

func labelOfValue(f news.FacetField, value string) string {
	if month, err := time.Parse(monthLayout, value); f == news.FacetMonth && err == nil {
		return month.Format("January 2006")
	}
	return value
}

// choices lists the values of the articles found, the most frequent first. What
// all of them have in common is no choice.
func (v Search) choices(field news.FacetField, chosen []string, of func(news.Article) []string) []Choice {
	values, counted := v.values(field, of)
	all := len(v.Latest)
	if v.Result != nil && v.Around == nil {
		all = v.Result.Total
	}
	var out []Choice
	for _, value := range chosen {
		out = append(out, Choice{Value: value, Chosen: true, Count: counted[value]})
	}
	others := 0
	for _, value := range values {
		n := counted[value]
		if common := n == all && all > 1 && v.Around == nil; common || slices.Contains(chosen, value) || others == maxChoices {
			continue
		}
		others++
		out = append(out, Choice{Value: value, Count: n})
	}
	if v.Result == nil { // counts of a part of the articles tell nothing
		for i := range out {
			out[i].Count = 0
		}
	}
	return out
}

// values are those of a field that articles found have, the most frequent first.
func (v Search) values(field news.FacetField, of func(news.Article) []string) (values []string, counted map[string]int) {
	counted = map[string]int{}
	facets := v.Around
	if facets == nil && v.Result != nil {
		facets = v.Result.Facets
	}
	for _, f := range facets {
		for _, value := range f.Values {
			if f.Field == field {
				values, counted[value.Value] = append(values, value.Value), value.Count
			}
		}
	}
	if facets != nil {
		return values, counted
	}
	for _, a := range v.Latest {
		for _, value := range of(a) {
			counted[value]++
		}
	}
	delete(counted, "")
	values = slices.SortedFunc(maps.Keys(counted), func(a, b string) int {
		return cmp.Or(cmp.Compare(counted[b], counted[a]), cmp.Compare(a, b))
	})
	return values, counted
}
