package archtest

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
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

// Who looks for a word of the field finds its file first or second: in what the code says, or,
// where the word is on everybody's lips (a request names facets, any reader refuses), by the
// names of files. The table in CONTRIBUTING.md has it as well.
func TestWordsOfTheFieldLeadToTheirFile(t *testing.T) {
	code := sourceOf(t, filepath.Join("..", ".."))
	guide, err := os.ReadFile(filepath.Join("..", "..", "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{
		"threshold":  "internal/answer/refusal.go",
		"refus":      "internal/answer/refusal.go",
		"abstain":    "internal/answer/refusal.go",
		"tombstone":  "internal/embedded/segment/tombstones.go",
		"dedup":      "internal/retrieve/dedup.go",
		"near-dup":   "internal/neardup/neardup.go",
		"half-life":  "internal/retrieve/recency.go",
		"facet":      "internal/index/facet.go",
		"recency":    "internal/retrieve/recency.go",
		"diversif":   "internal/retrieve/diversify.go",
		"rate limit": "internal/access/limit.go",
		"retry":      "internal/openai/retry.go",
	} {
		var named, said []string
		for _, file := range slices.Sorted(maps.Keys(code)) {
			if strings.Contains(path.Base(file), word) {
				named = append(named, file)
			}
			if strings.Contains(strings.ToLower(code[file]), word) {
				said = append(said, file)
			}
		}
		if slices.Index(named, want) != 0 && !slices.Contains(said[:min(2, len(said))], want) {
			t.Errorf("%q is in the names of %q and in the texts of %q first, not in %s", word, named[:min(1, len(named))], said[:min(2, len(said))], want)
		}
		row := func(line string) bool {
			return strings.HasPrefix(line, "| ") && strings.Contains(line, word) && strings.Contains(line, want)
		}
		if !slices.ContainsFunc(strings.Split(string(guide), "\n"), row) {
			t.Errorf("no row of the table in CONTRIBUTING.md has %q and %s", word, want)
		}
	}
}

// sourceOf is the text of every Go file that is no test, by its path.
func sourceOf(t *testing.T, root string) map[string]string {
	t.Helper()
	code := map[string]string{}
	files := os.DirFS(root)
	for _, dir := range []string{"cmd", "internal"} {
		err := fs.WalkDir(files, dir, func(name string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			text, err := fs.ReadFile(files, name)
			code[name] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return code
}
