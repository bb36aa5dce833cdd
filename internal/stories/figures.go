package stories

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"byline/internal/news"
	"byline/internal/verify"
)

// Figures tells which figures the articles of a story give for the same things.
// KindNotFound: no article that is known has the ID.
func (b *Book) Figures(ctx context.Context, id string) (news.StoryFigures, error) {
	story, articles, _, err := b.articlesOf(ctx, id)
	if err != nil {
		return news.StoryFigures{}, err
	}
	var told []verify.Told
	for i := range articles {
		told = append(told, b.verifier.Told(&articles[i])...)
	}
	things := verify.Align(told)
	slices.SortStableFunc(things, func(x, y verify.Thing) int {
		return cmp.Or(cmp.Compare(min(len(y.Values), 2), min(len(x.Values), 2)), cmp.Compare(y.Articles(), x.Articles()))
	})
	out := news.StoryFigures{Story: story}
	for _, t := range things {
		if thing, ok := toThing(&t); ok {
			out.Things = append(out.Things, thing)
		}
	}
	return out, nil
}

// toThing quotes what articles say; not ok: what is stored has other words.
func toThing(t *verify.Thing) (out news.FiguredThing, ok bool) {
	first := &t.Values[0]
	if out.Label, ok = first.Article.Cut(first.Label, 0); !ok {
		return out, false
	}
	out.Label = strings.Join(strings.Fields(out.Label), " ")
	for i := range t.Values {
		v := &t.Values[i]
		quote, whole := v.Article.Cut(v.Sentence, 0)
		figure, cut := v.Article.Cut(news.Span{Start: v.Start, End: v.End}, 0)
		if !whole || !cut {
			return out, false
		}
		value := news.FigureValue{Figure: figure, Article: *v.Article, Span: v.Sentence, Quote: quote, Superseded: v.Superseded}
		value.Article.Body = ""
		for _, o := range v.Others {
			value.Others = append(value.Others, copyOf(o.Article))
		}
		out.Values = append(out.Values, value)
	}
	return out, true
}
