// Package charset makes UTF-8 of text in whatever encoding it comes. What the
// bytes are counts for more than what the text says of itself: declarations go
// stale when files are saved, converted and sent on.
package charset

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// bufferSize is the size of the buffer behind a reader that decodes, in bytes.
const bufferSize = 64 << 10

// Reader returns in as UTF-8 without a byte order mark. The encoding is told
// from what in has in its buffer; contentType is the media type given with it,
// empty if there is none. A text that is in UTF-8 as far as the buffer goes is
// read as it is, and may hold bytes further on that [UTF8] has to mend.
func Reader(in *bufio.Reader, contentType string) (*bufio.Reader, error) {
	head, err := in.Peek(min(in.Size(), bufferSize))
	whole := errors.Is(err, io.EOF)
	if err != nil && !whole && len(head) == 0 {
		return nil, err
	}
	if bytes.HasPrefix(head, utf8Mark) {
		_, err := in.Discard(len(utf8Mark))
		return in, err
	}
	if e := detect(head, whole, contentType); e != nil {
		return bufio.NewReaderSize(transform.NewReader(in, e.NewDecoder()), bufferSize), nil
	}
	return in, nil
}

// UTF8 returns a whole text as valid UTF-8 without a byte order mark. Where the
// text is in UTF-8 but for a few bytes, these become U+FFFD.
func UTF8(data []byte, contentType string) []byte {
	data = bytes.TrimPrefix(data, utf8Mark)
	e := detect(data, true, contentType)
	if e == nil {
		return bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	decoded, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	return bytes.TrimPrefix(decoded, utf8Mark)
}

// declaration is where XML says its encoding, within the first line.
var declaration = regexp.MustCompile(`^(\s*<\?xml\s[^>]{0,100}?)\s+encoding\s*=\s*["']([\w.:-]{1,40})["']`)

// WithoutDeclaration removes from XML in UTF-8 what it says of its encoding, so
// that no reader decodes it again.
func WithoutDeclaration(xml []byte) []byte {
	if m := declaration.FindSubmatchIndex(xml); m != nil {
		return append(xml[:m[3]:m[3]], xml[m[1]:]...)
	}
	return xml
}

var utf8Mark = []byte("\ufeff")

// detect returns the encoding of a text that begins with head and, if whole,
// ends there; nil if it is UTF-8, perhaps slightly damaged.
func detect(head []byte, whole bool, contentType string) encoding.Encoding {
	if e := marked(head); e != nil {
		return e
	}
	if e := wide(head); e != nil {
		return e
	}
	declared := declaredIn(head, contentType)
	if escapes(head) && declared != nil {
		return declared // ISO-2022-JP: all of its bytes are ASCII
	}
	if !whole {
		head = head[:len(head)-partial(head)]
	}
	if utf8.Valid(head) || isDamagedUTF8(head) {
		return nil
	}
	guessed := guess(head)
	if declared != nil && fits(declared, head) && !misread(declared, guessed, head) && !isNeighbour(declared, guessed, head) {
		return declared
	}
	return guessed
}

// marked returns the encoding that a byte order mark tells of.
func marked(head []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe, 0, 0}):
		return utf32.UTF32(utf32.LittleEndian, utf32.ExpectBOM)
	case bytes.HasPrefix(head, []byte{0, 0, 0xfe, 0xff}):
		return utf32.UTF32(utf32.BigEndian, utf32.ExpectBOM)
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	}
	return nil
}

// enoughOfWide is how many bytes show whether a text is UTF-16.
const enoughOfWide = 4096

// wide returns the UTF-16 that a text without a mark is in, nil if it is not: one
// byte in two of its spaces, line ends and ASCII letters is zero, always the same one.
func wide(head []byte) encoding.Encoding {
	head = head[:min(len(head), enoughOfWide)&^1]
	if bytes.IndexByte(head, 0) < 0 {
		return nil
	}
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		text, err := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(head)
		if err == nil && isProse(text) {
			return unicode.UTF16(order, unicode.IgnoreBOM)
		}
	}
	return nil
}

// isProse reports whether a decoded text has what texts have, and nothing that none has.
func isProse(text []byte) bool {
	ascii, all := 0, 0
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		all++
		switch {
		case r == utf8.RuneError && len(text) > 0, r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f', isStrange(r):
			return false
		case r < 0x80:
			ascii++
		}
	}
	return ascii*12 >= all // in any script, one character in twelve is a space, a digit or a mark of ASCII
}

// metaCharset is where a page says its encoding.
var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})`)

// mimeCharset is where a media type says it.
var mimeCharset = regexp.MustCompile(`(?i);\s*charset\s*=\s*["']?([\w.:-]{1,40})`)

// declaredIn returns the encoding that a text, or the media type given with it,
// names; nil if none, or if it is a Unicode one, which the bytes show.
func declaredIn(head []byte, contentType string) encoding.Encoding {
	begin := head[:min(len(head), 4096)]
	for _, m := range [][][]byte{
		mimeCharset.FindSubmatch([]byte(contentType)), declaration.FindSubmatch(begin), metaCharset.FindSubmatch(begin),
	} {
		if m == nil {
			continue
		}
		e, err := htmlindex.Get(string(m[len(m)-1]))
		if err != nil {
			continue
		}
		if name, err := htmlindex.Name(e); err == nil && !strings.HasPrefix(name, "utf-") {
			return e
		}
	}
	return nil
}

// escapes reports whether head switches character sets as ISO-2022-JP does.
func escapes(head []byte) bool {
	return bytes.Contains(head, []byte("\x1b$")) && !bytes.ContainsFunc(head, func(r rune) bool { return r >= 0x80 })
}

// partial returns how many bytes at the end of head begin a character that goes on behind it.
func partial(head []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(head); n++ {
		if rest := head[len(head)-n:]; utf8.RuneStart(rest[0]) {
			if rest[0] >= 0x80 && !utf8.FullRune(rest) {
				return n
			}
			return 0
		}
	}
	return 0
}

// isDamagedUTF8 reports whether text is in UTF-8 but for some bytes: characters
// of several bytes, which no other encoding has by chance, outnumber those.
func isDamagedUTF8(text []byte) bool {
	good, bad := 0, 0
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		text = text[size:]
	}
	return good > 2*bad
}

// fits reports whether a text may be in an encoding: next to nothing of it then is no character.
func fits(e encoding.Encoding, text []byte) bool {
	decoded, err := e.NewDecoder().Bytes(text)
	if err != nil {
		return false
	}
	strange, beyond := 0, 0
	for _, r := range string(decoded) {
		if r >= 0x80 {
			beyond++
			if r == utf8.RuneError || isStrange(r) {
				strange++
			}
		}
	}
	return strange*50 <= beyond
}
