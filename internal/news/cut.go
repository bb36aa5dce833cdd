package news

import (
	"context"
	"hash/crc32"
	"unicode/utf8"
	"unsafe"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Sum returns the CRC-32C of the text of a passage, by which Cut knows it again.
func Sum(text string) uint32 {
	return crc32.Checksum(unsafe.Slice(unsafe.StringData(text), len(text)), castagnoli) //nolint:gosec // which only reads it
}

// Cut returns the words of a span, and whether they may be shown. They may not
// where the span is not one of this body: it ends outside, it breaks a
// character, or its words have another sum than those that the span was made
// for. Every passage and quote is cut here, so that no fault of an index can put
// words into an outlet's mouth. A sum of 0 is unknown, as in indexes of earlier
// versions, and then only the place is checked.
func (a *Article) Cut(s Span, sum uint32) (text string, ok bool) {
	if s.Start < 0 || s.Start > s.End || s.End > len(a.Body) || !boundary(a.Body, s.Start) || !boundary(a.Body, s.End) {
		return "", false
	}
	text = a.Body[s.Start:s.End]
	if sum != 0 && Sum(text) != sum {
		return "", false
	}
	return text, true
}

// OnWrongSpan is told of words that were left out because Cut refused them: the
// version of the article that was read, and where the words should have been.
type OnWrongSpan func(ctx context.Context, a *Article, s Span)

// Cut is Article.Cut, and tells of what it refuses. A nil OnWrongSpan tells nobody.
func (tell OnWrongSpan) Cut(ctx context.Context, a *Article, s Span, sum uint32) (text string, ok bool) {
	text, ok = a.Cut(s, sum)
	if !ok && tell != nil {
		tell(ctx, a, s)
	}
	return text, ok
}

// boundary reports whether no character stretches over a place in a text.
func boundary(text string, at int) bool { return at == len(text) || utf8.RuneStart(text[at]) }
