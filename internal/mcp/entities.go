package mcp

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"byline/internal/api"
	"byline/internal/news"
)

type entitiesInput struct {
	Kind  string `json:"kind,omitempty" jsonschema:"person, unless given, organisation or place"`
	Query string `json:"query,omitempty" jsonschema:"words of the names; any name unless given"`
	filterInput
}

type entitiesOutput struct {
	Kind      string           `json:"kind"`
	Entities  []entityOutput   `json:"entities" jsonschema:"those that most articles name first"`
	More      int              `json:"more" jsonschema:"that are left out"`
	Decisions []decisionOutput `json:"decisions,omitempty" jsonschema:"what people decided about names of the kind"`
}

type entityOutput struct {
	Name     string `json:"name"`
	Articles int    `json:"articles" jsonschema:"that name it"`
}

type decisionOutput struct {
	Name    string `json:"name"`
	As      string `json:"as,omitempty" jsonschema:"whom or what it stands for"`
	Removed bool   `json:"removed,omitempty" jsonschema:"it is nothing of the kind"`
}

func (s *Server) entities(ctx context.Context, in entitiesInput) (entitiesOutput, string, error) {
	req, err := api.EntityParams{Kind: cmp.Or(in.Kind, string(news.EntityPerson)), Query: in.Query, Filters: in.body()}.Request(api.FlatNames)
	if err := faults(err); err != nil {
		return entitiesOutput{}, "", err
	}
	list, err := s.deps.Entities.Entities(ctx, req)
	if err != nil {
		return entitiesOutput{}, "", err
	}
	out := entitiesOutput{Kind: string(list.Kind), Entities: make([]entityOutput, len(list.Entities)), More: list.More}
	var b strings.Builder
	for i, e := range list.Entities {
		out.Entities[i] = entityOutput{Name: e.Name, Articles: e.Count}
		fmt.Fprintf(&b, "%s: %d articles\n", line(e.Name), e.Count)
	}
	if len(list.Entities) == 0 {
		b.WriteString("No article names any.\n")
	}
	if list.More > 0 {
		fmt.Fprintf(&b, "and %d more\n", list.More)
	}
	for _, d := range list.Decisions {
		out.Decisions = append(out.Decisions, decisionOutput{Name: d.Name, As: d.As, Removed: d.As == ""})
		if d.As == "" {
			fmt.Fprintf(&b, "%s is left out, as people decided\n", line(d.Name))
			continue
		}
		fmt.Fprintf(&b, "%s is %s, as people decided\n", line(d.Name), line(d.As))
	}
	return out, strings.TrimRight(b.String(), "\n"), nil
}
