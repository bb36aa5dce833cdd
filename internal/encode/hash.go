package encode

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"slices"
	"strings"
	"time"
	"unsafe"

	"byline/internal/index"
	"byline/internal/news"
)

// Hash returns a digest of everything in an article but its revision and where
// it lay: 128 bits of SHA-256 over the fields, each with its length. A file that
// was moved, or copied and so got another time, says what it said before.
func Hash(a *news.Article) [16]byte {
	h := sha256.New()
	published := instant(a.Published)
	if a.FileDated() {
		published = ""
	}
	writeAll(h, a.ID, a.URL, a.Source, a.Headline, published, instant(a.Updated), a.Section, a.Language, a.Caption, a.Credit, a.Body)
	for _, list := range [][]string{a.Authors, a.Attribution} {
		writeLength(h, len(list))
		writeAll(h, list...)
	}
	// The export layout runs subjects together, and how well they can be told
	// apart depends on those already known: that alone is no new revision.
	writeAll(h, strings.Join(a.Subjects, " "))
	if len(a.Edited) > 0 { // else as it was before articles could be edited
		writeAll(h, a.Edited...)
	}
	if !a.Withdrawn.IsZero() { // else as it was before articles could be withdrawn
		writeAll(h, "withdrawn", instant(a.Withdrawn))
	}
	for _, n := range a.OwnNotices() { // else as it was before notices were told
		writeAll(h, "notice", string(n.Kind), n.Text)
	}
	placed := []any{ // by hand, as they were before fields were by name; File is nowhere
		&a.URL, &a.Source, &a.Headline, &a.Section, &a.Language, &a.Caption, &a.Credit, &a.Body, &a.File,
		&a.Authors, &a.Attribution, &a.Subjects, &a.Edited,
	}
	for name, value := range index.Fields(a) {
		if slices.Contains(placed, value) {
			continue
		}
		switch v := value.(type) {
		case *string:
			if *v != "" { // else as it was before the field was added
				writeAll(h, name, *v)
			}
		case *[]string:
			if len(*v) > 0 {
				writeLength(h, len(*v))
				writeAll(h, append([]string{name}, *v...)...)
			}
		}
	}
	return [16]byte(h.Sum(nil))
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func writeAll(h hash.Hash, values ...string) {
	for _, v := range values {
		writeLength(h, len(v))
		_, _ = h.Write(unsafe.Slice(unsafe.StringData(v), len(v))) //nolint:gosec // it neither fails nor changes what it reads
	}
}

func writeLength(h hash.Hash, n int) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], uint64(n))
	_, _ = h.Write(b[:])
}
