// Package encode turns articles and queries into what an index searches by:
// sparse vectors of term weights and dense vectors of meaning. Every index and
// every query go through it, so that they agree.
package encode

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"byline/internal/chunk"
	"byline/internal/embed"
	"byline/internal/lexical"
	"byline/internal/neardup"
	"byline/internal/news"
	"byline/internal/notices"
	"byline/internal/spread"
)

// Version is that of the terms, passages, entities and keys that an article is encoded into.
// It changes whenever the same article would be encoded otherwise.
const Version = 14

// The mean lengths are those of typical news.
var (
	wholeBM25   = lexical.BM25{K1: 1.5, B: .75, MeanLength: 400}
	passageBM25 = lexical.BM25{K1: 1.2, B: .75, MeanLength: 120}
)

// leadWords is how much of an article its own vector is made of, beside the
// headline; half of that counts more than the rest as words, too.
const leadWords = 100

// partWeight is that of words in a query that have a term together, beside it.
const partWeight = .5

// Embedder makes dense vectors.
type Embedder interface {
	Identity() embed.Identity
	EmbedTexts(ctx context.Context, texts []string, role embed.Role) ([][]float32, error)
}

// Names tells whom and what articles name.
type Names interface {
	// Entities returns those that an article names.
	Entities(a *news.Article) []news.Entity
	// EntityKey returns what the spellings of a name have in common.
	EntityKey(kind news.EntityKind, name string) string
	// EntityNaming returns what people decided about names.
	EntityNaming(kind news.EntityKind) news.EntityNaming
}

// Encoder encodes articles and queries. It is safe for use by several goroutines.
type Encoder struct {
	Names

	analyzer *lexical.Analyzer
	embedder Embedder
	local    *embed.Model // the embedder if it is built in, nil if it is remote
	fields   fields
	scratch  sync.Pool // of *scratch
}

// scratch is memory that one call of Article works in.
type scratch struct {
	tokens []lexical.Token
	head   []uint32
	bag    []uint32
	vector []float32
	signer neardup.Signer
	sorter spread.Sorter[uint32]
}

// New makes an Encoder. Articles get their vectors at once from an embedder
// that is built in, and later, through an ingest queue, from any other.
func New(analyzer *lexical.Analyzer, embedder Embedder, names Names) *Encoder {
	e := &Encoder{Names: names, analyzer: analyzer, embedder: embedder, fields: defaultFields()}
	e.local, _ = embedder.(*embed.Model)
	e.scratch.New = func() any { return &scratch{vector: make([]float32, embedder.Identity().Dim)} }
	return e
}

// Deferred reports whether Encode leaves vectors out.
func (e *Encoder) Deferred() bool { return e.local == nil }

// Identity returns that of the embedder.
func (e *Encoder) Identity() embed.Identity { return e.embedder.Identity() }

// Encode makes an article ready for an index. The record's vectors are
// missing, and it is marked as pending, if the embedder is not built in. The
// time that it takes grows as the text does; the error is that of ctx, if that
// is done first.
func (e *Encoder) Encode(ctx context.Context, a *news.Article) (news.Record, error) {
	s := e.scratch.Get().(*scratch) // the pool holds nothing else
	defer e.scratch.Put(s)
	r := news.Record{Article: *a, Hash: Hash(a), Pending: e.Deferred()}
	r.Article.Notices = a.OwnNotices()
	r.Entities = e.Entities(a)
	_, r.NoticeOn = notices.On(a, Lead(a.Body))
	s.head = e.appendTerms(s, s.head[:0], a.Headline, 1)
	passages, err := chunk.SplitContext(ctx, *a)
	if err != nil {
		return news.Record{}, err
	}
	r.Passages = make([]news.EncodedPassage, len(passages))
	if s.tokens, err = e.analyzer.TokensContext(ctx, s.tokens[:0], a.Body); err != nil {
		return news.Record{}, err
	}
	tokens := s.tokens
	for i, p := range passages {
		if err := ctx.Err(); err != nil {
			return news.Record{}, err
		}
		from, _ := slices.BinarySearchFunc(tokens, p.Start, func(t lexical.Token, at int) int { return t.Start - at })
		to, _ := slices.BinarySearchFunc(tokens, p.End, func(t lexical.Token, at int) int { return t.Start - at })
		s.bag = appendTokens(s.bag[:0], tokens[from:to])
		for range e.fields.passageHeadline {
			s.bag = append(s.bag, s.head...)
		}
		r.Passages[i].Passage = p
		r.Passages[i].Terms = passageBM25.Weigh(s.bag, &s.sorter)
		r.Passages[i].Signature = s.signer.Passage(lexical.Terms(tokens[from:to]))
		if e.local != nil {
			e.local.EmbedParts(s.vector, a.Headline, p.Text)
			r.Passages[i].Vector = embed.Quantize(s.vector)
		}
	}
	s.bag = e.appendBody(s.bag[:0], tokens, a.Body)
	r.ArticleEncoding.Terms = wholeBM25.Weigh(e.appendContext(s, a), &s.sorter)
	r.ArticleEncoding.Signature = s.signer.Article(lexical.Terms(tokens))
	if e.local != nil {
		e.local.EmbedParts(s.vector, a.Headline, Lead(a.Body))
		r.ArticleEncoding.Vector = embed.Quantize(s.vector)
	}
	return r, nil
}

// WholeTerms returns the terms that an article as a whole is found by.
func (e *Encoder) WholeTerms(a *news.Article) news.Terms {
	s := e.scratch.Get().(*scratch) // the pool holds nothing else
	defer e.scratch.Put(s)
	s.tokens = s.tokens[:0]
	s.head = e.appendTerms(s, s.head[:0], a.Headline, 1)
	s.tokens = e.analyzer.Tokens(s.tokens, a.Body)
	s.bag = e.appendBody(s.bag[:0], s.tokens, a.Body)
	return wholeBM25.Weigh(e.appendContext(s, a), &s.sorter)
}

// Signature returns that of a body, by which copies of its article are known. If
// ctx is done before the end of it, the error is that of ctx.
func (e *Encoder) Signature(ctx context.Context, body string) (news.Signature, error) {
	s := e.scratch.Get().(*scratch) // the pool holds nothing else
	defer e.scratch.Put(s)
	var err error
	if s.tokens, err = e.analyzer.TokensContext(ctx, s.tokens[:0], body); err != nil {
		return "", err
	}
	return s.signer.Article(lexical.Terms(s.tokens)), nil
}

// appendBody adds the terms of a body to the bag, those of the lead more often.
func (e *Encoder) appendBody(bag []uint32, tokens []lexical.Token, body string) []uint32 {
	end := len(firstWords(body, leadWords/2))
	lead, _ := slices.BinarySearchFunc(tokens, end, func(t lexical.Token, at int) int { return t.Start - at })
	for range e.fields.lead {
		bag = appendTokens(bag, tokens[:lead])
	}
	return appendTokens(bag, tokens)
}

// appendContext adds to the bag of body terms what else an article can be found by.
func (e *Encoder) appendContext(s *scratch, a *news.Article) []uint32 {
	for range e.fields.headline {
		s.bag = append(s.bag, s.head...)
	}
	bag := e.appendTerms(s, s.bag, a.Source, e.fields.source)
	for _, text := range [][]string{a.Authors, a.Subjects, a.Attribution, {a.Section, a.Caption, a.Credit}} {
		for _, t := range text {
			bag = e.appendTerms(s, bag, t, e.fields.others)
		}
	}
	s.bag = bag
	return bag
}

// appendTerms analyses text and appends each of its terms times times. It uses
// the part of the scratch tokens that is free.
func (e *Encoder) appendTerms(s *scratch, bag []uint32, text string, times int) []uint32 {
	used := len(s.tokens)
	s.tokens = e.analyzer.Tokens(s.tokens, text)
	for range times {
		bag = appendTokens(bag, s.tokens[used:])
	}
	s.tokens = s.tokens[:used]
	return bag
}

func appendTokens(bag []uint32, tokens []lexical.Token) []uint32 {
	for _, t := range tokens {
		bag = append(bag, t.Term)
	}
	return bag
}

// Lead returns the first words of a body that the vector of the article is made of.
func Lead(body string) string { return firstWords(body, leadWords) }

// longestWord bounds, in bytes, what counts as one word of a lead, so that text
// without spaces has one too. The first words of other text are never that long.
const longestWord = 64

func firstWords(body string, count int) string {
	words, inWord := 0, false
	for i := range len(body) {
		if i >= count*longestWord && utf8.RuneStart(body[i]) {
			return body[:i]
		}
		space := body[i] == ' ' || body[i] == '\n'
		if space && inWord {
			words++
			if words == count {
				return body[:i]
			}
		}
		inWord = !space
	}
	return body
}

// Texts returns what a remote embedder is given for an article: one text for
// the article as a whole, then one for each of its passages.
func Texts(a *news.Article) []string {
	passages := chunk.Split(*a)
	texts := make([]string, 0, 1+len(passages))
	texts = append(texts, strings.TrimSpace(a.Headline+"\n"+Lead(a.Body)))
	for _, p := range passages {
		texts = append(texts, strings.TrimSpace(a.Headline+"\n"+p.Text))
	}
	return texts
}

// QueryTerms makes of the tokens of a query what an index looks for. A term counts once, however often it is repeated,
// and half if it is only part of another ("nations" of "United Nations").
func QueryTerms(tokens []lexical.Token) news.QueryTerms {
	var q news.QueryTerms
	places := make(map[uint32]int)
	for _, t := range tokens {
		weight := float32(1)
		if t.InCompound {
			weight = partWeight
		}
		if i, ok := places[t.Term]; ok {
			q.Weights[i] = max(q.Weights[i], weight)
			continue
		}
		places[t.Term] = len(q.IDs)
		q.IDs, q.Weights = append(q.IDs, t.Term), append(q.Weights, weight)
	}
	return q
}

// QueryVector embeds a query.
func (e *Encoder) QueryVector(ctx context.Context, query string) ([]float32, error) {
	if e.local != nil {
		v := make([]float32, e.local.Identity().Dim)
		e.local.Embed(v, query)
		return v, nil
	}
	v, err := e.embedder.EmbedTexts(ctx, []string{query}, embed.Query)
	if err != nil {
		return nil, fmt.Errorf("encode: query: %w", err)
	}
	return v[0], nil
}

// Words appends the words of a text with their places to dst.
func (e *Encoder) Words(dst []lexical.Word, text string) []lexical.Word {
	return e.analyzer.Words(dst, text)
}

// Tokens appends the terms of a text with their places to dst.
func (e *Encoder) Tokens(dst []lexical.Token, text string) []lexical.Token {
	return e.analyzer.Tokens(dst, text)
}

// TokensContext is Tokens for a text that may be long, as a body is. If ctx is
// done before the end of the text, it returns the error of ctx.
func (e *Encoder) TokensContext(ctx context.Context, dst []lexical.Token, text string) ([]lexical.Token, error) {
	return e.analyzer.TokensContext(ctx, dst, text)
}
