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

// tokenCacheSize is how many bytes of terms and sentences of passages are kept: a
// search reads sixty passages to order ten articles, and most were read before.
const tokenCacheSize = 32 << 20

// tokenized is a passage in tokens and sentences, as whatever is asked needs it. It is kept
// short, since there are many.
type tokenized struct {
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

// tokenKey names a passage with its words: a version has one text for ever, and
// where the sum tells otherwise it is another passage.
type tokenKey struct {
	news.Version
	news.Span

	sum      uint32
	language string // by which sentences are told
}

// tokenCache remembers passages that were cut into tokens last.
type tokenCache struct {
	encoder *encode.Encoder
	kept    *ttlcache.Cache[tokenKey, tokenized]
}

func newTokenCache(encoder *encode.Encoder) *tokenCache {
	const token, sentence, rest = 8, 4, 350 // bytes
	return &tokenCache{encoder, ttlcache.New(ttlcache.WithMaxCost(tokenCacheSize, func(of ttlcache.CostItem[tokenKey, tokenized]) uint64 {
		return uint64(token*cap(of.Value.tokens) + sentence*cap(of.Value.sentences) + rest)
	}))}
}

// of cuts a passage, which has its text, of an article in some language. It appends
// its tokens to dst; which of them are part of a name is not told.
func (c *tokenCache) of(dst []lexical.Token, p *ranking, language string) ([]lexical.Token, []news.Span) {
	key := tokenKey{p.Version, p.Span, p.Sum, language}
	known := p.Sum != 0 && len(p.text) < longestKept // else its words are not known by the key, or do not fit
	if known {
		if kept := c.kept.Get(key); kept != nil {
			read := kept.Value()
			return read.in(dst)
		}
	}
	tokens, sentences := c.encoder.Tokens(dst, p.text), chunk.Sentences(p.text, lang.OfArticle(language))
	if known {
		read := tokenized{make([]shortToken, len(tokens)), make([]shortSpan, len(sentences))}
		for i, t := range tokens {
			read.tokens[i] = shortToken{t.Term, short(t.Start, t.End)}
		}
		for i, s := range sentences {
			read.sentences[i] = short(s.Start, s.End)
		}
		key.ArticleID, key.language = strings.Clone(key.ArticleID), strings.Clone(language)
		c.kept.Set(key, read, ttlcache.NoTTL)
	}
	return tokens, sentences
}

// in is the passage as it was cut.
func (t *tokenized) in(dst []lexical.Token) ([]lexical.Token, []news.Span) {
	for _, k := range t.tokens {
		dst = append(dst, lexical.Token{Term: k.term, Start: int(k.start), End: int(k.end)})
	}
	sentences := make([]news.Span, len(t.sentences))
	for i, s := range t.sentences {
		sentences[i] = news.Span{Start: int(s.start), End: int(s.end)}
	}
	return dst, sentences
}
