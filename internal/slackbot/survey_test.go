package slackbot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
	"byline/internal/slackbot"
)

// story is what both sample articles tell.
func story() news.Story {
	return news.Story{
		ID: "harbour", Headline: harbour.Headline, Article: harbour, First: harbour.Published, Last: mill.Published,
		Articles: 3, Voices: 2, Outlets: []string{harbour.Source, mill.Source, "C", "D", "E", "F", "G & <H>"},
	}
}

func stories() news.StoryList { return news.StoryList{Stories: []news.Story{story()}, Total: 4} }

func timeline() news.Timeline {
	return news.Timeline{Story: story(), Developments: []news.Development{
		{Article: harbour, Quote: "The ferry to Östholm stops on Monday.", Voices: 2, Others: []news.Copy{{ID: "copy"}}},
		{Article: mill, Quote: "140 people lose their work.", Voices: 1},
	}}
}

func figures() news.StoryFigures {
	return news.StoryFigures{Story: story(), Things: []news.FiguredThing{{Label: "people lose their work", Values: []news.FigureValue{
		{Figure: "140", Article: mill, Quote: "140 people lose their work."},
		{Figure: "120", Article: harbour, Quote: "120 people <may> lose their work.", Superseded: true},
	}}}}
}

// coverage is that of so many days.
func coverage(days int) news.Coverage {
	c := news.Coverage{Total: news.CoverageCount{Articles: days, Texts: 1, Published: 120 * days}, Undated: 1}
	for i := range days {
		c.Times = append(c.Times, news.CoverageTime{Start: slackbot.Day(2025, time.March, 1+i), CoverageCount: news.CoverageCount{Articles: i, Published: 120}})
	}
	return c
}

func sayings() news.SayingsList {
	return news.SayingsList{Articles: 30, Next: "more", Sayings: []news.Said{
		{Saying: news.Saying{Quote: "We blame <ice>", Direct: true, Speaker: "Mara Olm"}, Article: harbour},
		{Saying: news.Saying{Quote: "the mill will close"}, Article: mill, Provenance: news.Provenance{{Origins: []news.Origin{{Kind: news.OriginOutlet, Name: "Nord Press"}}}}},
	}}
}

func named() news.EntityList {
	return news.EntityList{
		Kind: news.EntityPerson, Entities: []news.EntityCount{{Name: "Mara Olm", Count: 12}, {Name: "J. <Korv>", Count: 1}}, More: 7,
		Decisions: []news.EntityDecision{{Name: "M. Olm", As: "Mara Olm"}, {Name: "Östholm"}},
	}
}

func (d *desk) Sayings(_ context.Context, req news.SayingsRequest) (news.SayingsList, error) {
	d.look("quotes of " + req.Speaker + " with " + req.Text + " from " + strings.Join(req.Filter.Sources, ","))
	return sayings(), nil
}

// Stories knows one story by its ID, its address and the words ferry and winter.
func (d *desk) Stories(_ context.Context, req news.StoryRequest) (news.StoryList, error) {
	d.look("stories with " + req.Query + " from " + strings.Join(req.Filter.Sources, ","))
	switch req.Query {
	case "", "ferry", "ferry winter", `id:"harbour"`, `url:"` + harbour.URL + `"`:
		return stories(), nil
	}
	return news.StoryList{}, nil
}

func (d *desk) Timeline(_ context.Context, id string, _ int) (news.Timeline, error) {
	d.look("timeline of " + id)
	return timeline(), nil
}

func (d *desk) Figures(_ context.Context, id string) (news.StoryFigures, error) {
	d.look("figures of " + id)
	return figures(), nil
}

// Coverage has thirty days, which are five weeks.
func (d *desk) Coverage(_ context.Context, req news.CoverageRequest) (news.Coverage, error) {
	d.look("coverage of " + req.Query + " by " + string(req.Unit) + " from " + strings.Join(req.Filter.Sources, ","))
	if req.Unit == news.CoverageDay {
		return coverage(30), nil
	}
	return coverage(5), nil
}

func (d *desk) Entities(_ context.Context, req news.EntityRequest) (news.EntityList, error) {
	d.look(string(req.Kind) + " with " + req.Query + " from " + strings.Join(req.Filter.Sources, ","))
	return named(), nil
}

func (d *desk) look(what string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.looked = append(d.looked, what)
}

// rewrittenHarbour is an article that dropped a sentence.
func rewrittenHarbour() []news.Revision {
	after := harbour
	after.Revision, after.Body = 2, strings.Replace(harbour.Body, "It hopes to resume in April.", "It does not say when it resumes.", 1)
	return []news.Revision{{Article: after, Stored: slackbot.Day(2025, time.March, 5)}, {Article: harbour, Stored: slackbot.Day(2025, time.March, 3)}}
}

// What other front ends look up is looked up in Slack by commands of the same names, for
// one person alone, within the outlets of the channel.
func TestCommandsLookUpWhatOtherFrontEndsDo(t *testing.T) {
	for text, want := range map[string]struct{ looked, shows string }{
		"stories":                        {"stories with  from Courier", "Ferry to Östholm"},
		"stories ferry winter":           {"stories with ferry winter from Courier", "/byline timeline harbour"},
		"stories nobody":                 {"stories with nobody from Courier", "No story was found"},
		"timeline harbour":               {`stories with id:"harbour" from Courier; timeline of harbour`, "stops on Monday"},
		"timeline ferry":                 {`stories with id:"ferry" from Courier; stories with ferry from Courier; timeline of harbour`, "stops on Monday"},
		"timeline <" + harbour.URL + ">": {`stories with url:"` + harbour.URL + `" from Courier; timeline of harbour`, "stops on Monday"},
		"timeline of nobody":             {"stories with of nobody from Courier", "No story was found"},
		"figures ferry winter":           {"stories with ferry winter from Courier; figures of harbour", "superseded"},
		"coverage ferry":                 {"coverage of ferry by day from Courier; coverage of ferry by week from Courier", "2025-03-05     4 of    120"},
		"coverage ferry by day":          {"coverage of ferry by day from Courier", "10 earlier times are left out"},
		"quotes Mara Olm":                {"quotes of Mara Olm with  from Courier", "“We blame"},
		"Quotes Olm: the ice":            {"quotes of Olm with the ice from Courier", "in 30 articles in all"},
		"revisions harbour":              {"revisions of harbour", "does not say when it resumes"},
		"revisions <" + harbour.URL + "> “to resume in April”": {"revisions of harbour", "were dropped with version 2"},
		"entities":               {"person with  from Courier", "12 articles"},
		"entities olm":           {"person with olm from Courier", "M. Olm is Mara Olm"},
		"entities Place östholm": {"place with östholm from Courier", "and 7 more"},
	} {
		d := newDesk(t, func(c *slackbot.Config) {
			c.Channels = map[string]slackbot.Channel{"C1": {Filter: news.Filter{Sources: []string{"Courier"}}}}
		})
		d.command(text)
		got := d.slack.wait("respond", 1)[0]
		if looked := strings.Join(d.looked, "; "); looked != want.looked || got.Get("response_type") != "ephemeral" || !strings.Contains(got.Get("blocks"), want.shows) {
			t.Errorf("%s: looked for %s\n%s", text, looked, got.Get("blocks"))
		}
	}
}

func TestCommandsSayWhatTheyTake(t *testing.T) {
	d := newDesk(t, nil)
	for _, word := range []string{"search", "quote", "quotes", "timeline", "figures", "coverage", "revisions"} {
		if w := d.command(word); !strings.Contains(w.Body.String(), "/byline "+word+" ") {
			t.Errorf("%s: %s", word, w.Body)
		}
	}
	d.command("coverage " + strings.Repeat("why ", news.MaxQuestion/4+1))
	if got := d.slack.wait("respond", 1)[0].Get("text"); !strings.Contains(got, "at most") || len(d.looked) > 0 {
		t.Errorf("said %q, looked for %v", got, d.looked)
	}
}
