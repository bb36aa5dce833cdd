package web

import (
	"net/url"

	"byline/internal/news"
)

// Entities is the page of whom and what articles name.
type Entities struct {
	Kind  news.EntityKind
	Query string
	List  news.EntityList
	Fault string
}

func (v Entities) title() string { return entityPlural(v.Kind) }
func (Entities) section() string { return "search" }

// entityPlural is what the entities of a kind are called.
func entityPlural(kind news.EntityKind) string {
	switch kind {
	case news.EntityOrganisation:
		return "Organisations"
	case news.EntityPlace:
		return "Places"
	case news.EntityPerson:
	}
	return "People"
}

// Title is the heading of the page.
func (v Entities) Title() string { return v.title() }

// Kinds are the kinds that can be listed.
func (v Entities) Kinds() (out []Link) {
	for _, kind := range news.EntityKinds() {
		out = append(out, Link{entityPlural(kind), entitiesPath(kind), kind == v.Kind})
	}
	return out
}

// Path is the address of the articles that name an entity.
func (v Entities) Path(name string) string {
	return Search{Query: naming(v.Kind, name)}.path()
}

// entitiesPath is the address of the page of a kind.
func entitiesPath(kind news.EntityKind) string {
	return "/entities?" + url.Values{"kind": {string(kind)}}.Encode()
}
