package embedded_test

import (
	"os"
	"path/filepath"
	"testing"

	"byline/internal/embedded/embeddedtest"
	"byline/internal/indextest"
)

// segmentHeader is how many bytes come before the table of sections in a file.
const segmentHeader = 40

// Whatever happens to the search structures, they come back from SQLite as
// they were, and only what was lost is made again.
func TestSegmentsAreMadeAgain(t *testing.T) {
	const big, small = 60, 5 // articles of the two segments
	write := func(t *testing.T, path string, change func([]byte) []byte) {
		t.Helper()
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, change(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	flip := func(at func(n int) int) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "000001.seg"), func(b []byte) []byte { b[at(len(b))] ^= 0x10; return b })
		}
	}
	cut := func(to func(n int) int) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "000001.seg"), func(b []byte) []byte { return b[:to(len(b))] })
		}
	}
	remove := func(name string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	manifest := func(content string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "manifest.json"), func([]byte) []byte { return []byte(content) })
		}
	}
	for _, c := range []struct {
		name   string
		damage func(t *testing.T, segments string)
		want   int // articles encoded again
	}{
		{"nothing", func(*testing.T, string) {}, 0},
		{"big segment missing", remove("000001.seg"), big},
		{"small segment missing", remove("000002.seg"), small},
		{"folder missing", remove("."), big + small},
		{"manifest missing", remove("manifest.json"), big + small},
		{"manifest empty", manifest(""), big + small},
		{"manifest damaged", manifest(`{"format": 1, "segments": ["0000`), big + small},
		{"manifest of another format", manifest(`{"format": 2, "segments": ["000001.seg", "000002.seg"]}`), big + small},
		{"manifest names too many", manifest(`{"format": 1, "segments": ["000001.seg", "000002.seg", "000003.seg", "../articles.db"]}`), 0},
		{"first byte flipped", flip(func(int) int { return 0 }), big},
		{"encoding flipped", flip(func(int) int { return 12 }), big},
		{"byte in the table flipped", flip(func(int) int { return segmentHeader + 20 }), big},
		{"byte in the middle flipped", flip(func(n int) int { return n / 2 }), big},
		{"checksum flipped", flip(func(n int) int { return n - 1 }), big},
		{"cut in half", cut(func(n int) int { return n / 2 }), big},
		{"last byte missing", cut(func(n int) int { return n - 1 }), big},
		{"cut to the header", cut(func(int) int { return segmentHeader }), big},
		{"cut to nothing", cut(func(int) int { return 0 }), big},
		{"swapped", func(t *testing.T, dir string) {
			for _, r := range [][2]string{{"000001.seg", "x"}, {"000002.seg", "000001.seg"}, {"x", "000002.seg"}} {
				if err := os.Rename(filepath.Join(dir, r[0]), filepath.Join(dir, r[1])); err != nil {
					t.Fatal(err)
				}
			}
		}, 0},
		{"strays", func(t *testing.T, dir string) {
			for _, name := range []string{"000009.seg", "000010.seg.tmp"} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte("left over"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			encoder := indextest.Encoder(t)
			dir := t.TempDir()
			x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
			articles := indextest.Articles(big + small)
			want := putTest(t, x, encoder, articles[:big]...)
			if err := x.Flush(); err != nil {
				t.Fatal(err)
			}
			want = append(want, putTest(t, x, encoder, articles[big:]...)...)
			closeTest(t, x)
			c.damage(t, filepath.Join(dir, "segments"))

			for _, readOnly := range []bool{true, false, true, false} {
				o := embeddedtest.Options(encoder)
				o.ReadOnly = readOnly
				rebuilt := 0
				o.OnRebuild = func(done, _ int) { rebuilt = done }
				x := embeddedtest.Open(t, dir, o)
				checkTest(t, x, encoder, want)
				closeTest(t, x)
				if rebuilt != c.want {
					t.Errorf("read-only %v: %d articles were encoded again, want %d", readOnly, rebuilt, c.want)
				}
				if !readOnly {
					c.want = 0 // what a writer made again stays
				}
			}
			if left, err := filepath.Glob(filepath.Join(dir, "segments", "*.tmp")); err != nil || len(left) != 0 {
				t.Errorf("left over: %v, %v", left, err)
			}
		})
	}
}

func TestSegmentsOfOtherEncodingAreMadeAgain(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	want := putTest(t, x, encoder, indextest.Articles(30)...)
	closeTest(t, x)
	o := embeddedtest.Options(encoder)
	o.Encoding++
	rebuilt := 0
	o.OnRebuild = func(done, _ int) { rebuilt = done }
	checkTest(t, embeddedtest.Open(t, dir, o), encoder, want)
	if rebuilt != 30 {
		t.Errorf("%d articles were encoded again, want 30", rebuilt)
	}
}

// A segment from an old backup holds versions that are no longer current.
func TestOldSegment(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	articles := indextest.Articles(20)
	want := putTest(t, x, encoder, articles...)
	closeTest(t, x)
	name := filepath.Join(dir, "segments", "000001.seg")
	old, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	x = embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	for i := range articles[:15] {
		articles[i] = indextest.Revised(articles[i], 2)
	}
	copy(want, putTest(t, x, encoder, articles[:15]...))
	if err := x.Delete(t.Context(), articles[19].ID); err != nil {
		t.Fatal(err)
	}
	closeTest(t, x)
	if err := os.WriteFile(name, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "segments", "manifest.json"), []byte(`{"format": 1, "segments": ["000001.seg"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	checkRanked(t, embeddedtest.Open(t, dir, embeddedtest.Options(encoder)), want[:19])
}
