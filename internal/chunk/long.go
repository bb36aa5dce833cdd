package chunk

import (
	"unicode/utf8"

	"byline/internal/news"
)

// appendBounded appends a sentence to units, cut into pieces of roughly equal
// length if it is longer than a passage may be: at white space if it has any,
// between runes if not.
func appendBounded(units []sentence, text string, s sentence) []sentence {
	if s.words <= maxWords {
		return append(units, s)
	}
	pieces := (s.words + targetWords - 1) / targetWords
	share := (s.words + pieces - 1) / pieces
	for i := s.Start; i < s.End; {
		end, words := takeWords(text[:s.End], i, share)
		units = append(units, sentence{
			Span: news.Span{Start: i, End: end}, words: words, closed: end == s.End && s.closed,
		})
		i = skipSpace(text[:s.End], end)
	}
	return units
}

// takeWords returns the end of a piece of text from start on that has at most
// limit words, and how many it has. It always takes something.
func takeWords(text string, start, limit int) (end, words int) {
	for i := start; i < len(text) && words < limit; {
		// A run that goes on beyond this has more than limit words, and need not
		// be read to its end for every piece of it.
		run := runEnd(text[:min(len(text), i+limit*longRun+utf8.UTFMax)], i)
		n := runWords(text[i:run])
		if words+n > limit {
			if n <= limit {
				return end, words // the run fits the next piece
			}
			end = cutRun(text[:run], i, limit-words)
			return end, words + runWords(text[i:end])
		}
		end, words = run, words+n
		i = skipSpace(text, run)
	}
	return end, words
}

// cutRun returns where to cut a long run from start on so that it has at most
// words words, which is at least one.
func cutRun(run string, start, words int) int {
	weight := 0
	for i := start; i < len(run); {
		r, size := utf8.DecodeRuneInString(run[i:])
		weight += runeWeight(r, size)
		if weight > words*longRun {
			return i
		}
		i += size
	}
	return len(run)
}
