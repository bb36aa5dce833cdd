package news

// EntityKind is what is named.
type EntityKind string

// The kinds of entities, as facets and filters are called.
const (
	EntityPerson       EntityKind = "person"
	EntityOrganisation EntityKind = "organisation"
	EntityPlace        EntityKind = "place"
)

// EntityKinds lists the kinds.
func EntityKinds() []EntityKind {
	return []EntityKind{EntityPerson, EntityOrganisation, EntityPlace}
}

// Entity is somebody or something that an article names, once however often.
type Entity struct {
	Kind EntityKind
	Name string // the fullest of the names that the article has
	Key  string // the same for names that are written alike: "Zelensky", "Zelenskyy"
}
