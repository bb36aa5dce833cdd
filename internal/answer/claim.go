package answer

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"byline/internal/news"
	"byline/internal/verify"
)

// mostVouchers is how many articles are cited for a claim, or against it.
const mostVouchers = 3

// Check judges a claim by the articles that come nearest to it, as a statement of an
// answer is judged by the passage that it cites. It is supported if one carries it
// and contradicted if none does and one that tells of the same says otherwise.
func (a *Answerer) Check(ctx context.Context, claim string, search news.SearchRequest) (news.Finding, error) {
	search.Query, search.Limit, search.Mode, search.Group, search.Nearest = claim, a.config.Passages, news.ModeHybrid, news.GroupPassage, true
	found, err := a.searcher.Search(ctx, search)
	if err != nil {
		return news.Finding{}, fmt.Errorf("answer: search: %w", err)
	}
	verdict := news.Finding{Status: news.BatchNotSupported, Warnings: found.Warnings}
	var hits []*news.Hit
	var verdicts []verify.Verdict
	for i := range found.Hits {
		if h := &found.Hits[i]; a.sound(ctx, h) && h.Passage.Text != "" {
			hits, verdicts = append(hits, h), append(verdicts, a.verifier().Judge(claim, a.verifier().Source(h.Passage.Text, about(&h.Article))))
		}
	}
	entailNearest(verdicts, func(v verify.Verdict) verify.Verdict { return a.verifier().Entail(ctx, v) })
	var carry, contradict []voucher
	for i, v := range verdicts {
		switch w := (voucher{hits[i], v}); {
		case v.Supported:
			carry = append(carry, w)
		case w.contradicts():
			contradict = append(contradict, w)
		}
	}
	switch {
	case len(carry) > 0:
		verdict.Status = news.BatchSupported
		verdict.Confidence = slices.MaxFunc(carry, func(x, y voucher) int { return cmp.Compare(x.Score, y.Score) }).Score
		verdict.Citations = a.vouched(ctx, carry, func(v verify.Verdict) float64 { return v.Score })
	case len(contradict) > 0:
		verdict.Status = news.BatchContradicted
		verdict.Citations = a.vouched(ctx, contradict, func(v verify.Verdict) float64 { return v.Features.Soft })
		verdict.Answer = contradict[0].differs()
	}
	if err := ctx.Err(); err != nil {
		return news.Finding{}, fmt.Errorf("answer: %w", err)
	}
	return verdict, nil
}

// voucher is a passage with what it says of a claim.
type voucher struct {
	hit *news.Hit
	verify.Verdict
}

// sameMatter is the share of a claim that a passage must have to tell of the same.
const sameMatter = .75

// contradictions are the conflicts of those who tell of the same and say otherwise,
// rather than of something else or less, as people call them.
func contradictions() map[verify.Conflict]string {
	return map[verify.Conflict]string{
		verify.Number: "the number", verify.Unit: "the unit", verify.Bound: "how much at least or at most", verify.Quantity: "how many of them", verify.Date: "the date",
		verify.Polarity: "whether it is so", verify.Contrast: "the opposite", verify.Roles: "who did it to whom",
	}
}

func (v voucher) contradicts() bool {
	return contradictions()[v.Conflict] != "" && !(v.Heard && v.Features.Borne > 0) && v.Features.Soft >= sameMatter && v.Features.Names >= sameMatter && v.End > v.Start
}

// differs says in what the passage contradicts, and at which word of the claim.
func (v voucher) differs() string {
	text := "An article says otherwise: " + contradictions()[v.Conflict]
	if v.Detail != "" {
		text += " (“" + v.Detail + "”)"
	}
	return text
}

// vouched cites the surest of vouchers, one of each article.
func (a *Answerer) vouched(ctx context.Context, all []voucher, sure func(verify.Verdict) float64) (cited []news.Citation) {
	slices.SortStableFunc(all, func(x, y voucher) int { return cmp.Compare(sure(y.Verdict), sure(x.Verdict)) })
	for _, v := range all {
		article := &v.hit.Article
		if len(cited) == mostVouchers || slices.ContainsFunc(cited, func(c news.Citation) bool { return c.Article.ID == article.ID }) {
			continue
		}
		span := news.Span{Start: v.hit.Passage.Start + v.Start, End: v.hit.Passage.Start + v.End}
		text, ok := a.config.WrongSpan.Cut(ctx, article, span, 0)
		if !ok {
			continue
		}
		cited = append(cited, citation(len(cited)+1, article, span, text))
	}
	return cited
}
