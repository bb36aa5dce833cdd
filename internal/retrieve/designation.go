package retrieve

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// What is called by a number is another thing by another number, and who has another given
// name is somebody else, and their articles are near in words and meaning: the A320 is
// listed for the A319. So it is said if no article has what is asked for.

// designated is a word of few letters and a number (A319, F-16), or a name and one (Line 7),
// or any word and one at the end.
var designated = regexp.MustCompile(`(?:^|[^\p{L}\p{N}])(\p{L}{1,3}-?\d{2,}\p{L}{0,3}|\p{Lu}\p{L}+ \d{1,4}|\p{L}{3,} \d{1,4}$)(?:$|[^\p{L}\p{N}])`)

// warnOfOthers says which names and designations of a plain query, planned as p, no article
// has, where others are listed.
func (r *Retriever) warnOfOthers(ctx context.Context, req news.SearchRequest, p *plan, result *found) {
	if req.Nearest || req.Cursor != "" || len(result.Hits) == 0 {
		return
	}
	text := withoutDates(req.Query, p.times)
	var asked []string
	for _, m := range designated.FindAllStringSubmatch(text, -1) {
		asked = append(asked, m[1])
	}
	if len(asked) == 0 && len(result.Understood.Spellings) == 0 && isWholeName(text) {
		asked = append(asked, strings.TrimSpace(text))
	}
	for _, name := range asked {
		var rel news.Relevance
		for _, t := range r.encoder.Tokens(nil, name) {
			if !t.InCompound && !slices.Contains(rel.Terms, t.Term) {
				rel.Terms = append(rel.Terms, t.Term)
			}
		}
		q := news.SetQuery{Filter: result.Understood.Filter, AsOf: p.horizon, Where: &news.Condition{Key: keyOf(&rel), Bound: news.Bound{Kind: news.BoundRelevance, Relevance: &rel}}}
		// A search that succeeded is not lost because this cannot be told right now.
		if set, err := r.library.Set(ctx, q); err == nil && set.Total == 0 {
			result.Warnings = append(result.Warnings, "No article has “"+name+"”; what is listed is near to it.")
		}
	}
}

// isWholeName reports whether a query is a name of two or three words and nothing else:
// Mara Olm, Bank of Hollin.
func isWholeName(text string) bool {
	const fewest, most = 2, 3
	n := 0
	for word := range strings.FieldsSeq(text) {
		switch first, _ := utf8.DecodeRuneInString(word); {
		case unicode.IsUpper(first) && !strings.ContainsFunc(word, isEndOfName):
			n++
		case n == 0 || !lang.Asking().Terms.StopWords[word]:
			return false
		}
	}
	return fewest <= n && n <= most
}

// isEndOfName reports whether a sign is in no name.
func isEndOfName(r rune) bool { return strings.ContainsRune("?!:;,|", r) }
