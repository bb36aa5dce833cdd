package api

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"byline/internal/news"
)

// Entities is whom and what articles name.
type Entities struct {
	Kind      news.EntityKind  `json:"kind"`
	Entities  []EntityCount    `json:"entities"`
	More      int              `json:"more"`
	Decisions []EntityDecision `json:"decisions"`
}

// EntityCount is an entity with the number of articles that name it.
type EntityCount struct {
	Name     string `json:"name"`
	Articles int    `json:"articles"`
}

// EntityDecision is what was decided about a name.
type EntityDecision struct {
	Name    string `json:"name"`
	As      string `json:"as,omitzero"`
	Removed bool   `json:"removed,omitzero"`
}

// EntityDecisions is what was decided about the names of a kind.
type EntityDecisions struct {
	Kind      news.EntityKind  `json:"kind"`
	Decisions []EntityDecision `json:"decisions"`
}

// EntityParams are the parameters of a list of entities.
type EntityParams struct {
	Kind    string
	Query   string
	Filters FilterBody
}

// Request checks the parameters.
func (p EntityParams) Request(names FieldNames) (news.EntityRequest, error) {
	filter, err := p.Filters.Filter(names)
	err = errors.Join(checkEntityKind(p.Kind), CheckLength("query", p.Query, MaxName), err)
	return news.EntityRequest{Kind: news.EntityKind(p.Kind), Query: p.Query, Filter: filter}, err
}

func checkEntityKind(kind string) error {
	if slices.Contains(news.EntityKinds(), news.EntityKind(kind)) {
		return nil
	}
	return news.InvalidField("kind", "must be %q, %q or %q, not %q", news.EntityPerson, news.EntityOrganisation, news.EntityPlace, Clip(kind))
}

// EntityBody is the body of PATCH /v1/entities.
type EntityBody struct {
	Kind   string   `json:"kind"`
	Names  []string `json:"names"`
	As     string   `json:"as,omitzero"`
	Remove bool     `json:"remove,omitzero"`
	Split  bool     `json:"split,omitzero"`
}

// Change checks the body: it must say one thing that is to become of the names.
func (b EntityBody) Change() (news.EntityChange, error) {
	c := news.EntityChange{Kind: news.EntityKind(b.Kind), As: strings.TrimSpace(b.As), Remove: b.Remove}
	faults := []error{checkEntityKind(b.Kind), CheckLength("as", c.As, MaxName)}
	if len(b.Names) == 0 || len(b.Names) > MaxValues {
		faults = append(faults, news.InvalidField("names", "must be from 1 to %d names, not %d", MaxValues, len(b.Names)))
	}
	for i, name := range b.Names {
		if c.Names = append(c.Names, strings.TrimSpace(name)); c.Names[i] == "" {
			faults = append(faults, news.InvalidField(fmt.Sprintf("names[%d]", i), "must not be empty"))
		}
		faults = append(faults, CheckLength(fmt.Sprintf("names[%d]", i), name, MaxName))
	}
	chosen := 0
	for _, given := range []bool{c.As != "", b.Remove, b.Split} {
		if given {
			chosen++
		}
	}
	if chosen != 1 {
		faults = append(faults, news.InvalidField("as", "give what the names stand for, or in place of it remove or split, and one of the three"))
	}
	return c, errors.Join(faults...)
}

// NewEntities returns the document of a list of entities.
func NewEntities(l news.EntityList) Entities {
	out := Entities{Kind: l.Kind, Entities: make([]EntityCount, len(l.Entities)), More: l.More, Decisions: toDecisions(l.Decisions)}
	for i, e := range l.Entities {
		out.Entities[i] = EntityCount{Name: e.Name, Articles: e.Count}
	}
	return out
}

// NewEntityDecisions returns the document of what was decided about the names of a kind.
func NewEntityDecisions(kind news.EntityKind, list []news.EntityDecision) EntityDecisions {
	return EntityDecisions{Kind: kind, Decisions: toDecisions(list)}
}

func toDecisions(list []news.EntityDecision) []EntityDecision {
	out := make([]EntityDecision, len(list))
	for i, d := range list {
		out[i] = EntityDecision{Name: d.Name, As: d.As, Removed: d.As == ""}
	}
	return out
}

func fromDecisions(kind news.EntityKind, list []EntityDecision) (out []news.EntityDecision) {
	for _, d := range list {
		out = append(out, news.EntityDecision{Kind: kind, Name: d.Name, As: d.As})
	}
	return out
}

// WriteEntityChange writes the body of PATCH /v1/entities.
func WriteEntityChange(w io.Writer, c news.EntityChange) error {
	return writeDocument(w, EntityBody{Kind: string(c.Kind), Names: c.Names, As: c.As, Remove: c.Remove, Split: c.As == "" && !c.Remove})
}

// WriteEntities writes a list of entities as /v1/entities sends it.
func WriteEntities(w io.Writer, l news.EntityList) error { return writeDocument(w, NewEntities(l)) }

// WriteEntityDecisions writes what was decided as PATCH /v1/entities sends it.
func WriteEntityDecisions(w io.Writer, kind news.EntityKind, list []news.EntityDecision) error {
	return writeDocument(w, NewEntityDecisions(kind, list))
}

// ReadEntities reads what /v1/entities sends.
func ReadEntities(r io.Reader) (news.EntityList, error) {
	var doc Entities
	if err := readDocument(r, &doc); err != nil {
		return news.EntityList{}, err
	}
	out := news.EntityList{Kind: doc.Kind, More: doc.More, Decisions: fromDecisions(doc.Kind, doc.Decisions)}
	for _, e := range doc.Entities {
		out.Entities = append(out.Entities, news.EntityCount{Name: e.Name, Count: e.Articles})
	}
	return out, nil
}

// ReadEntityDecisions reads what PATCH /v1/entities sends.
func ReadEntityDecisions(r io.Reader) ([]news.EntityDecision, error) {
	var doc EntityDecisions
	if err := readDocument(r, &doc); err != nil {
		return nil, err
	}
	return fromDecisions(doc.Kind, doc.Decisions), nil
}
