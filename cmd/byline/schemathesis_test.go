package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Schemathesis makes requests, valid and invalid, from the OpenAPI document that
// a running Byline serves. None may get a status of 500 or above, or an answer
// that the document does not have, and none that needs a key may do without.
func TestSchemathesisFindsNoFault(t *testing.T) {
	t.Parallel()
	python := clientPython(t, "schemathesis.txt", "schemathesis.toml")
	llm := newFakeLLM()
	t.Cleanup(llm.Close)
	environ := append(os.Environ(), "BYLINE_DATA="+t.TempDir(), "BYLINE_LLM_URL="+llm.URL+"/v1", "BYLINE_LLM_MODEL=small", "BYLINE_LOG_LEVEL=error",
		"BYLINE_FETCH_ADDRESSES=false", // no made-up address is asked for on the web
		"BYLINE_ANSWERS_READER=off")    // reading for thousands of made-up questions took four fifths of the server's time
	key := call(t, environ, "keys create", invocation{args: []string{"all", "--scopes", "read,ask,write,admin"}})
	base := serveSamples(t, environ)
	settings, err := filepath.Abs(filepath.Join(clients, "schemathesis.toml"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(filepath.Dir(python), "schemathesis"), "--config-file", settings, "run", "--header", "Authorization: Bearer "+strings.TrimSpace(key.out), base+"/openapi.yaml")
	cmd.Dir = t.TempDir() // where it leaves what it found
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
