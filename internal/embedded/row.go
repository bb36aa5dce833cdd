package embedded

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"time"
	"unsafe"

	"byline/internal/news"
)

// fields is the JSON of an article's columns that are never searched by SQL.
type fields struct {
	Source      string    `json:"source,omitempty"`
	Headline    string    `json:"headline,omitempty"`
	Authors     []string  `json:"authors,omitempty"`
	Published   time.Time `json:"published,omitzero"`
	Updated     time.Time `json:"updated,omitzero"`
	Section     string    `json:"section,omitempty"`
	Subjects    []string  `json:"subjects,omitempty"`
	Language    string    `json:"language,omitempty"`
	Caption     string    `json:"caption,omitempty"`
	Credit      string    `json:"credit,omitempty"`
	Attribution []string  `json:"attribution,omitempty"`
	URL         string    `json:"url,omitempty"`
}

func (s *store) pack(a *news.Article) (meta string, body []byte, err error) {
	b, err := json.Marshal(fields{
		Source: a.Source, Headline: a.Headline, Authors: a.Authors, Published: a.Published, Updated: a.Updated,
		Section: a.Section, Subjects: a.Subjects, Language: a.Language, Caption: a.Caption, Credit: a.Credit,
		Attribution: a.Attribution, URL: a.URL,
	})
	return string(b), s.enc.EncodeAll([]byte(a.Body), make([]byte, 0, len(a.Body)/2)), err
}

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
func (s *store) unpack(r *versionRow) (news.Article, error) {
	a := news.Article{ID: r.id, Revision: int(r.revision)}
	if r.checksum() != r.sum {
		return a, &damageError{r.id, a.Revision, "its row has another checksum"}
	}
	var f fields
	if err := json.Unmarshal(r.fields, &f); err != nil {
		return a, &damageError{r.id, a.Revision, fmt.Sprintf("its fields: %v", err)}
	}
	text, err := s.dec.DecodeAll(r.body, nil)
	if err != nil {
		return a, &damageError{r.id, a.Revision, fmt.Sprintf("its body: %v", err)}
	}
	a.Source, a.Headline, a.Authors, a.Published, a.Updated = f.Source, f.Headline, f.Authors, f.Published, f.Updated
	a.Section, a.Subjects, a.Language, a.Caption, a.Credit = f.Section, f.Subjects, f.Language, f.Caption, f.Credit
	a.Attribution, a.URL = f.Attribution, f.URL
	a.Body = unsafe.String(unsafe.SliceData(text), len(text)) // nothing else holds text
	return a, nil
}
