package retrieve

import (
	"context"
	"slices"
	"sync"

	"byline/internal/index"
	"byline/internal/news"
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

// mostSpelled is how many values are remembered.
const mostSpelled = 20_000

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

// writeFacets puts the values of facets in the form in which an article writes them.
func (r *Retriever) writeFacets(ctx context.Context, facets []news.Facet) error {
	var versions []news.Version
	var unknown []*news.FacetValue
	var fields []news.FacetField
	for _, facet := range facets {
		for i := range facet.Values {
			v := &facet.Values[i]
			if index.IsTime(facet.Field) {
				continue
			}
			if as, ok := r.spelled.get(spelledValue{facet.Field, v.Value}); ok {
				v.Value = as
				continue
			}
			versions, unknown, fields = append(versions, v.Example), append(unknown, v), append(fields, facet.Field)
		}
	}
	if len(versions) == 0 {
		return nil
	}
	articles, err := r.index.Versions(ctx, versions)
	if err != nil {
		return err
	}
	for i, v := range unknown {
		if as := r.writtenValue(&articles[i], fields[i], v.Value); as != "" {
			r.spelled.put(spelledValue{fields[i], v.Value}, as)
			v.Value = as
		}
	}
	return nil
}

// writtenValue is how an article writes a value that is given folded, "" if it has none such.
func (r *Retriever) writtenValue(a *news.Article, field news.FacetField, folded string) string {
	for _, e := range r.encoder.Entities(a) {
		if e.Kind == news.EntityKind(field) && e.Key == folded {
			return e.Name
		}
	}
	values := index.Written(a, news.Label(field))
	if i := slices.IndexFunc(values, func(v string) bool { return index.Fold(v) == folded }); i >= 0 {
		return values[i]
	}
	return ""
}
