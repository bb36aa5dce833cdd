package retrieve

import (
	"strings"

	"github.com/jellydator/ttlcache/v3"

	"byline/internal/chunk"
	"byline/internal/encode"
	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
)

// keptReadings is how many bytes of terms and sentences of passages are kept: a
// search reads sixty passages to order ten articles, and most were read before.
const keptReadings = 32 << 20

// reading is what a passage is made of, whatever is asked. It is kept short, since
// there are many.
type reading struct {
	tokens    []shortToken
	sentences []shortSpan
}

// shortToken is a lexical.Token of a text of less than longestKept bytes.
type shortToken struct {
	term uint32
	shortSpan
}

type shortSpan struct{ start, end uint16 }

const longestKept = 1 << 16

func short(start, end int) shortSpan { return shortSpan{uint16(start), uint16(end)} }

// readingOf names a passage with its words: a version has one text for ever, and
// where the sum tells otherwise it is another passage.
type readingOf struct {
	news.Version
	news.Span

	sum      uint32
	language string // by which sentences are told
}

// readings remember passages that were read last.
type readings struct {
	encoder *encode.Encoder
	kept    *ttlcache.Cache[readingOf, reading]
}

func newReadings(encoder *encode.Encoder) *readings {
	const token, sentence, rest = 8, 4, 350 // bytes
	return &readings{encoder, ttlcache.New(ttlcache.WithMaxCost(keptReadings, func(of ttlcache.CostItem[readingOf, reading]) uint64 {
		return uint64(token*cap(of.Value.tokens) + sentence*cap(of.Value.sentences) + rest)
	}))}
}

// of reads a passage, which has its text, of an article in some language. It appends
// its tokens to dst; which of them are part of a name is not told.
func (r *readings) of(dst []lexical.Token, c *ranking, language string) ([]lexical.Token, []news.Span) {
	key := readingOf{c.Version, c.Span, c.Sum, language}
	known := c.Sum != 0 && len(c.text) < longestKept // else its words are not known by the key, or do not fit
	if known {
		if kept := r.kept.Get(key); kept != nil {
			read := kept.Value()
			return read.in(dst)
		}
	}
	tokens, sentences := r.encoder.Tokens(dst, c.text), chunk.Sentences(c.text, lang.OfArticle(language))
	if known {
		read := reading{make([]shortToken, len(tokens)), make([]shortSpan, len(sentences))}
		for i, t := range tokens {
			read.tokens[i] = shortToken{t.Term, short(t.Start, t.End)}
		}
		for i, s := range sentences {
			read.sentences[i] = short(s.Start, s.End)
		}
		key.ArticleID, key.language = strings.Clone(key.ArticleID), strings.Clone(language)
		r.kept.Set(key, read, ttlcache.NoTTL)
	}
	return tokens, sentences
}

// in is the reading as it was made.
func (r *reading) in(dst []lexical.Token) ([]lexical.Token, []news.Span) {
	for _, t := range r.tokens {
		dst = append(dst, lexical.Token{Term: t.term, Start: int(t.start), End: int(t.end)})
	}
	sentences := make([]news.Span, len(r.sentences))
	for i, s := range r.sentences {
		sentences[i] = news.Span{Start: int(s.start), End: int(s.end)}
	}
	return dst, sentences
}
