package retrieve

import (
	"context"
	"slices"

	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/panics"
)

// The second stage of a hybrid search reads the first articles: words that only
// share an article may have nothing to do with each other (Tao and Zhai, An
// Exploration of Proximity Measures in Information Retrieval, 2007). Articles
// gain by how much of the query stands close together in them; passages are
// ranked by more signals. All words count alike; weighing them by rarity,
// as the first stage does, was no better. docs/studies.md has the figures.
const (
	articlesRead = 20 // the best; then the rest stays as found
	passagesRead = 3  // of each article, where articles are ranked: more change nothing
	readAtOnce   = 5  // articles, by one goroutine
	windowLen    = 8  // terms; stop words are not counted
)

// readBest adds what reading tells to the scores of the first articles of a
// list, which is in order, and marks what is not there. It returns the articles
// that it read.
func (r *Retriever) readBest(ctx context.Context, ranked []*ranking, p plan, marked news.QueryTerms) (map[news.Version]news.Article, error) {
	query := queryTermsOf(p.tokens)
	if p.mode != news.ModeHybrid || len(query.number) == 0 {
		return nil, nil //nolint:nilnil // nothing was read
	}
	var versions []news.Version
	passages := make(map[news.Version][]*ranking, articlesRead)
	for _, c := range ranked {
		if passages[c.Version] == nil {
			if len(versions) == articlesRead {
				continue
			}
			versions = append(versions, c.Version)
		}
		passages[c.Version] = append(passages[c.Version], c)
	}
	parts := slices.Collect(slices.Chunk(versions, readAtOnce))
	results := make([][]news.Article, len(parts))
	group, ctx := panics.WithContext(ctx)
	for i, part := range parts {
		group.Go(func() (err error) {
			results[i], err = r.index.Versions(ctx, part)
			read := featureExtractor{tokenized: r.tokenized, query: query, marked: marked}
			for j := range results[i] {
				if a := &results[i][j]; a.ID != "" { // else it was deleted while we searched
					r.scoreArticle(ctx, a, passages[part[j]], &read, &p)
				}
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	articles := slices.Concat(results...)
	read := make(map[news.Version]news.Article, len(articles))
	for i, a := range articles {
		read[versions[i]] = a
	}
	return read, nil
}

// scoreArticle adds to the scores of passages of one article, the best first.
func (r *Retriever) scoreArticle(ctx context.Context, a *news.Article, passages []*ranking, read *featureExtractor, p *plan) {
	passages = slices.DeleteFunc(passages, func(c *ranking) bool { return !r.cut(ctx, a, c) })
	read.startArticle(a)
	if p.group == news.GroupPassage {
		r.readPassages(passages, read, p.signalWeights())
		return
	}
	r.readArticle(passages, read, p.signalWeights())
}

// readPassages gives each passage what its own words tell.
func (r *Retriever) readPassages(passages []*ranking, read *featureExtractor, weights values) {
	for _, c := range passages {
		read.passage(c)
		c.score += c.values.nearness(weights)
	}
}

// readArticle gives an article what the best of its first passages has; what
// each of those has decides, with equal scores, which of them stands for it.
func (r *Retriever) readArticle(passages []*ranking, read *featureExtractor, weights values) {
	if len(passages) == 0 {
		return
	}
	best, most := passages[0], 0.
	for _, c := range passages[:min(passagesRead, len(passages))] {
		read.passage(c)
		near := c.values.nearness(weights)
		c.own += near
		if near > most {
			best, most = c, near
		}
	}
	for _, c := range passages {
		c.best = best.values
		c.score += most
	}
}

// featureExtractor finds the features of passages that reading tells. It belongs to one
// goroutine, as it works in the same memory for all of them.
type featureExtractor struct {
	tokenized *tokenCache
	query     *queryTerms
	marked    news.QueryTerms // to be highlighted
	language  string          // that of the article
	headline  []int           // that of the article, as numbers of words
	tokens    []lexical.Token
	numbers   []int
	text      passageText
}

// startArticle must be called before the passages of an article are read.
func (r *featureExtractor) startArticle(a *news.Article) {
	r.language = a.Language
	r.tokens = r.tokenized.encoder.Tokens(r.tokens[:0], a.Headline)
	r.headline = r.query.in(r.headline[:0], r.tokens)
}

// passage sets the values that reading a passage tells.
func (r *featureExtractor) passage(c *ranking) {
	var sentences []news.Span
	r.tokens, sentences = r.tokenized.of(r.tokens[:0], c, r.language)
	c.marks, c.marked = highlights(r.tokens, c.Start, r.marked), true // while its tokens are at hand
	r.numbers = r.query.in(append(r.numbers[:0], r.headline...), r.tokens)
	t := &r.text
	*t = passageText{query: r.query, ordinal: c.Ordinal, tokens: r.tokens, withHeadline: r.numbers, headline: len(r.headline)}
	t.sentence, t.neighbours = r.query.sentences(t.body(), r.tokens, sentences)
	c.values.read(t)
}

// passageText is a passage that is being read, with the words of the query in it.
type passageText struct {
	query                *queryTerms
	ordinal              int // its place in the article
	tokens               []lexical.Token
	withHeadline         []int   // the tokens of the headline and its own, as numbers of words
	headline             int     // how many of these are the headline's
	sentence, neighbours float64 // as queryTerms.sentences tells
}

// body is its own tokens as numbers of words.
func (t *passageText) body() []int { return t.withHeadline[t.headline:] }

// queryTerms are the distinct terms of a query and its distinct pairs of
// neighbouring terms, both numbered. Those that have a term together count as one.
type queryTerms struct {
	number map[uint32]int
	pairs  map[pair]int
}

// pair is two words by number.
type pair [2]int

func queryTermsOf(tokens []lexical.Token) *queryTerms {
	w := &queryTerms{make(map[uint32]int, len(tokens)), make(map[pair]int, len(tokens))}
	before := other
	for _, t := range tokens {
		if t.InCompound {
			continue
		}
		n, ok := w.number[t.Term]
		if !ok {
			n = len(w.number)
			w.number[t.Term] = n
		}
		if p := (pair{before, n}); before != other {
			if _, ok := w.pairs[p]; !ok {
				w.pairs[p] = len(w.pairs)
			}
		}
		before = n
	}
	return w
}

// other stands for a term that the query does not have.
const other = -1

// in appends the number of the word that each token is.
func (q *queryTerms) in(dst []int, tokens []lexical.Token) []int {
	for _, t := range tokens {
		n, ok := q.number[t.Term]
		if !ok {
			n = other
		}
		dst = append(dst, n)
	}
	return dst
}

// window returns the greatest share of the words that stands within windowLen
// terms of a text, given as numbers of words.
func (q *queryTerms) window(text []int) float64 {
	inside := make([]int, len(q.number)) // how often each word is in the window
	have, best := 0, 0
	for i, n := range text {
		if n != other {
			inside[n]++
			if inside[n] == 1 {
				have++
			}
		}
		if i >= windowLen {
			if gone := text[i-windowLen]; gone != other {
				inside[gone]--
				if inside[gone] == 0 {
					have--
				}
			}
		}
		best = max(best, have)
	}
	return float64(best) / float64(len(q.number))
}

// sentences returns the greatest share of the words that one sentence has, and
// the greatest that two neighbours have. text holds the numbers of tokens.
func (q *queryTerms) sentences(text []int, tokens []lexical.Token, sentences []news.Span) (one, two float64) {
	seen := make([]int, len(q.number)) // 1 + number of the sentence that had each word last
	mostOne, mostTwo, at := 0, 0, 0
	for i, s := range sentences {
		have, both := 0, 0
		for _, n := range seen {
			if i > 0 && n == i {
				both++ // the sentence before has it
			}
		}
		for ; at < len(tokens) && tokens[at].Start < s.End; at++ {
			n := text[at]
			if n == other || seen[n] == i+1 {
				continue
			}
			have++
			if i == 0 || seen[n] != i {
				both++
			}
			seen[n] = i + 1
		}
		mostOne, mostTwo = max(mostOne, have), max(mostTwo, both)
	}
	all := float64(len(q.number))
	return float64(mostOne) / all, float64(mostTwo) / all
}

// paired returns the share of the query's pairs of neighbouring words that are
// neighbours in a text, given as numbers of words.
func (q *queryTerms) paired(text []int) float64 {
	seen := make([]bool, len(q.pairs))
	have := 0
	for i := 1; i < len(text); i++ {
		if text[i-1] == other || text[i] == other {
			continue
		}
		if n, ok := q.pairs[pair{text[i-1], text[i]}]; ok && !seen[n] {
			seen[n] = true
			have++
		}
	}
	return float64(have) / float64(max(1, len(q.pairs)))
}
