//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// person sits at a terminal at which byline runs.
type person struct {
	t    *testing.T
	cmd  *exec.Cmd
	tty  *os.File
	done chan struct{} // closed when all output was read

	mu   sync.Mutex
	seen bytes.Buffer
	read int // how much of it await has matched
}

// atTerminal runs byline at a terminal of 80 columns.
func atTerminal(t *testing.T, environ []string, args ...string) *person {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// testscript.Main makes this test binary act as the program under the name byline.
	byline := filepath.Join(t.TempDir(), "byline")
	if err := os.Symlink(program, byline); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), byline, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = append([]string{"TERM=xterm", "GOCOVERDIR=" + t.TempDir()}, environ...)
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	p := &person{t: t, cmd: cmd, tty: tty, done: make(chan struct{})}
	go p.watch()
	t.Cleanup(func() { tty.Close(); _ = cmd.Process.Kill() })
	return p
}

// watch reads what is printed and answers the terminal's question for the place of the cursor.
func (p *person) watch() {
	defer close(p.done)
	buffer := make([]byte, 4096)
	for {
		n, err := p.tty.Read(buffer)
		p.mu.Lock()
		p.seen.Write(buffer[:n])
		p.mu.Unlock()
		if bytes.Contains(buffer[:n], []byte("\x1b[6n")) {
			_, _ = p.tty.WriteString("\x1b[1;1R")
		}
		if err != nil {
			return
		}
	}
}

func (p *person) types(keys string) {
	p.t.Helper()
	if _, err := p.tty.WriteString(keys); err != nil {
		p.t.Fatal(err)
	}
}

// awaits waits until something is printed, after what was awaited before.
func (p *person) awaits(pattern string) {
	p.t.Helper()
	want := regexp.MustCompile(pattern)
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		p.mu.Lock()
		at := want.FindIndex(p.seen.Bytes()[p.read:])
		if at != nil {
			p.read += at[1]
		}
		p.mu.Unlock()
		if at != nil {
			return
		}
	}
	p.t.Fatalf("%s is not printed:\n%q", pattern, p.all())
}

// leaves waits for the end and returns the exit code.
func (p *person) leaves() int {
	p.t.Helper()
	<-p.done
	err := p.cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return 0
}

func (p *person) all() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen.String()
}

const (
	ctrlC, ctrlD, up = "\x03", "\x04", "\x1b[A"
	// ready is a new, empty prompt: the library draws lines anew with every key.
	ready = `\n.{0,20}> `
)

func TestAConversationAtATerminal(t *testing.T) {
	t.Parallel()
	base, _, _ := sampleServer(t)
	state := t.TempDir()
	environ := []string{"BYLINE_SERVER=" + base, "XDG_STATE_HOME=" + state, "NO_COLOR=1"}
	p := atTerminal(t, environ, "ask")
	p.awaits(`Ctrl-D leaves`)
	p.awaits("> ")
	p.types("How much will the Lumme tunnel cost?\r")
	p.awaits(`\[1\] .*\n`)
	p.awaits(`https://`)
	p.awaits(ready)
	p.types("half a quest" + ctrlC) // drops what was typed
	p.awaits(ready)
	p.types("/what\r")
	p.awaits(`Ctrl-D leaves`)
	p.types("/new\r")
	p.awaits(`forgotten`)
	p.awaits(ready)
	p.types(ctrlD)
	if code := p.leaves(); code != 0 {
		t.Errorf("exit code %d\n%s", code, p.all())
	}

	// The next one knows the questions of this one.
	history := filepath.Join(state, "byline", "history")
	if info, err := os.Stat(history); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("history: %v, %v", info, err)
	}
	p = atTerminal(t, environ, "ask")
	p.awaits("> ")
	p.types(up + up + up)
	p.awaits(`How much will the Lumme tunnel cost\?`)
	p.types(ctrlC + ctrlD)
	if code := p.leaves(); code != 0 {
		t.Errorf("exit code %d\n%s", code, p.all())
	}
}

func TestFollowUpsLeanOnWhatWasSaid(t *testing.T) {
	t.Parallel()
	_, local, _ := sampleServer(t)
	got := call(t, local, "ask", invocation{stdin: "Whose ship was the Lumme cog?\nHow many silver coins were found there?\n/new\nHow many were found there?\n"}, "--no-llm")
	parts := strings.Split(got.out, "> ")
	if got.code != 0 || len(parts) != 4 || !strings.Contains(parts[2], "1,206") || strings.Contains(parts[3], "1,206") {
		t.Errorf("%+v", got)
	}
}

// slowLLM says nothing until the request is given up, which it then tells.
func slowLLM(t *testing.T) (url string, asked, givenUp chan struct{}) {
	asked, givenUp = make(chan struct{}, 10), make(chan struct{}, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then is a connection that closes noticed
		w.Header().Set("Content-Type", "text/event-stream")
		w.(http.Flusher).Flush()
		asked <- struct{}{}
		<-r.Context().Done()
		givenUp <- struct{}{}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/v1", asked, givenUp
}

// A statement is shown as soon as it is complete, while the next is still being written.
func TestAnswersAreShownAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	goOn := make(chan struct{})
	passage := regexp.MustCompile(`(?s)<passage number="(\d+)">.*?text:\W*([^.]*)\. ([^.]*)\.`)
	llm := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var request struct{ Messages []struct{ Content string } }
		_ = json.Unmarshal(body, &request)
		m := passage.FindStringSubmatch(request.Messages[len(request.Messages)-1].Content)
		w.Header().Set("Content-Type", "text/event-stream")
		reply := fmt.Sprintf("%s [%s]. %s [%[2]s].", m[2], m[1], m[3])
		begun := len(m[2]) + len(" [1]. All 312 ") // where the next has begun, a statement is over
		for _, part := range []string{reply[:begun], reply[begun:]} {
			text, _ := json.Marshal(part)
			fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":%s}}]}\n\n", text)
			w.(http.Flusher).Flush()
			select {
			case <-goOn:
			case <-r.Context().Done():
			}
		}
		fmt.Fprint(w, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
	}))
	t.Cleanup(llm.Close)
	data := "BYLINE_DATA=" + t.TempDir()
	article := `{"id":"a","headline":"Ferry fire","published":"2025-02-03","body":"The ferry Sigrid caught fire off Holmsund. All 312 passengers were brought ashore. Nobody was hurt."}`
	if got := call(t, []string{data}, "ingest", invocation{args: []string{"-"}, stdin: article}); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	base := serveSamples(t, []string{data, "BYLINE_LLM_URL=" + llm.URL + "/v1", "BYLINE_LOG_LEVEL=error"})
	p := atTerminal(t, []string{"BYLINE_SERVER=" + base}, "ask", "--no-history")
	p.awaits("> ")
	p.types("What happened to the ferry Sigrid and its passengers?\r")
	p.awaits(`caught fire off Holmsund`)
	close(goOn)
	p.awaits(`All 312 passengers`)
	p.awaits(`“All 312 passengers`)
	p.types(ctrlD)
	p.leaves()
}

func TestCtrlCStopsAnAnswerNotTheChat(t *testing.T) {
	t.Parallel()
	llm, asked, givenUp := slowLLM(t)
	data := t.TempDir()
	base := serveSamples(t, []string{"BYLINE_DATA=" + data, "BYLINE_LLM_URL=" + llm, "BYLINE_LOG_LEVEL=error"})
	for _, environ := range [][]string{
		{"BYLINE_SERVER=" + base},
		{"BYLINE_DATA=" + data, "BYLINE_LLM_URL=" + llm},
	} {
		p := atTerminal(t, environ, "ask", "--no-history")
		p.awaits("> ")
		for range 2 {
			p.types("Who won the election in Halvia?\r")
			<-asked
			p.awaits(`reading \d+ passages`)
			p.types(ctrlC)
			p.awaits(`Stopped\.`)
			p.awaits("> ")
			<-givenUp
		}
		p.types(ctrlD)
		if code := p.leaves(); code != 0 {
			t.Errorf("exit code %d\n%s", code, p.all())
		}

		// Where there is no chat to go on with, it ends the program.
		p = atTerminal(t, environ, "ask", "Who won the election in Halvia?")
		<-asked
		p.types(ctrlC)
		p.awaits(`byline: interrupted`)
		if code := p.leaves(); code != 130 {
			t.Errorf("exit code %d\n%s", code, p.all())
		}
	}
}

func TestSIGTERMEndsAChat(t *testing.T) {
	t.Parallel()
	base, _, _ := sampleServer(t)
	p := atTerminal(t, []string{"BYLINE_SERVER=" + base}, "ask", "--no-history")
	p.awaits("> ")
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := p.leaves(); code != 143 {
		t.Errorf("exit code %d\n%s", code, p.all())
	}
}

// A failed question is told, and the next can be asked.
func TestAChatOutlivesItsServer(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	p := atTerminal(t, []string{"BYLINE_SERVER=" + server.URL}, "ask", "--no-history")
	p.awaits("> ")
	for range 2 {
		p.types("Why?\r")
		p.awaits(`byline: server .* is the address right\?`)
		p.awaits("> ")
	}
	p.types(ctrlD)
	if code := p.leaves(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

func TestColoursAreForTerminalsAndThoseWhoWantThem(t *testing.T) {
	t.Parallel()
	_, local, _ := sampleServer(t)
	for environ, want := range map[string]bool{"": true, "NO_COLOR=1": false, "TERM=dumb": false} {
		p := atTerminal(t, append(local, environ), "search", "tunnel", "--limit", "1")
		if code := p.leaves(); code != 0 || strings.Contains(p.all(), "\x1b") != want {
			t.Errorf("%q: exit code %d, %q", environ, code, p.all())
		}
	}
	if got := call(t, local, "search", invocation{args: []string{"tunnel"}}); strings.Contains(got.out, "\x1b") {
		t.Error("colours where nobody looks")
	}
}

func TestServePrintsItsAddressAsJSON(t *testing.T) {
	t.Parallel()
	p := atTerminal(t, []string{"BYLINE_DATA=" + t.TempDir()}, "serve", "--json", "--addr", freeAddress(t))
	p.awaits(`"address": "http://127\.0\.0\.1:\d+"(?s:.*)\n}`)
	if err := onlyJSON(p.all()); err != nil {
		t.Errorf("%v: %s", err, p.all())
	}
	p.types(ctrlC)
	if code := p.leaves(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
