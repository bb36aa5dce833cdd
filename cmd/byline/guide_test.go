package main

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// step is a command of a guide with what it is said to print.
type step struct {
	line    int
	command string
	prints  []string
}

// stepsOf are the commands of a guide in their order: what follows "$ " in blocks
// of a console, and the targets of make in blocks that are indented.
func stepsOf(t *testing.T, path string) (steps []step) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines, inConsole := bufio.NewScanner(strings.NewReader(string(text))), false
	target := regexp.MustCompile(`^ {4}(make \w+)( |$)`)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		command, isCommand := strings.CutPrefix(line, "$ ")
		switch m := target.FindStringSubmatch(line); {
		case strings.HasPrefix(line, "```"):
			inConsole = line == "```console"
		case !inConsole && m != nil:
			steps = append(steps, step{line: n, command: m[1]})
		case inConsole && isCommand:
			steps = append(steps, step{line: n, command: command})
		case inConsole && len(steps) > 0 && line != "":
			last := &steps[len(steps)-1]
			last.prints = append(last.prints, line)
		}
	}
	return steps
}

// guide runs the commands of a guide as a reader does: in one folder, which is
// empty at first, with the program on the PATH and, as `make build` leaves it, in bin.
type guide struct {
	dir     string
	environ []string
	address string
	ended   chan error // of the server, if one was started
	server  *exec.Cmd
}

func newGuide(t *testing.T) *guide {
	t.Helper()
	program, err := os.Executable() // which is byline where it is called so: testscript.Main
	if err != nil {
		t.Fatal(err)
	}
	dir, home := t.TempDir(), t.TempDir()
	for _, folder := range []string{filepath.Join(dir, "bin"), filepath.Join(home, "articles"), filepath.Join(home, "bin")} {
		if err := os.MkdirAll(folder, 0o750); err != nil {
			t.Fatal(err)
		}
	}
	for _, link := range []string{filepath.Join(dir, "bin", "byline"), filepath.Join(home, "bin", "byline")} {
		if err := os.Symlink(program, link); err != nil {
			t.Fatal(err)
		}
	}
	own := "Ferries sail again from Monday, the harbour master of Vell said on Friday."
	if err := os.WriteFile(filepath.Join(home, "articles", "ferries.txt"), []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "claims.csv"), []byte("claim\nFerries sail again from Monday.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g := &guide{dir: dir, address: freeAddress(t)}
	g.environ = append(os.Environ(), "HOME="+home, "PATH="+filepath.Join(home, "bin")+":"+os.Getenv("PATH"), "BYLINE_ADDR="+g.address, "XDG_STATE_HOME=", "NO_COLOR=1")
	t.Cleanup(func() { g.stop(t) })
	return g
}

// command is one of the shell, ready to run.
func (g *guide) command(ctx context.Context, line string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "sh", "-c", "exec "+strings.ReplaceAll(line, "127.0.0.1:8080", g.address))
	if !strings.Contains(line, "byline") {
		cmd = exec.CommandContext(ctx, "sh", "-c", strings.ReplaceAll(line, "127.0.0.1:8080", g.address))
	}
	cmd.Dir, cmd.Env = g.dir, g.environ
	cmd.Cancel, cmd.WaitDelay = func() error { return cmd.Process.Signal(os.Interrupt) }, 20*time.Second
	return cmd
}

// follow does a step, and returns what it prints.
func (g *guide) follow(t *testing.T, s step) string {
	t.Helper()
	command := strings.TrimSpace(regexp.MustCompile(`\s+#.*$`).ReplaceAllString(s.command, ""))
	switch {
	case strings.HasPrefix(command, "make "):
		recipe := in("../..").run(t, "make", "--no-print-directory", "-n", strings.TrimPrefix(command, "make "))
		if command != "make run" {
			return recipe // what it does takes too long to do here
		}
		recipes := strings.Split(strings.TrimSpace(recipe), "\n")
		return g.serve(t, recipes[len(recipes)-1])
	case strings.HasSuffix(command, "byline serve"):
		return g.serve(t, command)
	case strings.Contains(command, "--watch"):
		return g.watch(t, command)
	}
	cmd := g.command(t.Context(), command)
	cmd.Stdin = strings.NewReader("How much will the Lumme tunnel cost?\n") // for a conversation
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("line %d: %s: %v\n%s", s.line, command, err, out)
	}
	return string(out)
}

// serve starts a server, which goes on while the other steps are done, and
// returns what it says until it is ready.
func (g *guide) serve(t *testing.T, command string) string {
	t.Helper()
	return g.start(t, command, "Ctrl-C stops it.")
}

// watch starts a command that ends with Ctrl-C, and ends it so once it has looked.
func (g *guide) watch(t *testing.T, command string) string {
	t.Helper()
	server, ended := g.server, g.ended
	said := g.start(t, command, "unchanged")
	g.stop(t)
	g.server, g.ended = server, ended
	return said
}

// start starts a command and waits until it says something.
func (g *guide) start(t *testing.T, command, until string) string {
	t.Helper()
	cmd := g.command(context.WithoutCancel(t.Context()), command)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	g.server, g.ended = cmd, make(chan error, 1)
	var said strings.Builder
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), until) {
			break
		}
	}
	go func(ended chan<- error) {
		for lines.Scan() { // so that it can go on
		}
		ended <- cmd.Wait()
	}(g.ended)
	return said.String()
}

// stop ends what was started last as Ctrl-C does, and wants it to end well.
func (g *guide) stop(t *testing.T) {
	t.Helper()
	if g.server == nil {
		return
	}
	_ = g.server.Process.Signal(syscall.SIGINT)
	err := <-g.ended
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 130) {
		t.Errorf("%s: %v", g.server.Args[2], err)
	}
	g.server = nil
}

// Whoever does what the guides say, from an empty folder and in their order,
// gets what they say.
func TestGuidesCanBeFollowed(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"README.md", "docs/start.md"} {
		t.Run(path, func(t *testing.T) {
			steps := stepsOf(t, filepath.Join("..", "..", path))
			if len(steps) < 6 {
				t.Fatalf("%d commands were found", len(steps))
			}
			g := newGuide(t)
			for _, s := range steps {
				said := g.follow(t, s)
				for _, want := range s.prints {
					want, _, _ = strings.Cut(strings.ReplaceAll(want, "127.0.0.1:8080", g.address), " …")
					if !strings.Contains(said, want) {
						t.Errorf("%s:%d: %s does not print %q but\n%s", path, s.line, s.command, want, said)
					}
				}
			}
		})
	}
}
