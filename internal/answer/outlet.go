package answer

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// find searches for what answers a question and weighs it up. A question of what
// an outlet reported is answered from that outlet. Where its articles do not
// answer it and those of others do, the answer says so and is partial.
func (a *Answerer) find(ctx context.Context, search news.SearchRequest, spoken before) (finding, error) {
	if spoken.besides != "" && len(search.Filter.Sources) == 0 {
		return a.findElsewhere(ctx, search, spoken)
	}
	known := a.outletsKnown(ctx, search.Query)
	said := aside{outlets: known, before: spoken}
	asked, outlets := outletsAsked(search, known)
	if len(outlets) == 0 {
		return a.findInTime(ctx, search, said)
	}
	narrow := search
	narrow.Filter.Sources = outlets
	of, err := a.findInTime(ctx, narrow, said)
	if err != nil {
		return of, err
	}
	of.evidence.outlets = outlets
	if of.evidence.isOfOutletAlone() || !a.refuses(of.evidence.certainty) {
		return of, nil
	}
	all, err := a.findInTime(ctx, search, said)
	if err != nil || a.refuses(all.evidence.certainty) {
		return all, err
	}
	all.evidence.otherOutlets = true
	all.result.Warnings = append(all.result.Warnings, "No article of "+asked+" that was found answers this, so other outlets are cited.")
	return all, nil
}

// isOfOutletAlone reports whether nothing is asked but for the news of an outlet, of a time
// or of now: what did Nordwire report last week.
func (e *evidence) isOfOutletAlone() bool {
	q := e.question
	asksForNews := q.read.Form.IsDigest() || q.read.Form == ask.Fact && (q.asks == ask.Quotation || q.asks == ask.Thing)
	return len(e.outlets) > 0 && asksForNews && !q.hasTopic()
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

// findElsewhere searches in other outlets than the one that was quoted, and in all where
// none of the others has it.
func (a *Answerer) findElsewhere(ctx context.Context, search news.SearchRequest, spoken before) (finding, error) {
	quoted := spoken.besides
	spoken.besides = ""
	others := search
	others.Filter.NotSources = append(slices.Clone(others.Filter.NotSources), quoted)
	f, err := a.find(ctx, others, spoken)
	if err != nil || !a.refuses(f.evidence.certainty) {
		return f, err
	}
	all, err := a.find(ctx, search, spoken)
	if err != nil || a.refuses(all.evidence.certainty) {
		return all, err
	}
	all.evidence.otherOutlets = true
	all.result.Warnings = append(all.result.Warnings, "No article of another outlet that was found answers this, so "+quoted+" is cited again.")
	return all, nil
}

// leaveOut keeps outlets from being searched whose reports a question does not want, by
// itself or by what was said before it, if the index has them.
func (a *Answerer) leaveOut(ctx context.Context, c *completion, filter *news.Filter) {
	left := slices.Clone(c.leaves)
	rest, name := unwanted(c.text)
	if a.config.Articles != nil && (name != "" || len(left) > 0) {
		known, _ := a.config.Articles.Sources(ctx) // without them it is a question as any other
		for _, k := range known {
			if ask.MayCallOutlet(k, name) {
				c.text = rest + "?"
			} else if !slices.ContainsFunc(c.leaves, func(name string) bool { return ask.MayCallOutlet(k, name) }) {
				continue
			}
			left = append(left, k)
		}
	}
	filter.NotSources = append(slices.Clone(filter.NotSources), left...)
}

// notWanted is how a question ends that names an outlet whose reports are not wanted.
var notWanted = sync.OnceValue(func() *regexp.Regexp {
	const name = `(?:the )?(?P<name>[\pL\d][\pL\d.&' -]{1,60})`
	return regexp.MustCompile(`(?i)(?:^|[\s,(–-]+)` + strings.ReplaceAll(lang.Pattern(language().Questions.OutletsLeftOut), "NAME", name) + `[^\pL\d]*$`)
})

// unwanted is the name of an outlet whose reports a question does not want, if it may be
// one, and the question without that.
func unwanted(question string) (rest, name string) {
	at := notWanted().FindStringSubmatchIndex(question)
	if at == nil {
		return question, ""
	}
	return question[:at[0]], question[at[2]:at[3]]
}

// oneOutlet are the ways to ask, behind a question, for the same of an outlet.
var oneOutlet = sync.OnceValue(func() *regexp.Regexp {
	const name = `(?P<name>(?:the )?[\pL\d][\pL\d.&' -]{1,60}?)`
	return regexp.MustCompile(`(?i)^` + strings.ReplaceAll(lang.Pattern(language().Questions.OfOutlet), "NAME", name) + `[^\pL\d]*$`)
})

// asOfOutlets says in one way, in a question and in those before it, what asks for the same
// of an outlet of the index: "in the Gazette?" and "what does the Gazette say?", behind another.
func (a *Answerer) asOfOutlets(ctx context.Context, req *news.AnswerRequest) {
	if len(req.Messages) == 0 || a.config.Articles == nil {
		return
	}
	known := sync.OnceValue(func() []string {
		all, _ := a.config.Articles.Sources(ctx) // without them they are questions as any other
		return all
	})
	messages := slices.Clone(req.Messages)
	for i := range messages {
		if i > 0 && messages[i].Role == news.RoleUser {
			messages[i].Content = asOfOutlet(messages[i].Content, known)
		}
	}
	req.Question, req.Messages = asOfOutlet(req.Question, known), messages
}

func asOfOutlet(question string, known func() []string) string {
	at := oneOutlet().FindStringSubmatch(question)
	for _, name := range at[min(1, len(at)):] {
		if isCapital(strings.TrimPrefix(name, "the ")) && slices.ContainsFunc(known(), func(k string) bool { return ask.MayCallOutlet(k, name) }) {
			return fmt.Sprintf(language().Questions.Suggested["outlet again"], name)
		}
	}
	return question
}
