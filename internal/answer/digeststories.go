package answer

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"byline/internal/embed"
	"byline/internal/lang"
	ask "byline/internal/question"
)

// story is articles of a digest that tell the same, the one that speaks for it first.
type story struct {
	items  []item
	voices int // outlets, those that carry the text of another counted once
	beside int // articles of other stories on the same matter
}

func (s *story) first() *item { return &s.items[0] }

// embedItems gives items the terms and, if there is an embedder, the vectors by
// which they are grouped.
func (a *Answerer) embedItems(ctx context.Context, items []item) error {
	texts := make([]string, len(items))
	for i := range items {
		x := items[i].article
		texts[i] = x.Headline + ". " + items[i].text()
		items[i].foreign = isForeign(x)
		items[i].terms = a.termsOf(texts[i])
	}
	if a.config.Embedder == nil {
		return nil
	}
	vectors, err := a.config.Embedder.EmbedTexts(ctx, texts, embed.Passage)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil || len(vectors) != len(items) {
		return nil //nolint:nilerr // terms alone group well enough
	}
	for i, v := range vectors {
		items[i].vector = v
	}
	return nil
}

// Two articles tell of the same story if their headlines and first sentences
// share so many of their terms, of the shorter one's, or are so near in meaning.
const (
	sameTerms = .5
	sameStory = .75
	sameText  = .9 // share of all terms from which on one carries the text of the other
)

// nearMatter is the cosine from which on two stories belong to one matter: the
// speech of who lost and the plans of who won.
const nearMatter = .5

func (x *item) sameMatter(y *item) bool { return dot(x.vector, y.vector) >= nearMatter }

func (x *item) sameStory(y *item) bool {
	few := float64(max(1, min(len(x.terms), len(y.terms))))
	return float64(shared(x.terms, y.terms)) >= sameTerms*few || dot(x.vector, y.vector) >= sameStory
}

// isUpdate reports whether of two articles of one story one tells what has become of it
// since: more than freshFor apart, or on another day with other figures or, in a
// timeline, in other words.
func (x *item) isUpdate(y *item, inTime bool) bool {
	a, b := x.article.Published, y.article.Published
	if a.Sub(b).Abs() > freshFor {
		return true
	}
	if a.Format(time.DateOnly) == b.Format(time.DateOnly) {
		return false
	}
	if same := shared(x.terms, y.terms); inTime && float64(same) < sameText*float64(len(x.terms)+len(y.terms)-same) {
		return true
	}
	one, other := x.figures(), y.figures()
	return len(one) > 0 && len(other) > 0 && !slices.Equal(one, other)
}

// figures are the numbers of the sentence that stands for an article, in digits or in
// words, ascending and distinct.
func (x *item) figures() (found []string) {
	text := x.text()
	in := lang.OfArticle(x.article.Language)
	for _, s := range words(text) {
		if w := strings.ToLower(text[s.Start:s.End]); isNumber(in, w) && !isYear(w) {
			found = append(found, w)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// group puts articles into stories, in their order. Those on a topic are all of
// one story; what they tell is the same unless one is an update.
func group(items []item, form ask.Form, topical bool) []story {
	var stories []story
	for _, x := range items {
		i := slices.IndexFunc(stories, func(s story) bool {
			return slices.ContainsFunc(s.items, func(y item) bool {
				return x.sameStory(&y) && (!topical || !x.isUpdate(&y, form == ask.Timeline))
			})
		})
		if i < 0 {
			stories = append(stories, story{items: []item{x}})
		} else {
			stories[i].items = append(stories[i].items, x)
		}
	}
	for i := range stories {
		stories[i].speakNewest()
		stories[i].voices = voices(stories[i].items)
		for j := range stories {
			if j != i && stories[i].first().sameMatter(stories[j].first()) {
				stories[i].beside += len(stories[j].items)
			}
		}
	}
	return stories
}

// speakNewest lets an article of the last day on which a story was told speak for it,
// since what was told before may be true no more.
func (s *story) speakNewest() {
	day := func(x item) string { return x.article.Published.Format(time.DateOnly) }
	last := s.items[0]
	for _, x := range s.items {
		if day(x) > day(last) {
			last = x
		}
	}
	at := slices.IndexFunc(s.items, func(x item) bool { return x.article == last.article })
	s.items = slices.Insert(slices.Delete(s.items, at, at+1), 0, last)
}

// voices counts the outlets of articles. One that carries the text of another
// has no voice of its own.
func voices(items []item) int {
	n := 0
	for i, x := range items {
		heard := slices.ContainsFunc(items[:i], func(y item) bool {
			same := shared(x.terms, y.terms)
			return outlet(*x.article) == outlet(*y.article) || float64(same) >= sameText*float64(len(x.terms)+len(y.terms)-same)
		})
		if !heard {
			n++
		}
	}
	return n
}

// order puts stories into the order of a form, and drops those that are too many.
func order(stories []story, form ask.Form, topical bool) []story {
	when := func(s story) time.Time { return s.first().article.Published }
	most := maxStories
	switch {
	case form == ask.Timeline:
		most = maxItems
	case form == ask.List:
		most = maxItems
	case form == ask.Latest && topical:
		slices.SortStableFunc(stories, func(x, y story) int { return when(y).Compare(when(x)) })
	case form == ask.Summary && topical:
	default:
		slices.SortStableFunc(stories, func(x, y story) int {
			return cmp.Or(cmp.Compare(btoi(x.first().foreign), btoi(y.first().foreign)), cmp.Compare(y.voices, x.voices), cmp.Compare(len(y.items), len(x.items)), cmp.Compare(y.beside, x.beside), when(y).Compare(when(x)))
		})
		stories = ofSeveralMatters(stories)
	}
	stories = stories[:min(len(stories), most)]
	switch form {
	case ask.Timeline:
		slices.SortStableFunc(stories, func(x, y story) int { return when(x).Compare(when(y)) })
	case ask.Latest:
		slices.SortStableFunc(stories, func(x, y story) int { return when(y).Compare(when(x)) })
	}
	return stories
}

// ofOneMatter is how many stories of one matter come before those of others: the day
// after an election, all that is told most is of it.
const ofOneMatter = 2

// ofSeveralMatters puts the stories of a matter of which there are enough behind the others.
func ofSeveralMatters(stories []story) []story {
	var first, rest []story
	for _, s := range stories {
		same := 0
		for i := range first {
			same += btoi(s.first().sameMatter(first[i].first()))
		}
		if same < ofOneMatter {
			first = append(first, s)
		} else {
			rest = append(rest, s)
		}
	}
	return append(first, rest...)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
