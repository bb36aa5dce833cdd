package retrieve

import (
	"strings"

	"byline/internal/news"
)

func check(req *news.SearchRequest) error {
	if strings.TrimSpace(req.Query) == "" {
		return news.InvalidField("query", "is empty; give a few words or a question")
	}
	if len(req.Query) > MaxQuery {
		return news.Errorf(news.KindTooLarge, "query: has %d bytes, more than the %d that are allowed", len(req.Query), MaxQuery)
	}
	if err := checkFilter(req.Filter); err != nil {
		return err
	}
	switch req.Mode {
	case "", news.ModeHybrid, news.ModeKeyword, news.ModeSemantic:
	default:
		return news.InvalidField("mode", "is %q; it can be hybrid, keyword or semantic", req.Mode)
	}
	switch req.Group {
	case "", news.GroupArticle, news.GroupPassage:
	default:
		return news.InvalidField("group", "is %q; it can be article or passage", req.Group)
	}
	if req.HalfLife < 0 {
		return news.InvalidField("half_life", "is negative")
	}
	return checkLimit(&req.Limit)
}

func checkFilter(f news.Filter) error {
	if !f.After.IsZero() && !f.Before.IsZero() && !f.After.Before(f.Before) {
		return news.InvalidField("filters.after", "is not before filters.before, so nothing can match")
	}
	return nil
}

func checkLimit(limit *int) error {
	if *limit == 0 {
		*limit = DefaultLimit
	}
	if *limit < 0 || *limit > MaxLimit {
		return news.InvalidField("limit", "is %d; it can be 1 to %d", *limit, MaxLimit)
	}
	return nil
}
