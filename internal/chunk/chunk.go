// Package chunk cuts articles into passages and text into sentences.
//
// Passages are runs of whole sentences of one article, about 160 words long.
// Their spans tile the body: they are in order, do not overlap, are trimmed
// of white space, and between two of them (before the first, after the last)
// there is nothing but white space. So every byte of the body that is not
// white space is in exactly one passage, and Body[Start:End] is the text.
// The same holds for sentences.
//
// There is no overlap on purpose. Passages end at paragraph ends wherever
// that costs little (19 of 20 do, over some thousands of news articles), so a
// thought is seldom cut in two; each article is also searched as a whole,
// which finds what is spread over several passages; and an overlap would
// store, embed and return the same words twice.
//
// White space is what unicode.IsSpace says, non-breaking spaces included.
package chunk

import (
	"context"

	"byline/internal/lang"
	"byline/internal/news"
)

const (
	// targetWords is the length that Split aims at: long enough to stand on
	// its own, short enough to be about one thing and to fit the 256 tokens
	// that common embedders read.
	targetWords = 160
	// maxWords bounds every passage; see Words for how text without spaces
	// is counted. A sentence longer than this is cut.
	maxWords = 220
	// slackWords says how much being off target is as bad as ending in the
	// middle of a paragraph or right after a heading. It is the reason why
	// passages shorter than about 60 words are rare in an article that has more.
	slackWords = 50
)

// Split cuts an article into passages whose texts share the memory of its
// body. It picks, among all ways to cut between sentences, the one whose
// passages are nearest to 160 words and end at paragraph ends; none is longer
// than 220 words. An article without text has no passages. The body should be
// valid UTF-8, as news.Article says; a body that is not keeps all but the
// validity of the texts. The time that it takes grows as the body does.
//
// Abbreviations are those of the language of questions, whatever the article's:
// passages are stored, so that it takes a new version of what an index stores
// to cut them differently.
func Split(a news.Article) []news.Passage {
	passages, _ := SplitContext(context.Background(), a) // which is never done
	return passages
}

// SplitContext is Split for a body that may be long. If ctx is done before
// everything is cut, it returns the error of ctx.
func SplitContext(ctx context.Context, a news.Article) ([]news.Passage, error) {
	var buffer [96]sentence // on the stack: enough for most articles
	units, words := buffer[:0], &lang.Asking().Sentences
	for i := skipSpace(a.Body, 0); i < len(a.Body); {
		if len(units)%unitsPerCheck == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var s sentence
		s, i = nextSentence(a.Body, i, words)
		units = appendBounded(units, a.Body, s)
	}
	if len(units) == 0 {
		return nil, nil
	}
	ends, err := bestEnds(ctx, units)
	if err != nil {
		return nil, err
	}
	passages := make([]news.Passage, 0, len(ends))
	first := 0
	for _, end := range ends {
		span := news.Span{Start: units[first].Start, End: units[end-1].End}
		passages = append(passages, news.Passage{
			ArticleID: a.ID, Ordinal: len(passages), Span: span, Text: a.Body[span.Start:span.End],
		})
		first = end
	}
	return passages, nil
}

// unitsPerCheck is after how many sentences it is asked whether to go on.
const unitsPerCheck = 1 << 10

// bestEnds returns after how many units each passage ends, in order. It is
// the cheapest path over the sentences, where a passage costs the square of
// its distance from the target length, and an end at a bad place costs
// slackWords squared more.
func bestEnds(ctx context.Context, units []sentence) ([]int, error) {
	type step struct{ cost, from int }
	best := make([]step, len(units)+1) // best[i]: the cheapest way to cut the first i units
	for i := 1; i <= len(units); i++ {
		if i%unitsPerCheck == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		extra := 0
		if !units[i-1].closed && i < len(units) {
			extra = slackWords * slackWords
		}
		words := 0
		for from := i - 1; from >= 0; from-- {
			words += units[from].words
			if words > maxWords && from < i-1 {
				break
			}
			off := words - targetWords
			cost := best[from].cost + off*off + extra
			if from == i-1 || cost < best[i].cost {
				best[i] = step{cost, from}
			}
		}
	}
	count := 0
	for i := len(units); i > 0; i = best[i].from {
		count++
	}
	ends := make([]int, count)
	for i := len(units); i > 0; i = best[i].from {
		count--
		ends[count] = i
	}
	return ends, nil
}
