package retrieve

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"byline/internal/chunk"
	"byline/internal/lexical"
	"byline/internal/news"
)

// The second stage of a hybrid search reads the first articles: words that only
// share an article may have nothing to do with each other (Tao and Zhai, An
// Exploration of Proximity Measures in Information Retrieval, 2007). Articles
// gain by how much of the query stands close together in them; passages are
// ranked by all their features. All words count alike; weighing them by rarity,
// as the first stage does, was no better. docs/evaluation.md has the figures.
const (
	refined    = 20 // articles
	readAtOnce = 5  // of them, by one goroutine
	windowLen  = 8  // terms; stop words are not counted
)

// refine adds what reading tells to the scores of the first articles of a
// list, which is in order. It returns the articles that it read.
func (r *Retriever) refine(ctx context.Context, ranked []*ranking, p plan) (map[news.Version]news.Article, error) {
	query := wordsOf(r.encoder.Tokens(p.text))
	if p.mode != news.ModeHybrid || len(query.number) == 0 {
		return nil, nil //nolint:nilnil // nothing was read
	}
	var versions []news.Version
	passages := make(map[news.Version][]*ranking, refined)
	for _, c := range ranked {
		if passages[c.Version] == nil {
			if len(versions) == refined {
				continue
			}
			versions = append(versions, c.Version)
		}
		passages[c.Version] = append(passages[c.Version], c)
	}
	parts := slices.Collect(slices.Chunk(versions, readAtOnce))
	results := make([][]news.Article, len(parts))
	group, ctx := errgroup.WithContext(ctx)
	for i, part := range parts {
		group.Go(func() (err error) {
			results[i], err = r.index.Versions(ctx, part)
			for _, a := range results[i] {
				if a.ID != "" { // else it was deleted while we searched
					r.refineArticle(a, passages[news.Version{ArticleID: a.ID, Revision: a.Revision}], query, p.group)
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

// refineArticle adds to the scores of passages of one article. Where articles
// are ranked, each passage gets what the best has, and its own breaks the tie.
func (r *Retriever) refineArticle(a news.Article, passages []*ranking, query *words, group news.Group) {
	w := &r.weights
	head := r.encoder.Tokens(a.Headline)
	var best float64
	for _, c := range passages {
		text := a.Body[c.Start:c.End]
		query.read(&c.features, reading{head, r.encoder.Tokens(text), chunk.Sentences(text), c.Ordinal})
		if group == news.GroupPassage {
			before := c.score
			c.score = w.ranker.dot(&c.features) + c.explanation.Outlet
			c.explanation.Proximity = c.score - before
			continue
		}
		c.explanation.Proximity = w.window*c.features[window] + w.sentence*c.features[sentence]
		c.score += tiny * c.explanation.Proximity
		best = max(best, c.explanation.Proximity)
	}
	if group == news.GroupPassage {
		return
	}
	for _, c := range passages {
		c.explanation.Proximity = best
		c.score += best
	}
}

// words are the distinct terms of a query and its distinct pairs of
// neighbouring terms, both numbered.
type words struct {
	number map[uint32]int
	pairs  map[pair]int
}

// pair is two words by number.
type pair [2]int

func wordsOf(tokens []lexical.Token) *words {
	w := &words{make(map[uint32]int, len(tokens)), make(map[pair]int, len(tokens))}
	for _, t := range tokens {
		if _, ok := w.number[t.Term]; !ok {
			w.number[t.Term] = len(w.number)
		}
	}
	for i := 1; i < len(tokens); i++ {
		p := pair{w.number[tokens[i-1].Term], w.number[tokens[i].Term]}
		if _, ok := w.pairs[p]; !ok {
			w.pairs[p] = len(w.pairs)
		}
	}
	return w
}

// other stands for a term that the query does not have.
const other = -1

// in appends the number of the word that each token is.
func (w *words) in(dst []int, tokens []lexical.Token) []int {
	for _, t := range tokens {
		n, ok := w.number[t.Term]
		if !ok {
			n = other
		}
		dst = append(dst, n)
	}
	return dst
}

// reading is a passage that is being read. Tokens and sentences are those of
// the same text.
type reading struct {
	headline, tokens []lexical.Token
	sentences        []news.Span
	ordinal          int
}

// read sets the features of a passage that reading tells.
func (w *words) read(f *features, r reading) {
	both := w.in(w.in(make([]int, 0, len(r.headline)+len(r.tokens)), r.headline), r.tokens)
	body := both[len(r.headline):]
	f[window] = w.window(both)
	f[sentence], f[neighbours] = w.sentences(body, r.tokens, r.sentences)
	f[pairs] = w.paired(body)
	f[place] = float64(min(r.ordinal, lastPlace)) / lastPlace
	f[length] = float64(min(len(r.tokens), fullLength)) / fullLength
}

// window returns the greatest share of the words that stands within windowLen
// terms of a text, given as numbers of words.
func (w *words) window(text []int) float64 {
	inside := make([]int, len(w.number)) // how often each word is in the window
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
	return float64(best) / float64(len(w.number))
}

// sentences returns the greatest share of the words that one sentence has, and
// the greatest that two neighbours have. text holds the numbers of tokens.
func (w *words) sentences(text []int, tokens []lexical.Token, sentences []news.Span) (one, two float64) {
	seen := make([]int, len(w.number)) // 1 + number of the sentence that had each word last
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
	all := float64(len(w.number))
	return float64(mostOne) / all, float64(mostTwo) / all
}

// paired returns the share of the query's pairs of neighbouring words that are
// neighbours in a text, given as numbers of words.
func (w *words) paired(text []int) float64 {
	seen := make([]bool, len(w.pairs))
	have := 0
	for i := 1; i < len(text); i++ {
		if text[i-1] == other || text[i] == other {
			continue
		}
		if n, ok := w.pairs[pair{text[i-1], text[i]}]; ok && !seen[n] {
			seen[n] = true
			have++
		}
	}
	return float64(have) / float64(max(1, len(w.pairs)))
}
