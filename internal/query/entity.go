package query

import (
	"slices"
	"strings"

	"byline/internal/news"
)

// naming is the test of whom or what an article names. A part of the name of somebody,
// or of an organisation, is enough; a place is named in full, since York is not New York.
// What people decided about names holds here as where they are counted.
func (c *compiler) naming(kind news.EntityKind, name string) test {
	key := c.names.EntityKey(kind, name)
	asked := equals(key)
	if kind != news.EntityPlace {
		abbreviation := c.names.EntityKey(kind, strings.ToUpper(name)) // org:who
		asked = func(value string) bool { return value == abbreviation || strings.Contains(" "+value+" ", " "+key+" ") }
	}
	naming := c.names.EntityNaming(kind)
	if naming.Version != "" {
		c.decided = " " + naming.Version
	}
	meant := naming.As(key)
	is := func(value string) bool {
		shown := naming.As(value)
		return shown != "" && (shown == meant || asked(shown) || asked(value))
	}
	return test{news.Bound{Kind: news.BoundLabel, Label: news.Label(kind), Is: is}, func(a *article) bool {
		return slices.ContainsFunc(c.names.Entities(a.Article), func(e news.Entity) bool { return e.Kind == kind && is(e.Key) })
	}}
}
