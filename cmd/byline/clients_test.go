package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
	"byline/internal/openai"
	"byline/seeds"
)

// The official clients of OpenAI and MCP, both in Python, use a running Byline
// (deploy/clients). They do not know that it is not what they were made for.
func TestOfficialClients(t *testing.T) {
	t.Parallel()
	python := clientPython(t, "requirements.txt", "openai_client.py", "mcp_client.py")
	q := sampleQuestion(t)
	llm := newFakeLLM()
	t.Cleanup(llm.Close)
	data := t.TempDir()
	environ := append(os.Environ(), "BYLINE_DATA="+data, "BYLINE_LLM_URL="+llm.URL+"/v1", "BYLINE_LLM_MODEL=small")
	base := serveSamples(t, environ)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// testscript.Main makes this test binary act as the program under the name byline.
	byline := filepath.Join(t.TempDir(), "byline")
	if err := os.Symlink(program, byline); err != nil {
		t.Fatal(err)
	}
	for script, args := range map[string][]string{
		"openai_client.py": {base, q.Question, q.AsOf},
		"mcp_client.py":    {base, q.Question, q.AsOf, byline, "mcp", "--data", data, "--llm-url", llm.URL + "/v1", "--llm-model", "small"},
	} {
		t.Run(script, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), python, append([]string{filepath.Join(clients, script)}, args...)...)
			cmd.Env = environ
			tried(t, cmd)
		})
	}
}

// go-openai, by which Byline itself asks language models, takes Byline for one:
// the stream that it reads is the reply that is sent in one piece.
func TestBylineIsAModelForGoOpenAI(t *testing.T) {
	t.Parallel()
	base, _, _ := sampleServer(t)
	question := "How much will the Lumme tunnel cost?"
	chat, err := openai.NewChat(openai.ChatConfig{Endpoint: openai.Endpoint{URL: base + "/v1", Key: "none", Model: "byline-extractive"}})
	if err != nil {
		t.Fatal(err)
	}
	var streamed strings.Builder
	reply, err := chat.Chat(t.Context(), []news.Message{{Role: news.RoleUser, Content: question}}, func(piece string) error {
		streamed.WriteString(piece)
		return nil
	})
	if err != nil || reply != streamed.String() || !strings.Contains(reply, "[^1]") || !strings.Contains(reply, "\n[^1]: ") {
		t.Errorf("the reply is %q, its pieces %q, error %v", reply, streamed.String(), err)
	}
	whole := struct {
		Choices []struct{ Message struct{ Content string } }
	}{}
	body := fmt.Sprintf(`{"model":"byline-extractive","messages":[{"role":"user","content":%q}]}`, question)
	res, err := http.Post(base+"/v1/chat/completions", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if err := json.NewDecoder(res.Body).Decode(&whole); err != nil || len(whole.Choices) != 1 || whole.Choices[0].Message.Content != reply {
		t.Errorf("in one piece it is %+v, error %v, want %q", whole, err, reply)
	}
	unknown, err := openai.NewChat(openai.ChatConfig{Endpoint: openai.Endpoint{URL: base + "/v1", Model: "gpt-4o"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := unknown.Chat(t.Context(), []news.Message{{Role: news.RoleUser, Content: question}}, nil); err == nil || !strings.Contains(err.Error(), "gpt-4o") {
		t.Errorf("an unknown model: %v", err)
	}
}

const clients = "../../deploy/clients"

// clientPython is a Python that has what the requirements name; the test needs
// other files as well.
func clientPython(t *testing.T, requirements string, others ...string) string {
	t.Helper()
	for _, name := range append(others, requirements) {
		if _, err := os.Stat(filepath.Join(clients, name)); err != nil { // so that a change is not taken for a cached result
			t.Fatal(err)
		}
	}
	return installed(t, "environment.sh", requirements)
}

// installed runs a script that installs something, and returns where it is.
func installed(t *testing.T, script string, args ...string) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(clients, script)); err != nil {
		t.Fatal(err)
	}
	return output(t, "what "+script+" installs", exec.CommandContext(t.Context(), filepath.Join(clients, script), args...))
}

// output runs a command that installs something, and returns what it prints. Where
// it fails the test is skipped, except where nothing may be.
func output(t *testing.T, what string, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.Output()
	switch {
	case err == nil:
	case os.Getenv("CI") == "true" || os.Getenv("REQUIRE_ALL") == "1":
		t.Fatalf("%s cannot be had: %v\n%s", what, err, stderrOf(err))
	default:
		t.Skipf("%s cannot be had: %v\n%s", what, err, stderrOf(err))
	}
	return strings.TrimSpace(string(out))
}

// stderrOf is what a command that failed had to say.
func stderrOf(err error) []byte {
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return failed.Stderr
	}
	return nil
}

// sampleQuestion is one that stands alone and that the samples answer.
func sampleQuestion(t *testing.T) seeds.Question {
	t.Helper()
	questions, err := seeds.Questions()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range questions {
		if q.Status == "answered" && len(q.Messages) == 0 && len(q.MustCite) > 0 {
			if q.AsOf == "" {
				q.AsOf = seeds.AsOf
			}
			return q
		}
	}
	t.Fatal("no sample question stands alone")
	return seeds.Question{}
}

// serveSamples runs the server over the sample articles and returns its address.
func serveSamples(t testing.TB, environ []string) string {
	t.Helper()
	addr := freeAddress(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	var out bytes.Buffer
	go func() {
		ended <- run(ctx, []string{"serve", "--seeds", "--addr", addr}, environ, strings.NewReader(""), &out, &out)
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the server: %v\n%s", err, out.Bytes())
		}
	})
	base := "http://" + addr
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if res, err := httpGet(base + "/readyz"); err == nil && res == 200 {
			return base
		}
	}
	t.Fatal("the server does not start")
	return ""
}

func httpGet(url string) (status int, err error) {
	res, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	return res.StatusCode, res.Body.Close()
}
