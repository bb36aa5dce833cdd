package mcp

import (
	"encoding/json"
	"testing"

	"byline/internal/news"
)

// What small models and strict clients send in another form means the same.
func TestArgumentsInAnotherFormMeanTheSame(t *testing.T) {
	d := newDesk()
	session := connect(t, d.server())
	for _, args := range []map[string]any{
		{"query": "wolf", "limit": "5", "after": nil, "sources": "Marn Gazette", "subjects": nil, "mode": nil},
		{"query": "wolf", "limit": 5, "sources": `["Marn Gazette"]`, "as_of": nil},
		{"query": "wolf", "limit": " 5.0 ", "sources": []string{"Marn Gazette"}, "subjects": ""},
	} {
		if text, failed := use(t, session, "search", args); failed {
			t.Errorf("%v: %s", args, text)
		}
		if d.search.Limit != 5 || len(d.search.Filter.Sources) != 1 || d.search.Filter.Sources[0] != "Marn Gazette" || !d.search.Filter.After.IsZero() {
			t.Errorf("%v: request %+v", args, d.search)
		}
	}
	if text, failed := use(t, session, "ask", map[string]any{"question": "a", "no_llm": "True", "messages": `[{"role":"user","content":"b"}]`}); failed || !d.ask.NoLLM || d.ask.Messages[0] != (news.Message{Role: news.RoleUser, Content: "b"}) {
		t.Errorf("%s: request %+v", text, d.ask)
	}
	for _, limit := range []any{"many", "5.5", 1e9} {
		if _, failed := use(t, session, "search", map[string]any{"query": "wolf", "limit": limit}); !failed {
			t.Errorf("limit %v passes", limit)
		}
	}
}

// Every argument that is no string is among those whose form is mended.
func TestAllTypedArgumentsAreMended(t *testing.T) {
	list, err := connect(t, newDesk().server()).ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range list.Tools {
		raw, err := json.Marshal(tool.InputSchema)
		if err != nil {
			t.Fatal(err)
		}
		var schema struct{ Properties map[string]struct{ Type any } }
		if err := json.Unmarshal(raw, &schema); err != nil {
			t.Fatal(err)
		}
		for name, p := range schema.Properties {
			if _, known := typed[name]; p.Type != "string" && !known {
				t.Errorf("%s of %s is of type %v and is not mended", name, tool.Name, p.Type)
			}
		}
	}
}

// A connector has one string for each tool, and reads one text of JSON.
func TestConnectorsSearchAndFetch(t *testing.T) {
	d := newDesk()
	session := connect(t, d.server())
	text, failed := use(t, session, "search", map[string]any{"query": "a"})
	var found struct {
		Results []struct{ ID, Title, URL string }
	}
	if err := json.Unmarshal([]byte(text), &found); err != nil || failed || len(found.Results) != 1 {
		t.Fatalf("%s, %v", text, err)
	}
	text, failed = use(t, session, "fetch", map[string]any{"id": found.Results[0].ID})
	var got fetchOutput
	if err := json.Unmarshal([]byte(text), &got); err != nil || failed {
		t.Fatalf("%s, %v", text, err)
	}
	if got.ID != "marn/7 ä" || got.Title != d.article.Headline || got.Text != d.article.Body || got.URL != d.article.URL || got.Metadata["published"] == "" {
		t.Errorf("fetched %+v", got)
	}
	if r := found.Results[0]; r.URL != got.URL || r.Title != got.Title {
		t.Errorf("found %+v", r)
	}
}
