package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"byline": main})
}

// TestScripts runs the program as people do: testdata/script/*.txtar.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, params(t, "testdata/script"))
}

// params are those of the scripts in a folder.
func params(t *testing.T, dir string) testscript.Params {
	return testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			llm := newFakeLLM()
			env.Defer(llm.Close)
			env.Setenv("LLM", llm.URL+"/v1")
			reranker := newFakeReranker()
			env.Defer(reranker.Close)
			env.Setenv("RERANKER", reranker.URL)
			slack := newFakeSlack()
			env.Defer(slack.Close)
			env.Setenv("SLACK", slack.URL+"/")
			site := newFakeSite(filepath.Join(env.WorkDir, "site"))
			env.Defer(site.Close)
			env.Setenv("SITE", site.URL)
			env.Setenv("ADDR", freeAddress(t))
			embedder := newFakeEmbedder()
			env.Defer(embedder.Close)
			env.Values[embedderKey{}] = embedder
			env.Setenv("EMBEDDER", embedder.URL+"/v1")
			env.Setenv("BYLINE_ANSWERS_READER", "off") // so that answers are the same on every processor
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":     exits,
			"get":       get,
			"json":      checkJSON,
			"binary":    isBinary,
			"truncated": truncated,
			"embedder":  setEmbedder,
			"until":     until,
		},
	}
}

// newFakeSite serves the files of a folder as a site, each with an ETag.
func newFakeSite(dir string) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := filepath.Join(dir, filepath.Clean(r.URL.Path))
		text, err := os.ReadFile(name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Etag", fmt.Sprintf(`"%x"`, sha256.Sum256(text)))
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(bytes.ReplaceAll(text, []byte("SITE"), []byte("http://"+r.Host))))
	}))
}

// freeAddress is one that was free a moment ago.
func freeAddress(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// exits runs a program and checks its exit code: exits CODE PROGRAM ARGS...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// get prints what a URL serves. It waits for a server that is about to start.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: get URL")
	}
	var err error
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var res *http.Response
		if res, err = http.Get(args[0]); err != nil {
			continue
		}
		body, failure := io.ReadAll(res.Body)
		res.Body.Close()
		ts.Check(failure)
		fmt.Fprintf(ts.Stdout(), "%s", body)
		return
	}
	ts.Check(err)
}

// until waits for a URL to serve a JSON document that has a value: until URL PATH REGEXP.
func until(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: until URL PATH REGEXP")
	}
	want := regexp.MustCompile("^(?:" + args[2] + ")$")
	got := ""
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if res, err := http.Get(args[0]); err == nil {
			got = valueAt(ts, res.Body, args[1])
			res.Body.Close()
		}
		if want.MatchString(got) {
			return
		}
	}
	ts.Fatalf("%s is still %s", args[1], got)
}

// checkJSON follows a path into the JSON document on the last standard output
// and matches what is there: json citations.0.quote REGEXP. A number in the
// path is an index; len at its end is the length of a list.
func checkJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] json PATH REGEXP")
	}
	got := valueAt(ts, strings.NewReader(ts.ReadFile("stdout")), args[0])
	if regexp.MustCompile("^(?:"+args[1]+")$").MatchString(got) == neg {
		ts.Fatalf("%s is %s", args[0], got)
	}
}

// valueAt follows a path into a JSON document.
func valueAt(ts *testscript.TestScript, document io.Reader, path string) string {
	var at any
	ts.Check(json.NewDecoder(document).Decode(&at))
	for step := range strings.SplitSeq(path, ".") {
		switch v := at.(type) {
		case map[string]any:
			at = v[step]
		case []any:
			if step == "len" {
				at = len(v)
				continue
			}
			if n, err := strconv.Atoi(step); err == nil && n < len(v) {
				at = v[n]
				continue
			}
			at = nil
		default:
			at = nil
		}
	}
	return fmt.Sprint(at)
}

// isBinary writes a file that holds no text.
func isBinary(ts *testscript.TestScript, _ bool, args []string) {
	data := make([]byte, 4096)
	for i := range data {
		data[i] = byte(i * i >> 3)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

// truncated compresses a file and leaves out the end: truncated FROM TO.
func truncated(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes()[:b.Len()-20], 0o600))
}

// newFakeLLM answers with the first sentence of the first passage that it is
// shown, and cites that passage by the number it was given.
func newFakeLLM() *httptest.Server {
	passage := regexp.MustCompile(`(?s)<passage number="(\d+)">.*?text:\W*(.*?\.)`)
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct {
			Messages []struct{ Content string }
		}
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil || len(request.Messages) == 0 {
			http.Error(w, "no messages", http.StatusBadRequest)
			return
		}
		reply := "yes"
		if m := passage.FindStringSubmatch(request.Messages[len(request.Messages)-1].Content); m != nil {
			reply = fmt.Sprintf("%s [%s].", strings.TrimSuffix(m[2], "."), m[1])
		}
		w.Header().Set("Content-Type", "text/event-stream")
		for _, word := range strings.SplitAfter(reply, " ") {
			text, _ := json.Marshal(word)
			fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":%s}}]}\n\n", text)
		}
		fmt.Fprint(w, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
	}))
}
