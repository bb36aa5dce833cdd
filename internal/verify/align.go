package verify

import (
	"cmp"
	"slices"

	"byline/internal/index"
	"byline/internal/news"
)

// Told is a figure with the article that gives it.
type Told struct {
	Figure

	Article  *news.Article // spans of the figure are of its body
	Corrects bool          // the article says that it corrects
}

// Value is a figure for a thing, as one article gives it, and the others that give
// the same, the newest first.
type Value struct {
	Told

	Others     []Told
	Superseded bool // another value has taken its place
}

// Thing is what figures are given for, with its values: those that stand before those
// that are superseded, and the newest first.
type Thing struct {
	Values []Value
}

// Articles counts those that give a figure for it.
func (t *Thing) Articles() (n int) {
	for i := range t.Values {
		n += 1 + len(t.Values[i].Others)
	}
	return n
}

// Told returns the figures that an article gives, what it denies left out.
func (v *Verifier) Told(a *news.Article) []Told {
	var out []Told
	corrects := slices.ContainsFunc(a.OwnNotices(), func(n news.Notice) bool { return n.Kind == news.NoticeCorrection })
	about := About{Headline: a.Headline, Outlet: a.Source, Published: a.Published, Language: a.Language}
	for _, f := range v.Source(a.Body, about).Figures() {
		if !f.Denied {
			out = append(out, Told{f, a, corrects})
		}
	}
	return out
}

// Align puts together what at least two articles give figures for. What is most alike
// goes together first, and figures of one article that differ are of two things: it
// would not say of one what cannot both be so.
func Align(told []Told) []Thing {
	told = slices.SortedStableFunc(slices.Values(told), compareNewest)
	of := make([]int, len(told)) // the group of each
	groups := make([][]int, len(told))
	for i := range told {
		of[i], groups[i] = i, []int{i}
	}
	for _, p := range pairs(told) {
		a, b := of[p.a], of[p.b]
		if a == b || quarrel(told, groups[a], groups[b]) {
			continue
		}
		for _, i := range groups[b] {
			of[i] = a
		}
		groups[a], groups[b] = append(groups[a], groups[b]...), nil
	}
	var out []Thing
	for _, group := range groups {
		if slices.ContainsFunc(group, func(i int) bool { return told[i].Article != told[group[0]].Article }) {
			var members []Told
			for _, i := range group {
				members = append(members, told[i])
			}
			out = append(out, Thing{Values(members)})
		}
	}
	return out
}

// pair is two figures of two articles for the same thing.
type pair struct {
	a, b     int
	likeness float64
}

// pairs lists those of the same thing, the most alike first, and of these those that
// agree.
func pairs(told []Told) []pair {
	var out []pair
	for a := range told {
		for b := range a {
			f, o := &told[a], &told[b]
			if f.Article == o.Article {
				continue
			}
			if l := f.Likeness(&o.Figure); l > 0 {
				if !f.Differs(&o.Figure) {
					l++
				}
				out = append(out, pair{a, b, l})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y pair) int { return cmp.Compare(y.likeness, x.likeness) })
	return out
}

// quarrel reports whether two groups cannot be of one thing: an article gives figures
// of both that differ, or something tells figures of two articles apart.
func quarrel(told []Told, a, b []int) bool {
	return slices.ContainsFunc(a, func(i int) bool {
		return slices.ContainsFunc(b, func(j int) bool {
			f, o := &told[i], &told[j]
			if f.Article == o.Article {
				return f.Differs(&o.Figure)
			}
			return f.Contradicts(&o.Figure)
		})
	})
}

// Values are the figures that are told of one thing, those that agree together.
func Values(told []Told) []Value {
	told = slices.SortedStableFunc(slices.Values(told), compareNewest)
	var out []Value
	for _, t := range told {
		at := slices.IndexFunc(out, func(v Value) bool { return !t.Differs(&v.Figure) })
		switch {
		case at < 0:
			out = append(out, Value{Told: t})
		case out[at].Article != t.Article:
			out[at].Others = append(out[at].Others, t)
		}
	}
	for i := range out {
		out[i].Superseded = slices.ContainsFunc(out, func(v Value) bool { return v.supersedes(&out[i]) })
	}
	slices.SortStableFunc(out, func(a, b Value) int { return cmp.Compare(rank(&a), rank(&b)) })
	return out
}

func compareNewest(a, b Told) int {
	return cmp.Or(b.Article.Published.Compare(a.Article.Published), cmp.Compare(a.Article.ID, b.Article.ID), cmp.Compare(a.Start, b.Start))
}

func rank(v *Value) int {
	if v.Superseded {
		return 1
	}
	return 0
}

// supersedes reports whether all articles that give one value have a later word in
// another: a correction, a later report of the same outlet, or a later and higher
// count of what grows.
func (v *Value) supersedes(o *Value) bool {
	for _, old := range o.all() {
		if !slices.ContainsFunc(v.all(), func(t Told) bool { return t.takesPlaceOf(&old) }) {
			return false
		}
	}
	return v.Differs(&o.Figure)
}

func (v *Value) all() []Told { return append([]Told{v.Told}, v.Others...) }

func (t *Told) takesPlaceOf(o *Told) bool {
	later := t.Article.Published.After(o.Article.Published)
	sameOutlet := t.Article.Source != "" && index.Fold(t.Article.Source) == index.Fold(o.Article.Source)
	if sameOutlet && t.Corrects != o.Corrects {
		return t.Corrects
	}
	return later && (sameOutlet || t.Corrects || t.Growing > 0 && o.Growing > 0 && t.Value > o.Value)
}
