package answer

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"byline/internal/chunk"
	"byline/internal/lang"
	"byline/internal/news"
)

// mostMentions is how many articles are cited for a name, the newest included.
const mostMentions = 4

// Mentions finds the articles that hold a name, word for word or in another spelling
// that is known of it: how many there are, those that tell most of it and the newest.
func (a *Answerer) Mentions(ctx context.Context, name string, search news.SearchRequest) (news.Finding, error) {
	name = strings.Join(strings.Fields(strings.Map(withoutMarks, name)), " ")
	search.Query, search.Limit, search.KeepDates = name, 1, true
	near, err := a.searcher.Search(ctx, search)
	if err != nil {
		return news.Finding{}, fmt.Errorf("answer: search: %w", err)
	}
	out := news.Finding{Status: news.BatchNotFound, Spellings: near.Understood.Spellings}
	variants := respelled(name, out.Spellings)
	search.Query, search.Limit = `"`+strings.Join(variants, `" OR "`)+`"`, mostMentions
	found, err := a.searcher.Search(ctx, search)
	if err != nil {
		return news.Finding{}, fmt.Errorf("answer: search: %w", err)
	}
	out.Warnings = found.Warnings
	if out.Articles = found.Total; out.Articles == 0 {
		return out, nil
	}
	search.Sort, search.Limit = news.SortNewest, 1
	newest, err := a.searcher.Search(ctx, search)
	if err != nil {
		return news.Finding{}, fmt.Errorf("answer: search: %w", err)
	}
	out.Status, out.Answer = news.BatchFound, extent(found.Total, newest.Hits)
	out.Citations = a.mentioned(ctx, found.Hits, newest.Hits, variants)
	return out, nil
}

// withoutMarks leaves out what would end a phrase in a query.
func withoutMarks(r rune) rune {
	if strings.ContainsRune("\"“”„«»「」", r) {
		return ' '
	}
	return r
}

// respelled are the ways in which a name is looked for, as it was given first.
func respelled(name string, spellings []news.Spelling) []string {
	variants := []string{name}
	for _, s := range spellings {
		if s.End > len(name) {
			continue
		}
		if v := name[:s.Start] + s.Read + name[s.End:]; !slices.Contains(variants, v) {
			variants = append(variants, v)
		}
	}
	return variants
}

// extent says how many articles there are and of when the newest is.
func extent(total int, newest []news.Hit) string {
	text := fmt.Sprintf("%d articles", total)
	if total == 1 {
		text = "1 article"
	}
	if len(newest) > 0 && !newest[0].Article.Published.IsZero() {
		text += ", the newest of " + day(newest[0].Article)
	}
	return text
}

// mentioned cites the sentences of articles that hold a name: of the newest as the
// last of those that are cited.
func (a *Answerer) mentioned(ctx context.Context, best, newest []news.Hit, variants []string) (cited []news.Citation) {
	if len(newest) > 0 && !slices.ContainsFunc(best[:min(len(best), mostMentions)], func(h news.Hit) bool { return h.Article.ID == newest[0].Article.ID }) {
		best = append(slices.Clone(best[:min(len(best), mostMentions-1)]), newest[0])
	}
	held := pattern(variants)
	for i := range best {
		h := &best[i]
		span := sentenceOf(h, held)
		text, ok := a.config.WrongSpan.Cut(ctx, &h.Article, span, 0)
		if ok && text != "" {
			cited = append(cited, citation(len(cited)+1, &h.Article, span, text))
		}
	}
	return cited
}

// pattern finds a name in any of its spellings, however it is broken into lines.
func pattern(variants []string) *regexp.Regexp {
	quoted := make([]string, len(variants))
	for i, v := range variants {
		words := strings.Fields(v)
		for k := range words {
			words[k] = regexp.QuoteMeta(words[k])
		}
		quoted[i] = strings.Join(words, `\s+`)
	}
	return regexp.MustCompile(`(?i)` + strings.Join(quoted, "|"))
}

// blankLine is what stands between those of a body.
const blankLine = "\n\n"

// sentenceOf is the first sentence of an article with a name or, where it is written
// otherwise or stands in the headline only, that of the passage that was found.
func sentenceOf(h *news.Hit, held *regexp.Regexp) news.Span {
	body, at := h.Article.Body, h.Passage.Start
	if m := held.FindStringIndex(body); m != nil {
		at = m[0]
	}
	at = min(at, len(body))
	start, end := 0, len(body)
	if i := strings.LastIndex(body[:at], blankLine); i >= 0 {
		start = i + len(blankLine)
	}
	if i := strings.Index(body[at:], blankLine); i >= 0 {
		end = at + i
	}
	for _, s := range chunk.Sentences(body[start:end], lang.OfArticle(h.Article.Language)) {
		if start+s.End > at {
			return news.Span{Start: start + s.Start, End: start + s.End}
		}
	}
	return news.Span{Start: start, End: end}
}
