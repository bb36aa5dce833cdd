package qdrant

import (
	"time"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/index"
	"byline/internal/news"
)

func must(conditions ...*api.Condition) *api.Filter { return &api.Filter{Must: conditions} }

// below lets through what is of an earlier revision.
func below(revision int) *api.Condition {
	return api.NewRange(fieldRevision, &api.Range{Lt: api.PtrOf(float64(revision))})
}

// after lets through what is of a later revision.
func after(revision int) *api.Condition {
	return api.NewRange(fieldRevision, &api.Range{Gt: api.PtrOf(float64(revision))})
}

// flagged lets through what has a flag.
func flagged(field string) *api.Condition { return api.NewMatchInt(field, 1) }

// filterOf lets through what matches f and is not known to have been published
// after asOf. It is nil if that is everything.
func filterOf(f news.Filter, asOf time.Time) *api.Filter {
	out := &api.Filter{}
	if !f.After.IsZero() || !f.Before.IsZero() {
		dates := &api.Range{}
		if !f.After.IsZero() {
			dates.Gte = api.PtrOf(float64(f.After.Unix()))
		}
		if !f.Before.IsZero() {
			dates.Lt = api.PtrOf(float64(f.Before.Unix()))
		}
		out.Must = append(out.Must, api.NewRange(fieldPublished, dates))
	}
	if !asOf.IsZero() {
		out.MustNot = append(out.MustNot, api.NewRange(fieldPublished, &api.Range{Gt: api.PtrOf(float64(asOf.Unix()))}))
	}
	if !f.UpdatedAfter.IsZero() {
		out.Must = append(out.Must, api.NewRange(fieldChanged, &api.Range{Gte: api.PtrOf(float64(f.UpdatedAfter.Unix()))}))
	}
	for _, l := range index.LabelFilters(f) {
		if len(l.Wanted) > 0 {
			out.Must = append(out.Must, api.NewMatchKeywords(labelField(l.Label), l.Wanted...))
		}
		if len(l.Unwanted) > 0 {
			out.MustNot = append(out.MustNot, api.NewMatchKeywords(labelField(l.Label), l.Unwanted...))
		}
	}
	if len(out.Must)+len(out.MustNot) == 0 {
		return nil
	}
	return out
}

// and adds conditions to a filter, which may be nil, and leaves it as it is.
func and(f *api.Filter, conditions ...*api.Condition) *api.Filter {
	out := &api.Filter{Must: conditions}
	if f != nil {
		out.Must = append(append([]*api.Condition{}, f.Must...), conditions...)
		out.MustNot = f.MustNot
	}
	return out
}
