package backup

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/indextest"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
)

// sample is all that an index can keep.
func sample() []*news.Kept {
	stored := time.Date(2026, 11, 3, 7, 30, 0, 125000, time.UTC)
	ferry := news.Article{
		ID: "ferry", URL: "https://skerry-post.example/ferry", Source: "Skerry Post", Headline: "Ferry <Sigrid> burns & sinks",
		Authors: []string{"Ines Falk", "Olle Brandt"}, Published: time.Date(2026, 11, 2, 9, 40, 0, 0, time.FixedZone("", 3600)),
		Updated: time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC), Section: "Coast", Subjects: []string{"ferries"}, Language: "en",
		Caption: "The Sigrid on Monday", Credit: "Skerry Post/Falk", Attribution: []string{"Harbour Daily"},
		Body: "The ferry Sigrid caught fire off Holmsund.\n\nAll 312 passengers were brought ashore.\u2028", Revision: 2,
	}
	earlier := ferry
	earlier.Revision, earlier.Body = 1, "The ferry Sigrid caught fire."
	return []*news.Kept{
		{State: news.KeptDeleted, Article: news.Article{ID: "bridge", Revision: 7}},
		{State: news.KeptSuperseded, Article: earlier, Stored: stored},
		{State: news.KeptCurrent, Article: ferry, Stored: stored.Add(time.Hour), Hash: [16]byte{1, 2, 3}, Vectors: []news.Vector{
			{Scale: .5, Codes: []int8{127, -127, 0}}, {Scale: .25, Codes: []int8{-1, 2, 127}},
		}},
		{State: news.KeptCurrent, Article: news.Article{ID: "tram", Body: "Trams stood still.", Revision: 9}, Stored: stored, Hash: [16]byte{9}},
	}
}

// written is a backup of what is kept, with a file beside it.
func written(t testing.TB, kept []*news.Kept) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, Header{Created: time.Date(2026, 11, 4, 0, 0, 0, 0, time.UTC), Version: "1.2", Index: "embedded", Embedder: "m", Dim: 3, Articles: 3})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.File("keys", strings.NewReader("a line\n")); err != nil {
		t.Fatal(err)
	}
	for _, k := range kept {
		if err := w.Keep(k); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Close([]string{"lost"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// content is what is read of a backup.
type content struct {
	Header  Header
	Files   map[string]string
	Kept    []*news.Kept
	Counts  Counts
	Damaged []string
}

func read(b []byte) (content, error) {
	c := content{Files: map[string]string{}}
	r, err := NewReader(bytes.NewReader(b))
	if err != nil {
		return c, err
	}
	defer r.Close()
	c.Header = r.Header()
	for k, err := range r.All(func(name string, piece []byte) error { c.Files[name] += string(piece); return nil }) {
		if err != nil {
			return c, err
		}
		c.Kept = append(c.Kept, k)
	}
	c.Counts, c.Damaged = r.Counts()
	return c, nil
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	got, err := read(written(t, sample()))
	if err != nil {
		t.Fatal(err)
	}
	want := content{
		Header: Header{Format: 1, Created: time.Date(2026, 11, 4, 0, 0, 0, 0, time.UTC), Version: "1.2", Index: "embedded", Embedder: "m", Dim: 3, Articles: 3},
		Files:  map[string]string{"keys": "a line\n"}, Kept: sample(),
		Counts: Counts{Articles: 2, Versions: 3, Deleted: 1, Vectors: 1, Damaged: 1}, Damaged: []string{"lost"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-written +read:\n%s", d)
	}
}

func TestEveryFieldOfAnArticleComesBack(t *testing.T) {
	a := indextest.Full(t)
	a.Revision = 3
	got, err := read(written(t, []*news.Kept{{State: news.KeptCurrent, Article: a}}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, got.Kept[0].Article); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAFileComesInPieces(t *testing.T) {
	long := strings.Repeat("0123456789abcdef", pieceBytes/10)
	var b bytes.Buffer
	w, err := NewWriter(&b, Header{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.File("feedback", strings.NewReader(long)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Close(nil); err != nil {
		t.Fatal(err)
	}
	if got, err := read(b.Bytes()); err != nil || got.Files["feedback"] != long {
		t.Errorf("%d bytes were written, %d are read: %v", len(long), len(got.Files["feedback"]), err)
	}
}

// Wherever a file is cut short, and wherever a bit of it is flipped, it is
// refused, or reads as it was written: Zstandard has bits that mean nothing.
func TestADamagedFileIsRefused(t *testing.T) {
	good := written(t, sample())
	want, err := read(good)
	if err != nil {
		t.Fatal(err)
	}
	for n := range good {
		if _, err := read(good[:n]); err == nil {
			t.Errorf("the first %d of %d bytes are taken for the whole", n, len(good))
		}
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[n] ^= 1 << bit
			if got, err := read(bad); err == nil && !cmp.Equal(want, got) {
				t.Errorf("bit %d of byte %d is flipped, which reads:\n%s", bit, n, cmp.Diff(want, got))
			}
		}
	}
}

// compressed is a stream of lines.
func compressed(t testing.TB, text string) []byte {
	t.Helper()
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(zstd.MinWindowSize), zstd.WithEncoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	return z.EncodeAll([]byte(text), nil)
}

const plainHeader = `{"byline_backup":1,"created":"2026-11-04T00:00:00Z","version":"1","index":"embedded","dim":3,"articles":0}` + "\n"

func TestWhatIsWrongIsSaid(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"nothing", "", "this is not a backup"},
		{"other text", "hello\n", "its first line is no header"},
		{"a later format", `{"byline_backup":2}` + "\n", "it has format 2, and this version of byline reads up to 1"},
		{"no trailer", plainHeader, "it ends before its trailer"},
		{"an unknown field", plainHeader + `{"id":"a","revision":1,"state":"current","mood":"good"}` + "\n", `unknown field "mood"`},
		{"two documents", plainHeader + `{"id":"a","revision":1,"state":"current"}{}` + "\n", "something follows the document"},
		{"an unknown state", plainHeader + `{"id":"a","revision":1,"state":"lost"}` + "\n", `"lost" is no state`},
		{"no revision", plainHeader + `{"id":"a","state":"current"}` + "\n", `article "a" has the revision 0`},
		{"too high a revision", plainHeader + `{"id":"a","revision":4294967296,"state":"current"}` + "\n", "has the revision 4294967296"},
		{"no ID", plainHeader + `{"revision":1,"state":"current"}` + "\n", "an article has no ID"},
		{"an article twice", plainHeader + strings.Repeat(`{"id":"a","revision":1,"state":"current"}`+"\n", 2), `article "a" comes after "a"`},
		{"revisions out of order", plainHeader + strings.Repeat(`{"id":"a","revision":1,"state":"superseded"}`+"\n", 2), "revision 1 comes after 1"},
		{"no end of an article", plainHeader + `{"id":"a","revision":1,"state":"superseded"}` + "\n" + `{"id":"b","revision":1,"state":"current"}` + "\n", `(after line 3, at article "a"): article "a" has neither a current version`},
		{"half a vector", plainHeader + `{"id":"a","revision":1,"state":"current","vectors":"AAAA"}` + "\n", "3 bytes of vectors are not of 3 dimensions"},
		{"a broken hash", plainHeader + `{"id":"a","revision":1,"state":"current","hash":"00"}` + "\n", `the hash "00" is none`},
		{"another sum", plainHeader + `{"end":{"articles":0,"versions":0,"deleted":0,"vectors":0,"damaged":0,"sha256":"00"}}` + "\n", "what came before has SHA-256"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := read(compressed(t, test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want: %s", err, test.want)
			}
		})
	}
}

func TestWhatIsOutOfOrderIsNotWritten(t *testing.T) {
	kept := sample()
	slices.Reverse(kept)
	w, err := NewWriter(new(bytes.Buffer), Header{Dim: 3})
	for _, k := range kept {
		if err == nil {
			err = w.Keep(k)
		}
	}
	if err == nil {
		t.Error("articles are written in any order")
	}
}

// A file is there when it is whole, and only then.
func TestWriteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.backup")
	failed := errors.New("no more")
	for _, result := range []error{failed, nil, failed} {
		err := WriteFile(path, func(w io.Writer) error {
			_, err := fmt.Fprintf(w, "ends with %v", result)
			return errors.Join(err, result)
		})
		if !errors.Is(err, result) {
			t.Fatalf("%v, want %v", err, result)
		}
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "ends with <nil>" {
		t.Errorf("it holds %q: %v", b, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	if left, err := filepath.Glob(path + ".*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Whatever is read, nothing panics, and what is taken for whole can be written again.
func FuzzRead(f *testing.F) {
	f.Add(written(f, sample()))
	f.Add(compressed(f, plainHeader+`{"id":"a","revision":1,"state":"current","vectors":"AAAA"}`+"\n"))
	f.Add([]byte("\x28\xb5\x2f\xfd"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, stream := range [][]byte{b, compressed(t, string(b)), compressed(t, plainHeader+string(b))} {
			c, err := read(stream)
			if err != nil {
				continue
			}
			w, err := NewWriter(new(bytes.Buffer), c.Header)
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range c.Kept {
				if err := w.Keep(k); err != nil {
					t.Errorf("what was read cannot be written: %v", err)
				}
			}
		}
	})
}
