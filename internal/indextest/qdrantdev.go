package indextest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// QdrantDev is a running qdrant-dev: the engine of Qdrant behind its gRPC API,
// for tests. It ends with the process that started it.
type QdrantDev struct {
	Addr  string // host:port
	Dir   string // of its data
	cmd   *exec.Cmd
	stdin io.Closer
	log   *tail
}

// ErrNoPython says that qdrant-dev cannot run because there is no Python that it runs on.
var ErrNoPython = errors.New("qdrant-dev needs Python 3.11 or later as python3; install it with its venv module")

// StartQdrantDev starts script, which is deploy/qdrant-dev/start.sh, on an
// address (port 0: a free one) with its data in dir, and waits until it is
// ready. That takes a second or two, and a minute when it is used for the
// first time, since it then installs what it needs. More arguments go to the script.
func StartQdrantDev(script, addr, dir string, more ...string) (*QdrantDev, error) {
	if err := exec.Command("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 11))").Run(); err != nil { //nolint:noctx // takes no time
		return nil, ErrNoPython
	}
	s := &QdrantDev{Dir: dir, log: &tail{}}
	args := append([]string{"--addr", addr, "--dir", dir, "--exit-with-parent"}, more...)
	s.cmd = exec.Command(script, args...) //nolint:noctx // a test names the script; it ends with the test
	s.cmd.Stderr = s.log
	stdin, err := s.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	s.stdin = stdin
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if at, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
			s.Addr = at
			go func() { _, _ = io.Copy(io.Discard, stdout) }()
			return s, nil
		}
	}
	err = s.cmd.Wait()
	return nil, fmt.Errorf("qdrant-dev ended (%w): %s", errors.Join(err, lines.Err()), s.log)
}

// PID is that of the server's process.
func (s *QdrantDev) PID() int { return s.cmd.Process.Pid }

// Stop ends the server as an operator would and waits until it is gone.
func (s *QdrantDev) Stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return s.wait()
}

// Kill ends the server at once, as a crash would.
func (s *QdrantDev) Kill() error {
	if err := s.cmd.Process.Kill(); err != nil {
		return err
	}
	return s.wait()
}

func (s *QdrantDev) wait() error {
	defer s.stdin.Close()
	done := make(chan error, 1)
	go func() { done <- s.cmd.Wait() }()
	select {
	case err := <-done:
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
			err = nil // it was told to
		}
		return err
	case <-time.After(20 * time.Second):
		_ = s.cmd.Process.Kill()
		return fmt.Errorf("qdrant-dev does not stop: %s", s.log)
	}
}

// tail keeps the end of what is written to it.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p...)
	const most = 4 << 10
	t.buf = t.buf[max(0, len(t.buf)-most):]
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(bytes.TrimSpace(t.buf))
}
