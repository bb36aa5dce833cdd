package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Under the path at which it is published, the module is installed by `go
// install` from a proxy, and knows its version.
func TestGoInstall(t *testing.T) {
	t.Parallel()
	const module = "example.com/newsroom/byline"
	version := fmt.Sprintf("v1.2.%d", time.Now().UnixNano()) // the build cache remembers which files a version has
	dir := copyOfProject(t)
	in(dir).run(t, "deploy/release/modulepath.sh", module)
	proxy := filepath.Join(t.TempDir(), module, "@v")
	if err := os.MkdirAll(proxy, 0o750); err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"list": version + "\n", version + ".info": fmt.Sprintf(`{"Version":%q}`, version), version + ".mod": string(mod)} {
		if err := os.WriteFile(filepath.Join(proxy, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	zipModule(t, dir, module+"@"+version, filepath.Join(proxy, version+".zip"))
	cache, bin := strings.TrimSpace(in("").run(t, "go", "env", "GOMODCACHE")), t.TempDir()
	t.Cleanup(func() { // nobody else has a module of this path
		for _, of := range []string{cache, filepath.Join(cache, "cache", "download")} {
			if err := os.RemoveAll(filepath.Join(of, "example.com", "newsroom")); err != nil {
				t.Error(err)
			}
		}
	})
	// What the module needs is where this checkout has it; its own code is compiled in a hurry.
	in(t.TempDir(), "GOPROXY=file://"+strings.TrimSuffix(proxy, "/"+module+"/@v")+",off", "GOSUMDB=off", "GOFLAGS=-modcacherw -trimpath",
		"GOBIN="+bin, "CGO_ENABLED=0").run(t, "go", "install", "-gcflags="+module+"/...=-N -l", module+"/cmd/byline@"+version)
	work := t.TempDir()
	program := filepath.Join(bin, "byline")
	if got := in(work).run(t, program, "version"); !strings.HasPrefix(got, "byline "+version+" ") {
		t.Errorf("byline version prints %q", got)
	}
	if err := os.WriteFile(filepath.Join(work, "ferries.txt"), []byte("Ferries sail again from Monday, the harbour master of Vell said on Friday."), 0o600); err != nil {
		t.Fatal(err)
	}
	in(work).run(t, program, "ingest", "ferries.txt")
	if got := in(work).run(t, program, "ask", "When", "do", "ferries", "sail?"); !strings.Contains(got, "from Monday") {
		t.Errorf("the answer is %q", got)
	}
}

// zipModule packs a folder as a proxy serves a module.
func zipModule(t *testing.T, dir, prefix, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	archive := zip.NewWriter(f)
	err = filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err == nil && entry.IsDir() && name != dir {
			if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil {
				return filepath.SkipDir // a module of its own
			}
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		relative, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		from, err := os.Open(name)
		if err != nil {
			return err
		}
		defer from.Close()
		to, err := archive.Create(prefix + "/" + filepath.ToSlash(relative))
		if err != nil {
			return err
		}
		_, err = io.Copy(to, from)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
}
