package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// The files that CONTRIBUTING sends a reader to are there.
func TestTheGuideNamesFilesThatExist(t *testing.T) {
	root := filepath.Join("..", "..")
	guide, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	files := regexp.MustCompile("`((?:internal|prompts|cmd|docs)/[A-Za-z_/]+\\.[a-z]+)`").FindAllSubmatch(guide, -1)
	if len(files) < 20 {
		t.Errorf("only %d files are named", len(files))
	}
	for _, m := range files {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(string(m[1])))); err != nil {
			t.Errorf("CONTRIBUTING.md names %s: %v", m[1], err)
		}
	}
}
