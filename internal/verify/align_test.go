package verify_test

import (
	"strings"
	"testing"
	"time"

	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/verify"
)

// report is an article of an outlet, published on a day of March.
func report(source string, day int, body string) news.Article {
	return news.Article{ID: source + body, Source: source, Language: "en", Published: time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC), Body: body}
}

// correction is a report that says of itself that it corrects.
func correction(source string, day int, body string) news.Article {
	a := report(source, day, body)
	a.Notices = []news.Notice{{Kind: news.NoticeCorrection, Text: body}}
	return a
}

// given is what is shown of articles: things as their values, those that are
// superseded in brackets, with those who give them.
func given(articles ...news.Article) string {
	v := verify.New(lexical.New(), nil)
	var all []verify.Told
	for i := range articles {
		all = append(all, v.Told(&articles[i])...)
	}
	var things []string
	for _, t := range verify.Align(all) {
		var values []string
		for _, value := range t.Values {
			text := value.Article.Body[value.Start:value.End] + " " + value.Article.Source
			for _, o := range value.Others {
				text += "+" + o.Article.Source
			}
			if value.Superseded {
				text = "(" + text + ")"
			}
			values = append(values, text)
		}
		things = append(things, strings.Join(values, ", "))
	}
	return strings.Join(things, "; ")
}

func TestFiguresForTheSameThingAreAligned(t *testing.T) {
	for name, c := range map[string]struct {
		articles []news.Article
		want     string
	}{
		"a cost": {[]news.Article{
			report("Nordwire", 2, "The new bridge of Lode will cost $40 million, the ministry said."),
			report("Herald", 3, "The new bridge of Lode will cost $55 million, auditors of the province found."),
		}, "$55 million Herald, $40 million Nordwire"},
		"a day": {[]news.Article{
			report("Nordwire", 2, "The strait will open to ships again on 14 May, the port authority said."),
			report("Herald", 3, "The strait will open to ships again on 20 May, according to the pilots."),
		}, "20 May Herald, 14 May Nordwire"},
		"a time of day": {[]news.Article{
			report("Nordwire", 2, "The ferry Halmund left the harbour of Tarnhavn at 8:30 a.m. with its passengers."),
			report("Herald", 3, "The ferry Halmund left the harbour of Tarnhavn at 9:15 a.m. with its passengers."),
		}, "9:15 a.m Herald, 8:30 a.m Nordwire"},
		"who agree stand together": {[]news.Article{
			report("Nordwire", 2, "Turnout in the election of Drummel was 61 percent, the commission said."),
			report("Echo", 3, "Turnout in the election of Drummel was 64 percent."),
			report("Herald", 4, "Turnout in the election of Drummel was 61%, officials said."),
		}, "61% Herald+Nordwire, 64 percent Echo"},
		"a toll that rises, in other words": {[]news.Article{
			report("Nordwire", 2, "Three people were killed in the fire at the market hall of Hollin."),
			report("Herald", 3, "The fire at the market hall of Hollin left five dead, the hospital said."),
		}, "five Herald, (Three Nordwire)"},
		"a toll that falls stands beside the other": {[]news.Article{
			report("Nordwire", 2, "Nine people were killed in the fire at the market hall of Hollin."),
			report("Herald", 3, "Five people were killed in the fire at the market hall of Hollin."),
		}, "Five Herald, Nine Nordwire"},
		"a later report of the outlet": {[]news.Article{
			report("Nordwire", 2, "The new bridge of Lode will cost $40 million, the ministry said."),
			report("Nordwire", 5, "The new bridge of Lode will cost $38 million, the ministry said."),
		}, "$38 million Nordwire, ($40 million Nordwire)"},
		"a correction, even of the day before": {[]news.Article{
			correction("Nordwire", 2, "Turnout in the election of Drummel was 64 percent."),
			report("Nordwire", 3, "Turnout in the election of Drummel was 61 percent."),
		}, "64 percent Nordwire, (61 percent Nordwire)"},
		"what can both be so": {[]news.Article{
			report("Nordwire", 2, "About 900 workers of Brask Marine are on strike in Ostrand."),
			report("Herald", 3, "Some 912 workers of Brask Marine are on strike in Ostrand."),
		}, "912 Herald+Nordwire"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := given(c.articles...); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestFiguresForTwoThingsAreNotAligned(t *testing.T) {
	first := "The storm destroyed 40 houses in the harbour of Tarnhavn in 2024, the mayor said."
	for name, second := range map[string]string{
		"other things":          "The storm destroyed 90 boats in the harbour of Tarnhavn in 2024, the mayor said.",
		"another place":         "The storm destroyed 90 houses in the harbour of Skeldvik in 2024, the mayor said.",
		"another year":          "The storm destroyed 90 houses in the harbour of Tarnhavn in 2019, the mayor said.",
		"a share":               "The storm destroyed 90 percent of the houses in the harbour of Tarnhavn in 2024, the mayor said.",
		"another matter":        "Insurers have paid for 90 houses since the flood, which came up the river at night.",
		"a number in a name":    "The storm destroyed Pier 90 houses in the harbour of Tarnhavn in 2024, the mayor said.",
		"denied":                "The storm destroyed not 90 houses in the harbour of Tarnhavn in 2024, the mayor said.",
		"injured, and not dead": "",
	} {
		t.Run(name, func(t *testing.T) {
			a, b := report("Nordwire", 2, first), report("Herald", 3, second)
			if second == "" {
				a.Body, b.Body = "The fire in the market hall of Hollin killed 12 people.", "The fire in the market hall of Hollin injured 30 people."
			}
			if got := given(a, b); strings.Contains(got, "90 ") || strings.Contains(got, "30 ") {
				t.Errorf("%s", got)
			}
		})
	}
}

// An article that gives two figures in much the same words means two things.
func TestTwoFiguresOfOneArticleAreOfTwoThings(t *testing.T) {
	body := "The party won 40 seats in the lower house of Norrland. The party won 12 seats in the upper house of Norrland."
	a, b := report("Nordwire", 2, body), report("Herald", 3, strings.Replace(body, "12", "15", 1))
	if got := given(a, b); got != "40 Herald+Nordwire; 15 Herald, 12 Nordwire" {
		t.Errorf("%s", got)
	}
}

// Each day's page names its own day.
func TestDaysOfArticlesThemselvesAreNotAligned(t *testing.T) {
	a := report("Nordwire", 2, "This page has the news on the storm for 2 March.")
	b := report("Nordwire", 5, "This page has the news on the storm for 5 March.")
	if got := given(a, b); got != "" {
		t.Errorf("%s", got)
	}
}
