package app_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/app"
	"byline/internal/news"
	"byline/internal/query"
)

// Queries as people type them, and words as they paste them, find what they mean.
func TestQueriesAboutTheCape(t *testing.T) {
	e := emptyIndex(t)
	take(t, e, "cape")
	for _, name := range []string{"cape", "cape-later", "cape-last"} {
		lines, err := os.ReadFile("testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(lines)) {
			text, wants, ok := strings.Cut(strings.TrimSpace(line), " => ")
			if !ok || strings.HasPrefix(text, "#") {
				continue
			}
			look := searched
			if pasted, is := strings.CutPrefix(text, "> "); is {
				text, look = pasted, printed
			}
			got, err := look(t.Context(), e, text)
			if err != nil {
				t.Errorf("%s: %v", text, err)
				continue
			}
			for want := range strings.SplitSeq(wants, " / ") {
				if !got.holds(want) {
					t.Errorf("%s: want %s, got %s", text, want, got)
				}
			}
		}
	}
}

// outcome is what became of a query or a quote.
type outcome struct {
	read     string // plain, fault, or the tree
	ids      []string
	spelled  []string
	exact    bool
	warnings []string
}

func (o outcome) String() string {
	return fmt.Sprintf("%v; read %s; spelled %v; exact %t; warnings %q", o.ids, o.read, o.spelled, o.exact, o.warnings)
}

// holds reports whether an outcome is as a line of the file wants it.
func (o outcome) holds(want string) bool {
	verb, rest, _ := strings.Cut(want, " ")
	ids := strings.Fields(rest)
	among := func(id string) bool { return slices.Contains(o.ids, id) }
	switch verb {
	case "plain", "fault":
		return o.read == verb
	case "read":
		return o.read == rest
	case "only":
		return len(ids) == len(o.ids) && !slices.ContainsFunc(ids, func(id string) bool { return !among(id) })
	case "has":
		return !slices.ContainsFunc(ids, func(id string) bool { return !among(id) })
	case "lacks":
		return !slices.ContainsFunc(ids, among)
	case "first":
		return len(o.ids) > 0 && o.ids[0] == rest
	case "as":
		return rest == "typed" && len(o.spelled) == 0 || slices.Contains(o.spelled, rest)
	case "printed":
		return slices.Equal(o.ids, ids)
	case "exact", "differs":
		return len(o.ids) > 0 && o.exact == (verb == "exact")
	case "warns":
		return slices.ContainsFunc(o.warnings, func(w string) bool { return strings.Contains(w, rest) })
	case "none":
		return len(o.ids) == 0
	}
	return false
}

// searched is what a query finds, all of it.
func searched(ctx context.Context, e *app.Engine, text string) (o outcome, err error) {
	asOf := time.Date(2026, 11, 30, 18, 0, 0, 0, time.UTC)
	found, err := e.Retriever.Search(ctx, news.SearchRequest{Query: text, AsOf: asOf, Limit: 50})
	if err != nil {
		return o, err
	}
	o.read, o.warnings = "plain", found.Warnings
	switch tree := found.Understood.Tree; {
	case tree != nil:
		o.read = query.Format(tree)
	case slices.ContainsFunc(found.Warnings, func(w string) bool { return strings.Contains(w, "cannot be read") }):
		o.read = "fault"
	}
	for _, h := range found.Hits {
		o.ids = append(o.ids, h.Article.ID)
	}
	for _, s := range found.Understood.Spellings {
		o.spelled = append(o.spelled, s.Read)
	}
	return o, nil
}

// printed tells who printed words.
func printed(ctx context.Context, e *app.Engine, text string) (o outcome, err error) {
	found, err := e.Quotes.FindQuote(ctx, news.QuoteRequest{Text: text})
	if err != nil {
		return o, err
	}
	o.exact, o.warnings = true, found.Warnings
	for _, p := range found.Printings {
		o.ids, o.exact = append(o.ids, p.Article.ID), o.exact && p.Exact
	}
	return o, nil
}
