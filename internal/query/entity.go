package query

import (
	"slices"
	"strings"

	"byline/internal/entities"
	"byline/internal/news"
)

// naming is the test of whom or what an article names. A part of the name of somebody,
// or of an organisation, is enough; a place is named in full, since York is not New York.
func naming(kind news.EntityKind, name string) test {
	key := entities.Key(kind, name)
	is := equals(key)
	if kind != news.EntityPlace {
		abbreviation := entities.Key(kind, strings.ToUpper(name)) // org:who
		is = func(value string) bool { return value == abbreviation || strings.Contains(" "+value+" ", " "+key+" ") }
	}
	return test{news.Bound{Kind: news.BoundLabel, Label: news.Label(kind), Is: is}, func(a *article) bool {
		return slices.ContainsFunc(entities.Find(a.Article).Entities, func(e news.Entity) bool { return e.Kind == kind && is(e.Key) })
	}}
}
