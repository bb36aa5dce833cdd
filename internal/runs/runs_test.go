package runs_test

import (
	"strings"
	"testing"

	"byline/internal/runs"

	"pgregory.net/rapid"
)

// byBytes is what At returns, told byte by byte.
func byBytes(text string) (runs.Key, int) {
	end := strings.IndexFunc(text, func(r rune) bool {
		return !strings.ContainsRune("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", r)
	})
	if end < 0 {
		end = len(text)
	}
	return runs.KeyOf(strings.ToLower(text[:min(end, runs.KeyBytes)])), end
}

func TestAKeyHasTheFirstByteLowest(t *testing.T) {
	if got, want := runs.KeyOf("aboveground"), (runs.Key{Low: 0x6f72_6765_766f_6261, High: 0x646e_75}); got != want {
		t.Errorf("%x, want %x", got, want)
	}
}

func TestRunsAreReadAsByteByByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.OneOf(
			rapid.StringMatching(`[A-Za-z0-9]{0,40}`),
			rapid.StringOfN(rapid.RuneFrom([]rune("aZ09/:@[`{\x10\x19 ,.'-é’新\x7f")), 0, 3, -1),
			rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOfN(rapid.Byte(), 0, 3).Draw(t, "bytes")) }),
		)
		text := strings.Join(rapid.SliceOfN(piece, 1, 6).Draw(t, "pieces"), "")
		for i := range len(text) + 1 {
			key, length := runs.At(text, i)
			wantKey, want := byBytes(text[i:])
			if key != wantKey || length != want {
				t.Fatalf("at %d of %q: %x, %d bytes, want %x, %d", i, text, key, length, wantKey, want)
			}
		}
	})
}
