package agency

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"byline/internal/format/field"
	"byline/internal/news"
)

// Split cuts a file into its items, each of at most limit bytes, so that a
// package or an archive may be of any length. Of XML without an item of a known
// vocabulary all is one record.
func Split(r *bufio.Reader, limit int) iter.Seq[field.Record] {
	return func(yield func(field.Record) bool) {
		c := cutter{r: r, limit: limit}
		before, ok := c.next()
		for ok {
			record, more := c.next()
			before.Whole = !more && before.Number == 1
			if !yield(before) {
				return
			}
			before, ok = record, more
		}
		if !errors.Is(c.err, io.EOF) {
			yield(field.Record{Number: c.number + 1, Err: c.err})
		}
	}
}

// cutter reads a file from tag to tag.
type cutter struct {
	r     *bufio.Reader
	limit int

	number int    // items so far
	item   string // the element that is being read; "": between two
	depth  int    // of elements of that name
	data   []byte // of the item or, before the first, of all
	long   bool   // it is longer than limit, and not kept
	wiki   []byte // of an export of a wiki what stands before its pages, which each has
	last   [3]byte
	err    error // that ended the reading
}

// next reads to the end of an item, or of the file. It is not ok where there was
// nothing but what stands between items.
func (c *cutter) next() (record field.Record, ok bool) {
	for ended := false; c.err == nil && !ended; {
		c.through('<')
		ended = c.err == nil && c.tag()
	}
	if c.err != nil && !errors.Is(c.err, io.EOF) || c.item == "" && c.number > 0 {
		return field.Record{}, false
	}
	c.number++
	record = field.Record{Number: c.number, Data: c.data}
	if c.long {
		record.Err = news.Errorf(news.KindTooLarge, "the item is longer than %d bytes, the most that one record may have", c.limit)
	}
	c.item, c.data, c.long = "", nil, false
	return record, true
}

// tag reads a tag whose < was read, and reports whether an item ends with it.
func (c *cutter) tag() bool {
	const farthest = 80           // bytes that the name of an element may have
	head, _ := c.r.Peek(farthest) // an error comes again when it is read
	switch {
	case bytes.HasPrefix(head, []byte("!--")):
		c.take(len("!--"))
		c.past("-->")
		return false
	case bytes.HasPrefix(head, []byte("![CDATA[")):
		c.past("]]>")
		return false
	}
	rest, ends := bytes.CutPrefix(head, []byte("/"))
	name := local(string(rest[:nameLength(rest)]))
	switch {
	case name == "" || c.item != "" && name != c.item || c.item == "" && (ends || !c.begins(name)):
		return false
	case c.item == "":
		c.item, c.data, c.long = name, append(bytes.Clone(c.wiki), '<'), false
	}
	c.through('>')
	switch {
	case ends:
		c.depth--
	case c.last[1] != '/': // which ends itself
		c.depth++
	}
	if c.depth > 0 {
		return false
	}
	c.depth = 0
	return true
}

// begins reports whether an item begins with an element of that name.
func (c *cutter) begins(name string) bool {
	switch {
	case name == "page" && c.wiki == nil && c.number == 0 && len(c.data) < peeked && bytes.Contains(c.data, []byte("<"+wikiRoot)):
		c.wiki = bytes.TrimSuffix(c.data, []byte("<"))
		return true
	case c.wiki != nil:
		return name == "page"
	}
	return name != wikiRoot && vocabularies[name] != nil || others[name]
}

// peeked bounds, in bytes, what an export of a wiki says of the wiki.
const peeked = 64 << 10

// nameLength returns how many bytes of what follows a < are the name of an element.
func nameLength(head []byte) int {
	if n := bytes.IndexAny(head, " \t\r\n/>"); n >= 0 {
		return n
	}
	return len(head)
}

// past reads through the end of what is no element.
func (c *cutter) past(end string) {
	c.last = [3]byte{}
	for c.err == nil && string(c.last[:]) != end {
		c.through('>')
	}
}

// through reads through a byte.
func (c *cutter) through(to byte) {
	for {
		part, err := c.r.ReadSlice(to)
		c.keep(part)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			err = fmt.Errorf("agency: read: %w", err)
		}
		c.err = err
		return
	}
}

// take reads n bytes that were peeked at.
func (c *cutter) take(n int) {
	part, _ := c.r.Peek(n) // they are in the buffer
	c.keep(part)
	c.r.Discard(n) //nolint:errcheck // they are in the buffer
}

// keep adds bytes to the record, as long as they may be of one.
func (c *cutter) keep(part []byte) {
	for _, b := range part[max(0, len(part)-len(c.last)):] {
		c.last = [3]byte{c.last[1], c.last[2], b}
	}
	if c.item == "" && c.number > 0 || c.long {
		return
	}
	if len(c.data)+len(part) > c.limit {
		c.data, c.long = nil, true
		return
	}
	c.data = append(c.data, part...)
}
