package segment_test

import (
	"fmt"
	"testing"

	"byline/internal/embedded/segment"
)

func TestASetOfIDsHoldsThoseAndNoOthers(t *testing.T) {
	ids := []string{"", "a", "ferry", "harbour-ferry", "https://nordwire.example/ferry"}
	set := segment.NewIDs(ids)
	for _, id := range ids {
		if !set.Has(id) {
			t.Errorf("%q is not in the set", id)
		}
	}
	for i := range 100_000 { // some of them end as one in the set does
		if id := fmt.Sprintf("%d-ferry", i); set.Has(id) {
			t.Errorf("%q is in the set", id)
		}
		if id := fmt.Sprintf("ferry-%d", i); set.Has(id) {
			t.Errorf("%q is in the set", id)
		}
	}
	if segment.NewIDs(nil).Has("") {
		t.Error("the empty ID is in a set of none")
	}
}
