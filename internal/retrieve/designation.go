package retrieve

import (
	"context"
	"regexp"
	"strings"

	"byline/internal/news"
	"byline/internal/query"
)

// What is called by a number is another thing by another number, and its articles are
// near in words and meaning: the A320 is listed for the A319. So it is said if no article
// has what is asked for.

// designated is a word of few letters and a number (A319, F-16), or a name and one (Line 7).
var designated = regexp.MustCompile(`(?:^|[^\p{L}\p{N}])(\p{L}{1,3}-?\d{2,}\p{L}{0,3}|\p{Lu}\p{L}+ \d{1,4})(?:$|[^\p{L}\p{N}])`)

// warnOfOthers says which designations of a plain query no article has, where others are listed.
func (r *Retriever) warnOfOthers(ctx context.Context, req news.SearchRequest, result *found) {
	if req.Nearest || req.Cursor != "" || len(result.Hits) == 0 {
		return
	}
	p := r.makePlan(req)
	for _, m := range designated.FindAllStringSubmatch(withoutDates(req.Query, p.times), -1) {
		tree := &news.QueryNode{Op: news.OpPhrase, Text: m[1]}
		if !strings.Contains(m[1], " ") { // in any spelling: F-16, F16
			tree.Op = news.OpWord
		}
		q := news.SetQuery{Filter: result.Understood.Filter, AsOf: p.horizon, Where: &query.Compile(tree, r.encoder, r.encoder).Condition}
		// A search that succeeded is not lost because this cannot be told right now.
		if set, err := r.library.Set(ctx, q); err == nil && set.Total == 0 {
			result.Warnings = append(result.Warnings, "No article has “"+m[1]+"”; what is listed is near to it.")
		}
	}
}
