package container

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"mime"
	"unicode/utf16"
)

// isWebArchive reports whether head begins a page as Safari saves it: a binary list of
// properties (bplist) whose first names are those of the page and what belongs to it.
func isWebArchive(head []byte) bool {
	return bytes.HasPrefix(head, []byte("bplist00")) && bytes.Contains(head, []byte("WebMainResource"))
}

// webArchive yields the page, without the pictures and scripts that were saved with it.
func (o *opener) webArchive(at place, r *bufio.Reader) {
	file, size, done, err := o.readerAt(r, at.depth)
	if err != nil {
		o.fail(at.name, err)
		return
	}
	defer done()
	list, err := openPropertyList(file, size)
	if err != nil {
		o.fail(at.name, damaged("web archive", err))
		return
	}
	page := list.dictionary(list.dictionary(list.top)["WebMainResource"])
	body := list.bytes(page["WebResourceData"])
	if body == nil {
		o.fail(at.name, damaged("web archive", errBroken))
		return
	}
	parameters := map[string]string{}
	if charset := list.text(page["WebResourceTextEncodingName"]); charset != "" {
		parameters["charset"] = charset
	}
	at.ContentType = mime.FormatMediaType(list.text(page["WebResourceMIMEType"]), parameters)
	at.URL = list.text(page["WebResourceURL"])
	o.open(at, metered{o, body})
}

// propertyList is a binary list of properties, which is read where it lies.
type propertyList struct {
	file    io.ReaderAt
	size    int64
	top     uint64 // the number of its outermost object
	objects uint64
	table   int64 // where the places of the objects stand
	placeIn int   // bytes of a place
	refIn   int   // bytes of the number of an object
}

var errBroken = errors.New("its list of properties is broken")

// openPropertyList reads the end of a list, which says where everything stands.
func openPropertyList(file io.ReaderAt, size int64) (*propertyList, error) {
	var end [32]byte
	if _, err := file.ReadAt(end[:], size-int64(len(end))); err != nil {
		return nil, err
	}
	l := &propertyList{
		file: file, size: size, placeIn: int(end[6]), refIn: int(end[7]),
		objects: binary.BigEndian.Uint64(end[8:]), top: binary.BigEndian.Uint64(end[16:]), table: int64(binary.BigEndian.Uint64(end[24:])), //nolint:gosec // checked below
	}
	if l.table < 0 || l.table > size || l.placeIn > 8 || l.refIn > 8 {
		return nil, errBroken
	}
	return l, nil
}

// number reads a number of so many bytes.
func (l *propertyList) number(at int64, bytes int) (uint64, bool) {
	var b [8]byte
	if bytes < 1 || bytes > len(b) || at < 0 || at+int64(bytes) > l.size {
		return 0, false
	}
	_, err := l.file.ReadAt(b[len(b)-bytes:], at)
	return binary.BigEndian.Uint64(b[:]), err == nil
}

// object returns what kind of thing an object is, how long, and where it begins.
func (l *propertyList) object(i uint64) (kind byte, length, at int64) {
	if i >= l.objects || i > uint64(l.size) { //nolint:gosec // a size is not negative
		return 0, 0, 0
	}
	place, ok := l.number(l.table+int64(i)*int64(l.placeIn), l.placeIn) //nolint:gosec // compared above
	if !ok || place >= uint64(l.size) {                                 //nolint:gosec // a size is not negative
		return 0, 0, 0
	}
	at = int64(place) //nolint:gosec // compared above
	mark, ok := l.number(at, 1)
	if !ok {
		return 0, 0, 0
	}
	kind, length, at = byte(mark>>4), int64(mark&15), at+1
	if length == 15 { // a number of its own says it
		mark, _ := l.number(at, 1)
		wide := 1 << (mark & 3)
		n, ok := l.number(at+1, wide)
		if !ok || n > uint64(l.size) { //nolint:gosec // a size is not negative
			return 0, 0, 0
		}
		length, at = int64(n), at+1+int64(wide) //nolint:gosec // compared above
	}
	return kind, length, at
}

// Kinds of objects.
const (
	propertyData       = 0x4
	propertyASCII      = 0x5
	propertyUTF16      = 0x6
	propertyDictionary = 0xd
)

// dictionary returns the objects of a dictionary by their names; of one with more than
// any page has, none.
func (l *propertyList) dictionary(i uint64) map[string]uint64 {
	const most = 64
	kind, length, at := l.object(i)
	if kind != propertyDictionary || length > most {
		return nil
	}
	members := map[string]uint64{}
	for n := range length {
		name, _ := l.number(at+n*int64(l.refIn), l.refIn)
		value, ok := l.number(at+(length+n)*int64(l.refIn), l.refIn)
		if ok {
			members[l.text(name)] = value
		}
	}
	return members
}

// bytes returns the data that an object is, nil if it is something else.
func (l *propertyList) bytes(i uint64) io.Reader {
	kind, length, at := l.object(i)
	if kind != propertyData {
		return nil
	}
	return io.NewSectionReader(l.file, at, length)
}

// text returns the string that an object is, empty for what is none or longer than an address.
func (l *propertyList) text(i uint64) string {
	const longest = 8 << 10
	kind, length, at := l.object(i)
	if length > longest {
		return ""
	}
	switch kind {
	case propertyASCII:
		b := make([]byte, length)
		if _, err := l.file.ReadAt(b, at); err == nil {
			return string(b)
		}
	case propertyUTF16:
		units := make([]uint16, length)
		for n := range units {
			unit, _ := l.number(at+2*int64(n), 2)
			units[n] = uint16(unit) //nolint:gosec // of two bytes
		}
		return string(utf16.Decode(units))
	}
	return ""
}
