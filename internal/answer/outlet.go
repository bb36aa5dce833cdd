package answer

import (
	"context"

	"byline/internal/news"
	ask "byline/internal/question"
)

// find searches for what answers a question and weighs it up. A question of what
// an outlet reported is answered from that outlet. Where its articles do not
// answer it and those of others do, the answer says so and is partial.
func (a *Answerer) find(ctx context.Context, search news.SearchRequest, spoken before) (finding, error) {
	known := a.outletsKnown(ctx, search.Query)
	said := aside{outlets: known, before: spoken}
	asked, outlets := outletsAsked(search, known)
	if len(outlets) == 0 {
		return a.findInTime(ctx, search, said)
	}
	narrow := search
	narrow.Filter.Sources = outlets
	of, err := a.findInTime(ctx, narrow, said)
	if err != nil || !a.refuses(of.evidence.certainty) {
		return of, err
	}
	all, err := a.findInTime(ctx, search, said)
	if err != nil || a.refuses(all.evidence.certainty) {
		return all, err
	}
	all.evidence.otherOutlets = true
	all.result.Warnings = append(all.result.Warnings, "No article of "+asked+" that was found answers this, so other outlets are cited.")
	return all, nil
}

// outletsKnown returns the outlets of the index, folded, where a question speaks
// of reports, so that their names are told from what these tell. An index that
// cannot tell its outlets now costs the filter, not the answer.
func (a *Answerer) outletsKnown(ctx context.Context, query string) []string {
	if a.config.Articles == nil || !ask.Read(query).OfReports {
		return nil
	}
	known, _ := a.config.Articles.Sources(ctx)
	return known
}

// outletsAsked returns the outlets whose reports a question asks for, and
// the first as it is written there, if they can filter: the index has articles of
// them, nobody chose others, and it is not a long question, whose parts are of
// several outlets not all of which stand where one would be known by its place.
func outletsAsked(search news.SearchRequest, known []string) (asked string, outlets []string) {
	read := ask.Read(search.Query)
	if len(read.Outlets) == 0 || len(search.Filter.Sources) > 0 || len(ask.Parts(search.Query)) > 1 {
		return "", nil
	}
	for _, k := range known {
		if named := read.OutletsAmong(search.Query, []string{k}); len(named) > 0 {
			asked, outlets = search.Query[named[0].Start:named[0].End], append(outlets, k)
		}
	}
	return asked, outlets
}
