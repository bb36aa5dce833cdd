package jsonl

import (
	"bufio"
	"bytes"
	"io"
	"slices"

	"byline/internal/format/field"
	"byline/internal/news"
)

// envelope is the beginning of an object that holds a long list of articles:
// {"status": "ok", "articles": [ … ]}, or a dictionary of them by their IDs. Each is
// then a record, with all that stands around the list before it.
type envelope struct {
	head    []byte // up to the list, its bracket included
	begun   []byte // what was read of the list
	closing []byte // what ends head
	depth   int    // of the objects around the list
	keyed   bool   // it is a dictionary
}

// A list is looked for in a value that is longer than a few articles are, so that
// an envelope of any length takes the memory of lines, and again in one that is
// too long to be a record. What is before the list, in bytes, is in each record.
const (
	openAt  = 1 << 20
	maxHead = 4 << 10
)

// mostTried is how many elements of a list may be no articles at its beginning.
const mostTried = 8

// openEnvelope looks for the list of articles that is open at the end of prefix, the
// beginning of a value that is longer; nil if there is none, or one of other things.
func openEnvelope(prefix []byte, limit int) *envelope {
	open, _ := openBrackets(prefix)
	depth := slices.IndexFunc(open, func(i int) bool { return prefix[i] == '[' })
	if depth < 0 && len(open) > 1 {
		return openDictionary(prefix, open[0]+1, limit)
	}
	if depth < 1 {
		return nil
	}
	at := open[depth] + 1
	e := &envelope{prefix[:at:at], prefix[at:], append([]byte("]"), bytes.Repeat([]byte("}"), depth)...), depth, false}
	if len(e.head) > min(maxHead, limit/2) || !bytes.HasPrefix(bytes.TrimLeft(e.begun, " \t\r\n"), []byte("{")) {
		return nil
	}
	s := &scanner{r: bufio.NewReader(bytes.NewReader(e.begun)), limit: limit}
	for range mostTried {
		if _, err := s.skipBlank(); err != nil {
			return nil
		}
		element, err := s.value()
		if err != nil {
			return nil
		}
		if e.holds(element) {
			return e
		}
	}
	return nil
}

// openDictionary looks for a dictionary whose first members are in prefix from at on: two
// of them must be articles, for one may be a part of another thing.
func openDictionary(prefix []byte, at, limit int) *envelope {
	const enough = 2
	e := &envelope{head: prefix[:at:at], begun: prefix[at:], closing: []byte("}"), keyed: true}
	s := &scanner{r: bufio.NewReader(bytes.NewReader(e.begun)), limit: limit}
	articles := 0
	for range mostTried {
		if _, err := s.skipBlank(); err != nil {
			return nil
		}
		member, err := s.member()
		if err != nil || !bytes.HasSuffix(member, []byte("}")) {
			return nil
		}
		if _, ok := onlyArticle(e.record(member)); ok {
			articles++
		}
		if articles == enough {
			return e
		}
	}
	return nil
}

// member reads the name and the value of a member of an object.
func (s *scanner) member() ([]byte, error) {
	var member []byte
	for {
		part, err := s.value()
		if err != nil {
			return nil, err
		}
		if member = append(member, part...); newDecoder(slices.Concat([]byte("{"), member, []byte("}"))).SkipValue() == nil {
			return member, nil
		}
		if len(part) == 0 || len(member) > len(part) && !bytes.Equal(part, []byte(":")) {
			return nil, news.Errorf(news.KindInvalid, "not valid JSON: a member of the dictionary of articles cannot be read")
		}
		if _, err := s.skipBlank(); err != nil {
			return nil, err
		}
	}
}

// element reads what stands next in the list.
func (e *envelope) element(s *scanner) ([]byte, error) {
	if e.keyed {
		return s.member()
	}
	return s.value()
}

// holds reports whether an element of the list is an article: of its own, and not
// a paragraph of one that the envelope is.
func (e *envelope) holds(element []byte) bool {
	alone, ok := onlyArticle(element)
	within, also := onlyArticle(e.record(element))
	return ok && also && alone.Headline == within.Headline && alone.Body == within.Body
}

func onlyArticle(data []byte) (article news.Article, ok bool) {
	for a, err := range Parse(data, Options{}) {
		if err != nil || ok {
			return a, false
		}
		article, ok = a, true
	}
	return article, ok
}

// record is the envelope with one element of its list.
func (e *envelope) record(element []byte) []byte { return slices.Concat(e.head, element, e.closing) }

// split yields the elements of the list that goes on in r, and passes over what
// stands behind it in the envelope. It returns what is then left of r, nil if
// nothing is or no more is wanted.
func (e *envelope) split(r *bufio.Reader, limit int, yield func(field.Record) bool) *bufio.Reader {
	rest := bufio.NewReaderSize(io.MultiReader(bytes.NewReader(e.begun), r), peekSize)
	s := &scanner{r: rest, limit: limit - len(e.head) - len(e.closing), array: true, line: 1, within: true}
	for {
		c, err := s.skipBlank()
		if err != nil {
			s.finish(err, yield)
			return nil
		}
		if c == ']' || e.keyed && c == '}' {
			s.advance(c)
			break
		}
		s.count++
		if s.count == 1 {
			s.margin = s.indent
		}
		record := field.Record{Number: s.count}
		if record.Data, record.Err = e.element(s); record.Err == nil {
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
