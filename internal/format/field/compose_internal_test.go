package field

import (
	"testing"

	"golang.org/x/text/unicode/norm"
)

// What is called composed without a closer look is so, whatever stands beside it.
func TestComposedTextIsComposed(t *testing.T) {
	for r := range rune(0x3000) {
		for _, text := range []string{string(r), "e" + string(r), string(r) + "\u0301", "\u0438" + string(r)} {
			if isComposed(text) && !norm.NFC.IsNormalString(text) {
				t.Errorf("%+q is not composed", text)
			}
		}
	}
	if !isComposed("Café “Zur Möwe” – Київ, Ελλάδα") {
		t.Error("a common text is looked at closely")
	}
}
