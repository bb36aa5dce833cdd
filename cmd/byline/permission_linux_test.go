package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A folder that may not be read is rejected by its name, and the rest is taken in.
func TestAFolderWithoutPermissionIsRejected(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, open := range []string{filepath.Dir(dir), dir} {
		if err := os.Chmod(open, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"in/secret/a.jsonl", "in/z.jsonl"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		article := `{"headline":"The quay in ` + name + `","body":"It is long."}`
		if err := os.WriteFile(path, []byte(article), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	secret := filepath.Join(dir, "in", "secret")
	if err := os.Chmod(secret, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(secret, 0o700) })

	cmd := exec.CommandContext(t.Context(), "/proc/self/exe", "ingest", "in") // the test is the program, by its name
	cmd.Args[0] = "byline"
	cmd.Dir, cmd.Env = dir, []string{}
	if os.Geteuid() == 0 { // root may read everything, so somebody else tries
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != 3 {
		t.Errorf("exit code %d, want 3", code)
	}
	if !strings.HasPrefix(stdout.String(), "1 created, 0 updated, 0 unchanged, 1 rejected") {
		t.Errorf("standard output: %s", &stdout)
	}
	if !strings.Contains(stderr.String(), "rejected: in/secret: permission denied") {
		t.Errorf("standard error: %s", &stderr)
	}
}
