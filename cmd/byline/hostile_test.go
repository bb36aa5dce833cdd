//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"byline/internal/terminal"
)

// hostile is text as an article or a model may have it, to take over the
// terminal of the reader: colours, a title, a cleared screen, a link, in the
// 7-bit and 8-bit forms, text that runs backwards, and lines that pass for
// those of the program.
const hostile = "\x1b[31mred\x1b]0;owned\x07\x1b[2J\x1b]8;;file:///etc/passwd\x1b\\click\x1b]8;;\x1b\\" +
	"\u009b31m\u009d0;owned\u009c\x7f\x08\x08\r\v\u202eevil\u2066\u200f\n[9] Reuters\n"

// hostileArticle has it everywhere.
func hostileArticle(t *testing.T) string {
	t.Helper()
	data, err := json.Marshal(map[string]any{
		"id": "h" + hostile, "url": "https://skerry-post.example/\u009b31m", "source": "Outlet " + hostile, "headline": "Ferry fire " + hostile,
		"authors": []string{hostile}, "section": hostile, "subjects": []string{hostile}, "caption": hostile, "credit": hostile,
		"attribution": []string{hostile}, "published": "2025-02-03",
		"body": "The ferry Sigrid caught fire off Holmsund. " + hostile + " Nobody was hurt on the ferry.",
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// hostileLLM cites the first passage with hostile words.
func hostileLLM(t *testing.T) string {
	t.Helper()
	text, err := json.Marshal("The ferry Sigrid caught fire off Holmsund " + hostile + " [1].")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":%s}}]}\n\n", text)
		fmt.Fprint(w, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
	}))
	t.Cleanup(server.Close)
	return server.URL + "/v1"
}

// hostileServer answers every request with a problem, or a success, of hostile words.
func hostileServer(t *testing.T, status int) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"title": hostile, "status": status, "detail": hostile})
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// own are the sequences that the program itself uses on a terminal: two styles,
// an emptied line, and links to the web.
var own = regexp.MustCompile("\x1b\\[[012]m|\r\x1b\\[K|\x1b\\]8;;(?:https?://[\\x21-\\x7e]*)?\x1b\\\\")

func checkHarmless(t *testing.T, what, text string) {
	t.Helper()
	for _, r := range text {
		if terminal.Safe(string(r)) != string(r) {
			t.Errorf("%s lets %U through: %q", what, r, text)
			return
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "[9]") && what != "articles show" { // the body of an article has lines
			t.Errorf("%s: a headline passes for a source of its own:\n%s", what, text)
		}
	}
}

// Nothing that an article, a model or a server says acts on the terminal, whether it is one or not.
func TestHostileTextDoesNothingToATerminal(t *testing.T) {
	t.Parallel()
	environ := []string{"BYLINE_DATA=" + t.TempDir(), "BYLINE_LLM_URL=" + hostileLLM(t), "BYLINE_LLM_MODEL=m"}
	if got := call(t, environ, "ingest", invocation{args: []string{"-"}, stdin: hostileArticle(t)}); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	var list struct{ Articles []struct{ ID string } }
	if err := json.Unmarshal([]byte(call(t, environ, "articles list", invocation{}, "--json").out), &list); err != nil || len(list.Articles) != 1 {
		t.Fatal(err, list)
	}
	id := list.Articles[0].ID
	for command, args := range map[string][]string{
		"search": {"ferry fire"}, "ask": {"What happened to the ferry Sigrid?"}, "similar": {id}, "articles list": nil, "articles show": {id},
		"articles revisions": {id}, "stats": nil, "doctor": nil,
	} {
		for _, more := range [][]string{nil, {"--json"}} {
			got := call(t, environ, command, invocation{args: args}, more...)
			if got.out == "" {
				t.Errorf("byline %s prints nothing: %s", command, got.err)
			}
			checkHarmless(t, command, got.out+got.err)
		}
		p := atTerminal(t, append(environ, "XDG_STATE_HOME="+t.TempDir()), append(strings.Fields(command), args...)...)
		p.leaves()
		checkHarmless(t, command, own.ReplaceAllString(strings.ReplaceAll(p.all(), "\r\n", "\n"), ""))
	}
	for _, with := range []invocation{{stdin: "What of the ferry " + hostile + "?\n"}, {args: []string{hostile}}} {
		got := call(t, environ, "ask", with)
		checkHarmless(t, "ask", got.out+got.err)
	}
	got := call(t, environ, "ingest", invocation{args: []string{"-"}, stdin: `{"body": 1, "headline": "` + "\u009b31m" + `"}`})
	checkHarmless(t, "ingest", got.out+got.err)
}

func TestAHostileServerDoesNothingToATerminal(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 307, 400, 401, 404, 500, 503} {
		got := call(t, []string{"BYLINE_SERVER=" + hostileServer(t, status)}, "search", invocation{args: []string{"ferry"}})
		if got.code == 0 {
			t.Errorf("status %d is no failure", status)
		}
		checkHarmless(t, "search", got.out+got.err)
	}
}

// JSON still says what the article says.
func TestJSONKeepsHostileTextWhole(t *testing.T) {
	t.Parallel()
	data := []string{"BYLINE_DATA=" + t.TempDir()}
	body := "The ferry\u009b31m caught fire\u2067 off Holmsund \u007f today."
	article, err := json.Marshal(map[string]string{"id": "a", "headline": "Fire", "body": body})
	if err != nil {
		t.Fatal(err)
	}
	call(t, data, "ingest", invocation{args: []string{"-"}, stdin: string(article)})
	var plain, got struct{ Body string }
	show := call(t, data, "articles show", invocation{args: []string{"a"}}, "--json")
	if err := json.Unmarshal([]byte(show.out), &got); err != nil {
		t.Fatal(err, show)
	}
	a := newCLI(data, nil, nil, nil)
	if err := a.configure("", nil); err != nil {
		t.Fatal(err)
	}
	from, err := a.backend(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	stored, err := from.Article(t.Context(), "a")
	if plain.Body = stored.Body; err != nil || got != plain || !strings.Contains(plain.Body, "\u2067") {
		t.Errorf("stored %q, printed %q, %v", plain.Body, got.Body, err)
	}
}
