package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byline/internal/atomicfile"
)

// What is kept as JSON comes back, is for its owner alone, and is as it was where
// writing fails.
func TestJSONIsKeptWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "state.json")
	var got map[string]int
	if err := atomicfile.ReadJSON(path, &got); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a file: %v", err)
	}
	if err := atomicfile.WriteJSON(path, map[string]int{"a": 1}); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.WriteJSON(path, func() {}); err == nil {
		t.Error("a function was written")
	}
	if err := atomicfile.ReadJSON(path, &got); err != nil || got["a"] != 1 {
		t.Errorf("%v, %v", got, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v (%v)", left, err)
	}
}

func TestJSONThatIsDamagedIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.json")
	if err := atomicfile.WriteFile(path, []byte(`{"a":`)); err != nil {
		t.Fatal(err)
	}
	var got map[string]int
	if err := atomicfile.ReadJSON(path, &got); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("%v", err)
	}
}
