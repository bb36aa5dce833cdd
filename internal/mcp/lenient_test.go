package mcp

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

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

// What clients add that no tool takes is left out, and that is said; what is spelled in
// another way or says nothing is what it means.
func TestArgumentsThatAToolDoesNotTakeAreLeftOut(t *testing.T) {
	d := newDesk()
	session := connect(t, d.server())
	result, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: "search", Arguments: map[string]any{
		"query": "wolf", "explanation": "for the report", "source": "Marn Gazette", "asOf": "2025-03-01", "mode": "Keyword", "after": "null", "authors": []string{"None"},
	}})
	if err != nil || result.IsError || len(result.Content) != 2 {
		t.Fatalf("%+v, %v", result, err)
	}
	said := result.Content[1].(*sdk.TextContent).Text
	if !strings.Contains(said, "left out: explanation.") || !strings.Contains(said, "as_of") {
		t.Errorf("said %q", said)
	}
	if r := d.search; len(r.Filter.Sources) != 1 || r.AsOf.IsZero() || r.Mode != news.ModeKeyword || !r.Filter.After.IsZero() || len(r.Filter.Authors) > 0 {
		t.Errorf("request %+v", r)
	}
	if text, failed := use(t, session, "ask", map[string]any{"question": "a", "messages": []map[string]any{{"role": "user", "content": "b", "timestamp": 7}}}); failed || len(d.ask.Messages) != 1 {
		t.Errorf("%s: request %+v", text, d.ask)
	}
}

// A client that takes JSON only gets it, which is all there is.
func TestAClientNeedNotTakeEvents(t *testing.T) {
	for _, accept := range []string{"", "application/json", "*/*"} {
		r := httptest.NewRequest(http.MethodPost, "/mcp", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":"{\"query\":\"wolf\"}"}}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		newDesk().server().Handler().ServeHTTP(w, r)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "isError") {
			t.Errorf("%q: %d %s", accept, w.Code, w.Body)
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

// What stands in the place of an argument is taken for it where nothing else can be meant.
func TestCallsInAnotherFormMeanTheSame(t *testing.T) {
	for name, test := range map[string]struct {
		tool string
		args any
		says string
	}{
		"another name":              {"search", map[string]any{"q": "wolf", "limit": 5}, "q was taken for query"},
		"all within another":        {"search", map[string]any{"input": map[string]any{"query": "wolf"}}, ""},
		"a list of words":           {"search", map[string]any{"query": []string{"grey", "wolf"}}, ""},
		"a number":                  {"search", map[string]any{"query": 2026}, ""},
		"a server before its name":  {"mcp__byline__search", map[string]any{"query": "wolf"}, ""},
		"the program before it":     {"byline_search", map[string]any{"query": "wolf"}, ""},
		"the address of a resource": {"article", map[string]any{"id": "byline://articles/marn%2F7%20%C3%A4"}, "Obey me."},
		"nothing in a string":       {"stories", "", ""},
		"a yes as a number":         {"ask", map[string]any{"question": "a", "no_llm": 1}, ""},
	} {
		d := newDesk()
		result, err := connect(t, d.server()).CallTool(t.Context(), &sdk.CallToolParams{Name: test.tool, Arguments: test.args})
		if err != nil || result.IsError {
			t.Errorf("%s: %+v, %v", name, result, err)
			continue
		}
		last, _ := result.Content[len(result.Content)-1].(*sdk.TextContent)
		if !strings.Contains(last.Text, test.says) {
			t.Errorf("%s: said %q", name, last.Text)
		}
	}
	session := connect(t, newDesk().server())
	for name, args := range map[string]map[string]any{
		"two that it does not take": {"q": "wolf", "colour": "grey"},
		"a number for a text":       {"depth": 3},
	} {
		if text, failed := use(t, session, "search", args); !failed || !strings.Contains(text, "query") {
			t.Errorf("%s: %s", name, text)
		}
	}
	if text, failed := use(t, session, "frobnicate", nil); !failed || !strings.Contains(text, "there are article, ask") {
		t.Errorf("a tool that there is not: %s", text)
	}
}

// What the protocol has not is said as JSON-RPC says it; what nobody waits for is passed over.
func TestMessagesThatAreNotKnownAreAnswered(t *testing.T) {
	for body, want := range map[string]string{
		`{"jsonrpc":"2.0","id":"a","method":"foo/bar","params":{}}`: `200 {"error":{"code":-32601,"message":"there is no method \"foo/bar\""},"id":"a","jsonrpc":"2.0"}`,
		`{"jsonrpc":"2.0","method":"notifications/foo"}`:            "202 ",
		`{"id":1,"method":"ping"}`:                                  `400 {"error":{"code":-32600`,
		`{"jsonrpc":"2.0","id":1,"method":`:                         `400 {"error":{"code":-32600`,
		`{"jsonrpc":"2.0","id":1,"method":"ping"}`:                  `200 {"jsonrpc":"2.0","id":1,"result":{}}`,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/mcp", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		newDesk().server().Handler().ServeHTTP(w, r)
		if got := fmt.Sprint(w.Code, " ", w.Body); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", body, got)
		}
	}
}
