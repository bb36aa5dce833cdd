package articledb

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"unsafe"

	"byline/internal/index"
	"byline/internal/news"
)

func (s *DB) pack(a *news.Article) (meta string, body []byte, err error) {
	b, err := index.MarshalFields(a)
	return string(b), s.enc.EncodeAll([]byte(a.Body), make([]byte, 0, len(a.Body)/2)), err
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli) // that is never changed

// versionColumns are what scanVersion reads, of articles and revisions alike.
const versionColumns = `id, revision, stored, hash, sum, fields, body`

// versionRow is one stored version as it lies in the database.
type versionRow struct {
	id               string
	revision, stored int64
	hash             []byte
	sum              int64
	fields, body     []byte
}

// pointers are what sql.Rows.Scan fills, for versionColumns.
func (r *versionRow) pointers() []any {
	return []any{&r.id, &r.revision, &r.stored, &r.hash, &r.sum, &r.fields, &r.body}
}

// checksum is the CRC-32C of a row. What it leaves out can be had from what it
// takes in.
func (r *versionRow) checksum() int64 {
	le := binary.LittleEndian
	head := make([]byte, 0, 64)
	for _, n := range []int64{int64(len(r.id)), r.revision, r.stored, int64(len(r.hash)), int64(len(r.fields)), int64(len(r.body))} {
		head = le.AppendUint64(head, uint64(n))
	}
	sum := crc32.Checksum(head, castagnoli)
	for _, part := range [][]byte{[]byte(r.id), r.hash, r.fields, r.body} {
		sum = crc32.Update(sum, castagnoli, part)
	}
	return int64(sum)
}

// unpack returns the article of a row, or a damageError if the row is not what
// was once written.
func (s *DB) unpack(r *versionRow) (news.Article, error) {
	a := news.Article{ID: r.id, Revision: int(r.revision)}
	if r.checksum() != r.sum {
		return a, &damageError{r.id, a.Revision, "its row has another checksum"}
	}
	if err := index.UnmarshalFields(r.fields, &a); err != nil {
		return a, &damageError{r.id, a.Revision, fmt.Sprintf("its fields: %v", err)}
	}
	text, err := s.dec.DecodeAll(r.body, nil)
	if err != nil {
		return a, &damageError{r.id, a.Revision, fmt.Sprintf("its body: %v", err)}
	}
	a.Body = unsafe.String(unsafe.SliceData(text), len(text)) // nothing else holds text
	return a, nil
}
