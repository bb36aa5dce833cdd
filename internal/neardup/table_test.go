package neardup_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"byline/internal/neardup"
	"byline/internal/news"
)

// A table finds what shares a band with a signature, and only what is in it.
func TestATableFindsWhatMayBeACopy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var signer neardup.Signer
		var table neardup.Table
		// Texts of 150 runs of terms and more fill so many bands that no chance leaves one without.
		text := rapid.SliceOfNDistinct(rapid.Uint32Range(1, 1<<20), 150, 200, rapid.ID)
		texts := rapid.SliceOfN(text, 1, 10).Draw(t, "texts")
		signs := make([]news.Signature, len(texts))
		for slot, text := range texts {
			signs[slot] = signer.Article(slices.Values(text))
			table.Put(slot, signs[slot])
		}
		gone := rapid.IntRange(0, len(texts)-1).Draw(t, "gone")
		table.Remove(gone)
		for slot, text := range texts {
			added := append(slices.Clone(text), 1, 2, 3, 4) // more text
			found := map[int]bool{}
			table.Near(signer.Article(slices.Values(added)), func(slot int) { found[slot] = true })
			if found[slot] == (slot == gone) {
				t.Fatalf("text %d: found %v, removed is %d", slot, found, gone)
			}
		}
		table.Put(gone, signs[gone])
		found := false
		table.Near(signs[gone], func(slot int) { found = found || slot == gone })
		if !found {
			t.Fatal("what was put again is not found")
		}
	})
}

func TestATableTakesAnythingForASignature(t *testing.T) {
	var table neardup.Table
	table.Near("", func(int) { t.Error("an empty table finds something") })
	table.Put(0, "")
	table.Put(1, "x")
	table.Near("x", func(int) { t.Error("what is no signature is found") })
	table.Remove(1)
}
