package jsonl

import (
	"bufio"
	"bytes"
	"io"
	"slices"

	"byline/internal/format/field"
	"byline/internal/news"
)

// envelope is the beginning of an object that is too long to be one record and
// holds a list of articles: {"status": "ok", "articles": [ … ]}. Each is then a
// record, with all that stands around the list before it.
type envelope struct {
	head    []byte // up to the list, its bracket included
	begun   []byte // what was read of the list
	closing []byte // what ends head
	depth   int    // of the objects around the list
}

// maxHead bounds, in bytes, what stands before the list and is in each record.
const maxHead = 4 << 10

// openEnvelope looks for the list of articles that is open at limit in prefix, the
// beginning of a value that is longer; nil if there is none, or one of other things.
func openEnvelope(prefix []byte, limit int) *envelope {
	open, _ := openBrackets(prefix[:min(limit, len(prefix))])
	depth := slices.IndexFunc(open, func(i int) bool { return prefix[i] == '[' })
	if depth < 1 {
		return nil
	}
	at := open[depth] + 1
	e := &envelope{prefix[:at:at], prefix[at:], append([]byte("]"), bytes.Repeat([]byte("}"), depth)...), depth}
	if len(e.head) > min(maxHead, limit/2) || !bytes.HasPrefix(bytes.TrimLeft(e.begun, " \t\r\n"), []byte("{")) {
		return nil
	}
	first, err := (&scanner{r: bufio.NewReader(bytes.NewReader(bytes.TrimLeft(e.begun, " \t\r\n"))), limit: limit}).value()
	if err != nil {
		return nil
	}
	for _, err := range Parse(e.record(first), Options{}) {
		if err == nil {
			return e
		}
	}
	return nil
}

// record is the envelope with one element of its list.
func (e *envelope) record(element []byte) []byte { return slices.Concat(e.head, element, e.closing) }

// split yields the elements of the list that goes on in r, and passes over what
// stands behind it in the envelope. It returns what is then left of r, nil if
// nothing is or no more is wanted.
func (e *envelope) split(r *bufio.Reader, limit int, yield func(field.Record) bool) *bufio.Reader {
	rest := bufio.NewReaderSize(io.MultiReader(bytes.NewReader(e.begun), r), peekSize)
	s := &scanner{r: rest, limit: limit - len(e.head) - len(e.closing), array: true, line: 1}
	for {
		c, err := s.skipBlank()
		if err != nil {
			s.finish(err, yield)
			return nil
		}
		if c == ']' {
			s.advance(c)
			break
		}
		s.count++
		if s.count == 1 {
			s.margin = s.indent
		}
		record := field.Record{Number: s.count}
		if record.Data, record.Err = s.value(); record.Err == nil {
			record.Data = e.record(record.Data)
		}
		if !yield(record) || record.Err != nil && !s.recover(record.Err) {
			return nil
		}
	}
	for n := (nesting{depth: e.depth}); n.depth > 0; {
		c, err := rest.ReadByte()
		if err != nil {
			yield(field.Record{Number: s.count + 1, Err: news.Errorf(news.KindInvalid, "not valid JSON: what holds the articles is cut short")})
			return nil
		}
		n.step(c)
	}
	return rest
}
