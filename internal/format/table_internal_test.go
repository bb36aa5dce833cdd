package format

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A name, an extension or a media type stands for one format.
func TestNoTwoFormatsShareAName(t *testing.T) {
	seen := map[string]string{}
	for _, f := range formats {
		for _, name := range slices.Concat([]string{f.name}, f.aliases, f.extensions, f.mediaTypes) {
			if other := seen[name]; other != "" {
				t.Errorf("%q stands for %s and for %s", name, other, f.name)
			}
			seen[name] = f.name
		}
	}
}

func TestAFormatIsFoundByEachOfItsNames(t *testing.T) {
	for _, f := range formats {
		for _, name := range append([]string{f.name}, f.aliases...) {
			if got, err := ByName(name); err != nil || got != f.name {
				t.Errorf("%q is %q, error %v, want %q", name, got, err, f.name)
			}
		}
	}
	if got, err := ByName("exportlayout"); err != nil || got != "pravdatext" {
		t.Errorf("the former name of pravdatext gives %q, error %v", got, err)
	}
}

// docs/formats.md says of each format what it is called and what it is told by.
func TestTheDocumentationKnowsEveryFormat(t *testing.T) {
	page, err := os.ReadFile("../../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	var got [][2]string
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, " | ")
		if name, ok := strings.CutPrefix(cells[0], "| `"); ok && len(cells) == 7 {
			got = append(got, [2]string{name, cells[1]})
		}
	}
	var want [][2]string
	for _, f := range formats {
		name, told := f.name+"`", strings.Join(slices.Concat(f.extensions, f.mediaTypes), " ")
		if len(f.aliases) > 0 {
			name += " (" + strings.Join(f.aliases, ", ") + ")"
		}
		if told == "" {
			told = "–"
		}
		want = append(want, [2]string{name, told})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the table of docs/formats.md differs from that of the formats (-want +got):\n%s", diff)
	}
}
