package reader

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"byline/internal/news"
)

// piece is a piece of a word. Its span is that of the whole word in the text, in bytes.
type piece struct {
	id int32
	news.Span
}

// vocabulary knows the pieces of a WordPiece model.
type vocabulary struct {
	starts  map[string]int32
	inside  map[string]int32 // pieces that continue a word, without their "##"
	longest int              // bytes of the longest
	first   int32            // "[CLS]"
	end     int32            // "[SEP]"
	unknown int32            // "[UNK]"
}

func newVocabulary(pieces []string) (*vocabulary, error) {
	v := &vocabulary{starts: make(map[string]int32, len(pieces)), inside: map[string]int32{}}
	for i, p := range pieces {
		v.longest = max(v.longest, len(p))
		if rest, ok := strings.CutPrefix(p, "##"); ok && rest != "" {
			v.inside[rest] = int32(i)
		} else {
			v.starts[p] = int32(i)
		}
	}
	for name, id := range map[string]*int32{"[CLS]": &v.first, "[SEP]": &v.end, "[UNK]": &v.unknown} {
		i, ok := v.starts[name]
		if !ok {
			return nil, fmt.Errorf("the vocabulary lacks %q", name)
		}
		*id = i
		delete(v.starts, name) // no text can say it
	}
	return v, nil
}

// Bounds on the work that a text makes.
const (
	maxWordChars  = 100 // longer words are unknown, as in BERT's tokenizer
	bytesForPiece = 64  // of a text, that are looked at for each piece that is wanted
)

// pieces cuts a text as BERT's tokenizer does, and returns the first limit pieces.
func (v *vocabulary) pieces(text string, limit int) []piece {
	if most := limit * bytesForPiece; len(text) > most {
		text = text[:most] // cutting a character in two makes it unknown, no more
	}
	var out []piece
	for at := 0; at < len(text) && len(out) < limit; {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case separates(r):
			at += size
		case alone(r):
			out = v.split(out, text, news.Span{Start: at, End: at + size})
			at += size
		default:
			end := at
			for end < len(text) {
				r, size := utf8.DecodeRuneInString(text[end:])
				if separates(r) || alone(r) {
					break
				}
				end += size
			}
			out = v.split(out, text, news.Span{Start: at, End: end})
			at = end
		}
	}
	return out[:min(len(out), limit)]
}

// split appends the pieces of a word, each the longest that fits, or the unknown one.
func (v *vocabulary) split(out []piece, text string, span news.Span) []piece {
	word := normalised(text[span.Start:span.End])
	if word == "" {
		return out
	}
	whole, known := len(out), v.starts
	if utf8.RuneCountInString(word) > maxWordChars {
		return append(out, piece{v.unknown, span})
	}
	for start := 0; start < len(word); known = v.inside {
		end := min(len(word), start+v.longest)
		for ; end > start; end-- {
			if id, ok := known[word[start:end]]; ok {
				out = append(out, piece{id, span})
				break
			}
		}
		if end == start {
			return append(out[:whole], piece{v.unknown, span})
		}
		start = end
	}
	return out
}

// normalised is a word in lower case, without accents, control characters and invalid bytes.
func normalised(word string) string {
	if !slices.ContainsFunc([]byte(word), func(c byte) bool { return c >= utf8.RuneSelf || c < ' ' || c == 0x7f }) {
		return strings.ToLower(word)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(word) {
		if r != utf8.RuneError && !unicode.In(r, unicode.Mn, unicode.C) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// separates reports whether a character is white space.
func separates(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) }

// alone reports whether a character is a word of its own: punctuation, signs of ASCII, ideographs.
func alone(r rune) bool {
	if r < 0x80 {
		return r > ' ' && r < 0x7f && !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	}
	return unicode.IsPunct(r) || unicode.Is(unicode.Han, r)
}
