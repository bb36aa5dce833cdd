package retrieve

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/panics"
)

// spelledValues remembers how articles write the values of facets, which an index
// has folded.
type spelledValues struct {
	mu sync.Mutex
	as map[spelledValue]string // guarded by mu
}

type spelledValue struct {
	field news.FacetField
	value string
}

// mostSpelled is how many values are remembered, at about 100 bytes each.
const mostSpelled = 50_000

func (s *spelledValues) get(v spelledValue) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	as, ok := s.as[v]
	return as, ok
}

func (s *spelledValues) put(v spelledValue, as string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.as) >= mostSpelled {
		clear(s.as)
	}
	s.as[v] = as
}

// readToSpell is how many articles are read at a time to spell values: each tells how
// it writes all that it has, so that others need not be read.
const readToSpell = 32

// writeFacets puts the values of facets in the form in which an article writes them.
func (r *Retriever) writeFacets(ctx context.Context, facets []news.Facet) error {
	naming := r.namings()
	tried := map[news.Version]bool{}
	written := map[*news.FacetValue]bool{}
	for {
		var versions []news.Version
		for _, facet := range facets {
			for i := range facet.Values {
				v := &facet.Values[i]
				if written[v] || index.IsTime(facet.Field) {
					continue
				}
				if as := naming[facet.Field].Names[v.Value]; as != "" {
					v.Value, written[v] = as, true
				} else if as, ok := r.spelled.get(spelledValue{facet.Field, v.Value}); ok {
					v.Value, written[v] = as, true
				} else if len(versions) < readToSpell && !tried[v.Example] {
					tried[v.Example] = true
					versions = append(versions, v.Example)
				}
			}
		}
		if len(versions) == 0 {
			return nil
		}
		if err := r.spell(ctx, versions); err != nil {
			return err
		}
	}
}

// spell remembers how articles write their values, the first of them where they differ.
func (r *Retriever) spell(ctx context.Context, versions []news.Version) error {
	articles, err := r.index.Versions(ctx, versions)
	if err != nil {
		return err
	}
	written := make([]map[spelledValue]string, len(articles))
	var group panics.Group
	for i := range articles {
		group.Go(func() error { written[i] = r.writtenValues(&articles[i]); return nil })
	}
	err = group.Wait()
	for _, values := range written {
		for v, as := range values {
			if _, known := r.spelled.get(v); !known {
				r.spelled.put(v, as)
			}
		}
	}
	return err
}

// writtenValues is how an article writes each of its values.
func (r *Retriever) writtenValues(a *news.Article) map[spelledValue]string {
	out := map[spelledValue]string{}
	put := func(v spelledValue, as string) {
		if as != "" && out[v] == "" {
			out[v] = strings.Clone(as) // not all of the article
		}
	}
	for _, e := range r.encoder.Entities(a) {
		put(spelledValue{news.FacetField(e.Kind), e.Key}, e.Name)
	}
	for _, field := range news.FacetFields() {
		for _, as := range index.Written(a, news.Label(field)) {
			put(spelledValue{field, index.Fold(as)}, as)
		}
	}
	return out
}

// namings is what people decided about the names that facets count.
func (r *Retriever) namings() map[news.FacetField]news.EntityNaming {
	out := map[news.FacetField]news.EntityNaming{}
	for _, kind := range news.EntityKinds() {
		out[news.FacetField(kind)] = r.encoder.EntityNaming(kind)
	}
	return out
}

// counted is what values of facets are counted as, as people decided; nil if they did not.
func (r *Retriever) counted() func(news.FacetField, string) string {
	naming, decided := r.namings(), false
	for _, n := range naming {
		decided = decided || n.Version != ""
	}
	if !decided {
		return nil
	}
	return func(field news.FacetField, value string) string {
		n := naming[field]
		return n.As(value)
	}
}

// Entities lists whom and what articles name, as people decided about it: those named
// by most articles, by all that a filter lets through, and called by all words of a query.
func (r *Retriever) Entities(ctx context.Context, req news.EntityRequest) (news.EntityList, error) {
	field := news.FacetField(req.Kind)
	naming, wanted := r.encoder.EntityNaming(req.Kind), r.encoder.EntityKey(req.Kind, req.Query)
	set, err := r.library.Set(ctx, news.SetQuery{Filter: req.Filter, Facets: []news.FacetField{field}, Counted: func(_ news.FacetField, key string) string {
		as := naming.As(key)
		if !strings.Contains(" "+as, " "+wanted) && !strings.Contains(" "+key, " "+wanted) {
			return ""
		}
		return as
	}})
	if err != nil {
		return news.EntityList{}, fmt.Errorf("retrieve: %w", err)
	}
	if err := r.writeFacets(ctx, set.Facets); err != nil {
		return news.EntityList{}, fmt.Errorf("retrieve: %w", err)
	}
	list := news.EntityList{Kind: req.Kind, More: set.Facets[0].More}
	for _, v := range set.Facets[0].Values {
		list.Entities = append(list.Entities, news.EntityCount{Name: v.Value, Count: v.Count})
	}
	return list, nil
}
