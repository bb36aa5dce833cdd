package httpapi_test

import (
	"context"
	"strings"
	"testing"

	"byline/internal/api"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// Entities names each author of an article, unless that was decided otherwise.
func (n *newsroom) Entities(ctx context.Context, req news.EntityRequest) (list news.EntityList, err error) {
	if err := n.enter(ctx); err != nil {
		return list, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	list.Kind = req.Kind
	list.Decisions = n.decided
	for _, a := range n.articles {
		for _, name := range a.Authors {
			if strings.Contains(name, req.Query) {
				list.Entities = append(list.Entities, news.EntityCount{Name: name, Count: 1})
			}
		}
	}
	return list, nil
}

// Decide keeps what is decided. Nobody can stand for Nobody.
func (n *newsroom) Decide(ctx context.Context, c news.EntityChange) ([]news.EntityDecision, error) {
	if err := n.enter(ctx); err != nil {
		return nil, err
	}
	if c.As == "Nobody" {
		return nil, news.Errorf(news.KindConflict, "Nobody was removed")
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, name := range c.Names {
		n.decided = append(n.decided, news.EntityDecision{Kind: c.Kind, Name: name, As: c.As})
	}
	return n.decided, nil
}

func TestEntitiesAreListedAndDecidedAbout(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	all := decoded[api.Entities](t, call(t, s, "GET", "/v1/entities?kind=person", ""), 200)
	if len(all.Entities) == 0 || all.Decisions == nil || all.Entities[0].Articles != 1 {
		t.Fatalf("%+v", all)
	}
	name := all.Entities[0].Name
	done := decoded[api.EntityDecisions](t, call(t, s, "PATCH", "/v1/entities", `{"kind":"person","names":["`+name+`"],"as":"Mara Olm"}`), 200)
	if len(done.Decisions) != 1 || done.Decisions[0] != (api.EntityDecision{Name: name, As: "Mara Olm"}) {
		t.Errorf("%+v", done)
	}
	removed := decoded[api.EntityDecisions](t, call(t, s, "PATCH", "/v1/entities", `{"kind":"place","names":["Dorvik"],"remove":true}`), 200)
	if d := removed.Decisions[1]; !d.Removed || d.As != "" {
		t.Errorf("%+v", d)
	}
	problemOn(t, call(t, s, "PATCH", "/v1/entities", `{"kind":"person","names":["A"],"as":"Nobody"}`), 409)
	for _, wrong := range []string{"", "kind=ship", "kind=person&query=" + strings.Repeat("a", 301), "kind=person&colour=red"} {
		problemOn(t, call(t, s, "GET", "/v1/entities?"+wrong, ""), 400)
	}
	for _, wrong := range []string{
		`{"kind":"person","names":["A"]}`, `{"kind":"person","names":["A"],"as":"B","remove":true}`, `{"kind":"person","names":[],"as":"B"}`,
		`{"kind":"person","names":[" "],"split":true}`, `{"kind":"ship","names":["A"],"as":"B"}`, `{"kind":"person","names":["A"],"as":"` + strings.Repeat("a", 301) + `"}`,
	} {
		problemOn(t, call(t, s, "PATCH", "/v1/entities", wrong), 400)
	}
}
