package atomicfile_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"byline/internal/atomicfile"
)

// What is under a name is the old text or the new, and nothing is left beside it.
func TestAFileIsReplacedAsAWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "keys")
	fill := func(text string, fault error) error {
		f, err := os.CreateTemp(dir, "keys.*.tmp")
		if err != nil {
			t.Fatal(err)
		}
		return atomicfile.Fill(f, path, func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return errors.Join(err, fault)
		})
	}
	full := errors.New("no space left")
	for _, c := range []struct {
		text  string
		fault error
		want  string
	}{{"one", nil, "one"}, {"half of tw", full, "one"}, {"two", nil, "two"}} {
		if err := fill(c.text, c.fault); !errors.Is(err, c.fault) {
			t.Errorf("writing %q: got %v, want %v", c.text, err, c.fault)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != c.want {
			t.Errorf("after %q the file holds %q (%v), want %q", c.text, got, err, c.want)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
			t.Errorf("after %q the folder holds %v (%v)", c.text, left, err)
		}
	}
}
