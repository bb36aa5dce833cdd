package format

import (
	"slices"
	"testing"
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
