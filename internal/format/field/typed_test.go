package field_test

import (
	"strings"
	"testing"

	"byline/internal/format/field"
)

// What lies deeper than in any database is left as it is, so that no export takes
// longer than its size allows.
func TestTypesAreTakenOffToADepth(t *testing.T) {
	for depth, want := range map[int]string{
		8:      strings.Repeat(`{"a":`, 8) + `"Dam"` + strings.Repeat("}", 8) + "\n",
		10_000: "",
	} {
		given := strings.Repeat(`{"M":{"a":`, depth) + `{"S":"Dam"}` + strings.Repeat("}}", depth)
		if want == "" {
			want = given
		}
		if got := field.WithoutTypes([]byte(given)); string(got) != want {
			t.Errorf("%d deep: %.80q", depth, got)
		}
	}
}
