package answer

import (
	"context"
	"slices"
	"strings"

	"byline/internal/news"
	ask "byline/internal/question"
)

// find searches for what answers a question and weighs it up. A question of what
// an outlet reported is answered from that outlet, if it has articles. Where
// these do not answer it and those of others do, the answer says so and is partial.
func (a *Answerer) find(ctx context.Context, search news.SearchRequest) (finding, error) {
	outlets := outletsAsked(search)
	if len(outlets) == 0 {
		return a.findInTime(ctx, search, nil)
	}
	narrow := search
	narrow.Filter.Sources = outlets
	of, err := a.findInTime(ctx, narrow, outlets)
	known := len(of.result.Hits) > 0 // else it is somebody who said something, or has no articles
	if err != nil || known && !a.refuses(of.evidence.certainty) {
		return of, err
	}
	if !known {
		outlets = nil
	}
	all, err := a.findInTime(ctx, search, outlets)
	if err != nil || !known || a.refuses(all.evidence.certainty) {
		return all, err
	}
	all.evidence.otherOutlets = true
	all.result.Warnings = append(all.result.Warnings, "No article of "+outlets[0]+" that was found answers this, so other outlets are cited.")
	return all, nil
}

// outletsAsked lists the names, in their spellings, of the outlets whose reports
// a question asks for, if these outlets can filter: nobody chose others, and it is
// not a long question, whose parts are of several outlets not all of which
// stand where one would be known by its place.
func outletsAsked(search news.SearchRequest) (names []string) {
	const article = "The "
	if len(search.Filter.Sources) > 0 || len(ask.Parts(search.Query)) > 1 {
		return nil
	}
	for _, s := range ask.Read(search.Query).Outlets {
		name := search.Query[s.Start:s.End]
		if len(name) > len(article) && strings.EqualFold(name[:len(article)], article) {
			name = name[len(article):]
		}
		if !slices.Contains(names, name) {
			names = append(names, name, article+name)
		}
	}
	return names
}
