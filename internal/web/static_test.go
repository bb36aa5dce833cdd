package web

import (
	"io/fs"
	"testing"
)

// All the script there is stays within 60 kB before compression, so that a phone on a slow line can use the pages.
func TestScriptsAreSmall(t *testing.T) {
	names, err := fs.Glob(staticFiles, "static/*.js")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	size := 0
	for _, name := range names {
		script, err := staticFiles.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		size += len(script)
	}
	if size > 60_000 {
		t.Errorf("the scripts have %d bytes, more than 60,000", size)
	}
}
