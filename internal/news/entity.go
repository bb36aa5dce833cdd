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

// EntityDecision is what somebody decided about a name. It outlasts what is loaded and
// how articles are read.
type EntityDecision struct {
	Kind EntityKind
	Name string // as an article may write it; what is written alike is decided with it
	As   string // whom or what it stands for; "": nothing of this kind
}

// EntityNaming is what people decided about the names of a kind; of most they did not.
type EntityNaming struct {
	Keys    map[string]string // what keys of names stand for, "" for nothing
	Names   map[string]string // how an entity is to be called, by its key
	Version string            // differs once they decide otherwise; "": they never did
	Off     bool              // no name of the kind is read
}

// As returns the key that a key stands for, "" for none.
func (n *EntityNaming) As(key string) string {
	if n.Off {
		return ""
	}
	if as, ok := n.Keys[key]; ok {
		return as
	}
	return key
}

// EntityChange decides about names of a kind: that they stand for As, that they are
// removed, or neither, which takes back what was decided about them.
type EntityChange struct {
	Kind   EntityKind
	Names  []string
	As     string
	Remove bool
}

// EntityRequest asks whom and what articles name.
type EntityRequest struct {
	Kind   EntityKind
	Query  string // words of their names; "": all
	Filter Filter // of the articles
}

// EntityList is whom and what articles name, and what was decided about names of the kind.
type EntityList struct {
	Kind      EntityKind
	Entities  []EntityCount
	More      int // entities that are left out
	Decisions []EntityDecision
}

// EntityCount is an entity with the number of articles that name it.
type EntityCount struct {
	Name  string
	Count int
}
