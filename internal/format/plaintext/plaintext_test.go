package plaintext_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/field"
	"byline/internal/format/plaintext"
)

func TestParse(t *testing.T) {
	for _, test := range []struct{ name, text, headline, body string }{
		{"text", "Bridge closed\n\nOne.\n\nTwo.", "Bridge closed", "One.\n\nTwo."},
		{"text keeps its marks", "Bridge closed\n\nIt is *closed*, [they] say # now.", "Bridge closed", "It is *closed*, [they] say # now."},
		{"Markdown", "# Bridge closed\n\nIt is **closed**, [they](https://example.org) say.\n\n> So it is.\n\n---\n\n![A bridge](b.jpg)", "Bridge closed", "It is closed, they say.\n\nSo it is."},
		{"Markdown without a heading", "Bridge closed\n\nIt is *closed*, [they](https://example.org/a_(b)) say.\n\n* one\n* two\n\n1\\. ==three== [^1]\n\n[^1]: `four`", "Bridge closed", "It is closed, they say.\n\none\n\ntwo\n\n1. three\n\nfour"},
		{"HTML in Markdown", "# Bridge closed\n\nIt is <b>closed</b>.\n\n<figure><img src=b.jpg><figcaption>A bridge</figcaption></figure>\n\nThey say so.<!--more-->", "Bridge closed", "It is closed.\n\nThey say so."},
		{"front matter in TOML", "+++\ntitle = \"Bridge closed\"\nauthor = 'Ada Lee'\ntags = [\n  \"bridges\",\n]\n[params]\ntitle = \"of a theme\"\n+++\n\n*One.*", "Bridge closed", "One."},
		{"front matter in JSON", "{\n  \"title\": \"Bridge closed\",\n  \"author\": \"Ada Lee\"\n}\n\nOne.\n\nTwo.", "Bridge closed", "One.\n\nTwo."},
		{"a note of Joplin", "Bridge closed\n\nOne.\n\nid: 0123456789abcdef0123456789abcdef\nauthor: Ada Lee\nsource_url: https://harbour.example/b\nuser_created_time: 2026-11-17T08:00:00.000Z\napplication_data: \ntype_: 1", "Bridge closed", "One."},
		{"an underlined heading", "Bridge closed\n=====\n\nOne.", "Bridge closed", "One."},
		{"front matter with its own headline", "---\nheadline: Bridge closed\n---\nOne.\n\nTwo.", "Bridge closed", "One.\n\nTwo."},
		{"front matter without", "---\nauthor: Ada Lee\n---\n# Bridge closed\n\nOne.", "Bridge closed", "One."},
		{"a rule is no front matter", "---\nBridge closed", "---", "Bridge closed"},
		{"empty front matter", "---\n!\n---\nBridge closed\n\nOne.", "Bridge closed", "One."},
		{"a headline alone", "Bridge closed\n", "Bridge closed", ""},
		{"blank lines first", "\n\r\n  Bridge closed\r\nOne.", "Bridge closed", "One."},
	} {
		a, err := plaintext.Parse([]byte(test.text), field.Clock{})
		if err != nil || a.Headline != test.headline || a.Body != test.body {
			t.Errorf("%s: headline %q, body %q, %v", test.name, a.Headline, a.Body, err)
		}
	}
}

func TestParseFrontMatter(t *testing.T) {
	zone := time.FixedZone("", 7200)
	for date, want := range map[string]string{"2025-02-03": "2025-02-03T00:00:00+02:00", "2025-02-03T09:40:00Z": "2025-02-03T09:40:00Z", "3 February 2025": "2025-02-03T00:00:00+02:00"} {
		a, err := plaintext.Parse([]byte("---\ndate: "+date+"\nauthors: [Ada Lee, Oleh Bondar]\n---\nBridge closed"), field.Clock{Zone: zone})
		if err != nil || a.Published.Format(time.RFC3339) != want || len(a.Authors) != 2 {
			t.Errorf("%s: %+v, %v", date, a, err)
		}
	}
}

// What stands between headline and text, on lines of its own, is no text.
func TestParseLead(t *testing.T) {
	const body = "The bridge closes on Monday, the town said."
	for name, test := range map[string]struct{ text, want string }{
		"labels above":                {"Title: Bridge closes\nSource: Harbour Times\nDate: 17 November 2026\nAuthor: Kim Ask\nURL: https://harbour.example/b\n\n" + body, "Bridge closes | Harbour Times | 2026-11-17 | Kim Ask | https://harbour.example/b | " + body},
		"a rule below the labels":     {"Title: Bridge closes\nAuthor: Kim Ask\n-----\n" + body, "Bridge closes |  | 0001-01-01 | Kim Ask |  | " + body},
		"labels below the headline":   {"Bridge closes\n\nSource: Harbour Times\nPublished: 2026-11-17\n\n" + body, "Bridge closes | Harbour Times | 2026-11-17 |  |  | " + body},
		"a file of Org":               {"#+TITLE: Bridge closes\n#+AUTHOR: Kim Ask\n#+DATE: 2026-11-17\n\n" + body, "Bridge closes |  | 2026-11-17 | Kim Ask |  | " + body},
		"reStructuredText":            {"Bridge closes\n=============\n\n:Author: Kim Ask\n:Date: 2026-11-17\n\n" + body, "Bridge closes |  | 2026-11-17 | Kim Ask |  | " + body},
		"a page of an outliner":       {"title:: Bridge closes\nauthor:: [[Kim Ask]]\ndate:: 2026-11-17\n\n- " + body, "Bridge closes |  | 2026-11-17 | Kim Ask |  | " + body},
		"tags, as Notion has them":    {"# Bridge closes\n\nSource: Harbour Times\nTags: bridges, Lindholm\n\n" + body, "Bridge closes | Harbour Times | 0001-01-01 |  |  | " + body},
		"links to other notes":        {"---\ntitle: Bridge closes\nauthor:\n  - \"[[Kim Ask]]\"\n---\n[[Bridges|" + body[:10] + "]]" + body[10:], "Bridge closes |  | 0001-01-01 | Kim Ask |  | " + body},
		"properties of whatever kind": {"# Bridge closes\n\nStatus: Done\nAuthor: Kim Ask\nDate: November 17, 2026\nReviewed by: Lea\n\n" + body, "Bridge closes |  | 2026-11-17 | Kim Ask |  | " + body},
		"a text of short lines":       {"Bridge closes\n\nDate: 17 November 2026\nWarning: it shakes\n\n" + body, "Bridge closes |  | 2026-11-17 |  |  | Warning: it shakes\n\n" + body},
		"a subject that is text":      {"Bridge closes\n\nSubject: rust\n\n" + body, "Bridge closes |  | 0001-01-01 |  |  | Subject: rust\n\n" + body},
		"a press release":             {"PRESS RELEASE\n\nFor immediate release\n\nBridge closes\n\n" + body, "Bridge closes |  | 0001-01-01 |  |  | " + body},
		"a release with a letterhead": {"Harbour Board of Lindholm\nQuay 4, Lindholm\n\nPRESS RELEASE\nLindholm, 17 November 2026\n\nBridge closes\n\n" + body, "Bridge closes |  | 2026-11-17 |  |  | " + body},
		"a label below the headline":  {"Bridge closes\nPress release\n\n" + body, "Bridge closes |  | 0001-01-01 |  |  | Press release\n\n" + body},
		"an export of Readwise":       {"# Bridge closes\n\n![cover](https://harbour.example/c.png)\n\n## Metadata\n- Author: [[Kim Ask]]\n- Category: #articles\n- Document Note: n\n- URL: https://harbour.example/b\n\n## Highlights\n" + body + " ([View Highlight](https://harbour.example/h))", "Bridge closes |  | 0001-01-01 | Kim Ask | https://harbour.example/b | " + body},
		"an outlet in the byline":     {"Bridge closes\nBy Kim Ask, Harbour Times\n17 November 2026\n\n" + body, "Bridge closes | Harbour Times | 2026-11-17 | Kim Ask |  | " + body},
		"an outlet above all":         {"Harbour Times, Tuesday 17 November 2026, p. 4\n\nBridge closes\n\n" + body, "Bridge closes | Harbour Times | 2026-11-17 |  |  | " + body},
		"a line that opens the text":  {"Harbour Times, 17 November 2026\n" + body, "Harbour Times, 17 November 2026 |  | 0001-01-01 |  |  | " + body},
		"names above a date":          {"Bridge closes\nMaria Ask\nLindholm Mail\nNovember 17, 2026\n\n" + body, "Bridge closes | Lindholm Mail | 2026-11-17 | Maria Ask |  | " + body},
		"a name that is none":         {"Bridge closes\n\nLindholm Mail\n\n" + body, "Bridge closes |  | 0001-01-01 |  |  | Lindholm Mail\n\n" + body},
		"a byline and a date as one":  {"Bridge closes\nBy Kim Ask Tuesday, 17 November 2026\n\n" + body, "Bridge closes |  | 2026-11-17 | Kim Ask |  | " + body},
		"a numbered release":          {"Hafenamt Lindholm\nKai 4\nPressemitteilung Nr. 12/2026\nLindholm, 17. November 2026\nBrücke zu\n" + body, "Brücke zu |  | 2026-11-17 |  |  | " + body},
		"a date above all":            {"17 November 2026\n\nBridge closes\nBy Kim Ask\n\n" + body, "Bridge closes |  | 2026-11-17 | Kim Ask |  | " + body},
		"a byline and a date":         {"Bridge closes\nBy Kim Ask\nTuesday, 17 November 2026\n\n" + body, "Bridge closes |  | 2026-11-17 | Kim Ask |  | " + body},
		"all in one line":             {"Bridge closes\n\nBy Kim Ask, Harbour Times, 17 November 2026\n\n" + body, "Bridge closes | Harbour Times | 2026-11-17 | Kim Ask |  | " + body},
		"bars between":                {"Bridge closes\nHarbour Times | Kim Ask and Lea Holt | Published 17.11.2026, 14:30\n\n" + body, "Bridge closes | Harbour Times | 2026-11-17 | Kim Ask, Lea Holt |  | " + body},
		"the date first":              {"Bridge closes\nTuesday, November 17, 2026 - Nordwire\n\n" + body, "Bridge closes | Nordwire | 2026-11-17 |  |  | " + body},
		"an author and a date":        {"Bridge closes\nMaria Ask, 17 November 2026\n\n" + body, "Bridge closes |  | 2026-11-17 | Maria Ask |  | " + body},
		"a date with what it is":      {"Bridge closes\nPublished on 17 November 2026 at 14:30\n\n" + body, "Bridge closes |  | 2026-11-17 |  |  | " + body},
		"an outlet on its line":       {"Bridge closes\nHarbour Times\n17 November 2026\nBy Kim Ask\n\n" + body, "Bridge closes | Harbour Times | 2026-11-17 | Kim Ask |  | " + body},
		"a sentence without a stop":   {"Bridge closes\n\nThe bridge, closed on 17 November 2026, shakes\n\n" + body, "Bridge closes |  | 0001-01-01 |  |  | The bridge, closed on 17 November 2026, shakes\n\n" + body},
		"a place before its date":     {"Bridge closes\n\nKESTRUP, 17 November 2026 – The bridge closes.\n\n" + body, "Bridge closes |  | 0001-01-01 |  |  | KESTRUP, 17 November 2026 – The bridge closes.\n\n" + body},
		"a date in German":            {"Brücke zu\n\n17. November 2026\n\n" + body, "Brücke zu |  | 2026-11-17 |  |  | " + body},
		"a label alone at the top":    {"Update: the bridge closes\n\n" + body, "Update: the bridge closes |  | 0001-01-01 |  |  | " + body},
		"a label that is no field":    {"Bridge closes\n\nWarning: it shakes\n\n" + body, "Bridge closes |  | 0001-01-01 |  |  | Warning: it shakes\n\n" + body},
		"a sentence with a date":      {"Bridge closes\n\nOn 17 November 2026 the bridge closes.", "Bridge closes |  | 0001-01-01 |  |  | On 17 November 2026 the bridge closes."},
		"nothing but labels":          {"Title: Bridge closes\nSource: Harbour Times", "Title: Bridge closes |  | 0001-01-01 |  |  | Source: Harbour Times"},
		"a number":                    {"Bridge closes\n\n2026\n\n" + body, "Bridge closes |  | 0001-01-01 |  |  | 2026\n\n" + body},
		"a date that cannot be read":  {"Bridge closes\n\nDate: soon\n\n" + body, "Bridge closes |  | 0001-01-01 |  |  | Date: soon\n\n" + body},
	} {
		a, err := plaintext.Parse([]byte(test.text), field.Clock{})
		got := strings.Join([]string{a.Headline, a.Source, a.Published.Format(time.DateOnly), strings.Join(a.Authors, ", "), a.URL, a.Body}, " | ")
		if err != nil || got != test.want {
			t.Errorf("%s: %v\n%q, want\n%q", name, err, got, test.want)
		}
	}
}

func TestParseRejects(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "no text",
		"---\ntitle: [\n---\nText":   "front matter: cannot be read",
		"---\ndate: soon\n---\nText": `date: cannot read "soon" as a date`,
		"Notes\n\nid: 0123456789abcdef0123456789abcdef\nparent_id: \ntype_: 2": "no note",
		"---\n? [a, b]\n: c\n---\nBridge":                                      "front matter",
	} {
		if _, err := plaintext.Parse([]byte(text), field.Clock{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("---\ntitle: A\ntags: [b]\n---\n# A\n\n**B** [c](d)")
	f.Add("A\n===\nB")
	f.Add("---\n!\n---\n")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := plaintext.Parse([]byte(text), field.Clock{})
		if err == nil && a.Headline == "" && a.Body == "" {
			t.Error("an article without text")
		}
	})
}

// TestSplit: articles in a row are told by the lines that name their fields.
func TestSplit(t *testing.T) {
	const one, two = "Title: Mole closed\nDate: 2024-03-05\nText: The mole is shut.\n\nBoats use the basin.", "Title: Boats for pilots\nDate: 2024-03-06\n\nThe pilots asked for a boat."
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"with rules between":       {one + "\n\n---\n\n" + two + "\n=====\n", []string{one, two}},
		"with blank lines between": {one + "\n\n\n" + two, []string{one, two}},
		"one":                      {one, []string{one}},
		"a text with titles in it": {"Books of the week\n\nTitle: Moles\n\nOf moles.\n\nTitle: Boats\n\nOf boats.", nil},
		"clippings of a Kindle": {"\ufeffMoles (Kim Ask)\n- Your Highlight on page 4 | Added on Wednesday, 4 November 2026 09:12:33\n\nThe mole is shut.\n==========\nBoats\n- Ihre Markierung bei Position 7 | Hinzugefügt am Donnerstag, 5. November 2026 10:15:33\n\nPilots ask.\n==========\nMoles (Kim Ask)\n- Your Bookmark on page 5 | Added on Thursday, 5 November 2026 10:15:33\n\n\n==========\nMoles (Kim Ask)\n- Your Highlight on page 5 | Added on Thursday, 5 November 2026 10:15:33\n\nBoats use the basin.\n==========\n", []string{
			"Title: Moles\nAuthor: Kim Ask\nDate: Wednesday, 4 November 2026 09:12:33\n\nText: The mole is shut.\n\nBoats use the basin.", "Title: Boats\nDate: Donnerstag, 5. November 2026 10:15:33\n\nText: Pilots ask.",
		}},
		"front matter": {"---\ntitle: Moles\ndate: 2024-03-05\n---\nOf moles.\n\nTitle: Boats\nDate: 2024\n\nOf boats.", nil},
	} {
		if test.want == nil {
			test.want = []string{test.text}
		}
		var got []string
		for _, part := range plaintext.Split([]byte(test.text)) {
			got = append(got, string(part))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if a, err := plaintext.Parse([]byte(one), field.Clock{}); err != nil || a.Body != "The mole is shut.\n\nBoats use the basin." {
		t.Errorf("%+v, %v", a, err)
	}
}

// Clippings that people keep in one file have rules between them; so have the parts of an article.
func TestRulesPartClippingsThatAreDated(t *testing.T) {
	const one, two = "Bridge closes\nHarbour Times, 17 November 2026\n\nIt shakes.", "Ferry stays\nHarbour Times, 18 November 2026\n\nIt sails."
	for text, want := range map[string]int{
		one + "\n\n----------\n\n" + two + "\n":               2,
		one + "\n\n***\n\nThe ferry stays, too.\nIt sails.\n": 1,
		"---\n" + one: 1,
	} {
		if got := plaintext.Split([]byte(text)); len(got) != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// Whom to ask stands above a press release or below it; a number within its text cuts nothing off.
func TestAPressReleaseKeepsItsText(t *testing.T) {
	for _, text := range []string{
		"FOR IMMEDIATE RELEASE\n\nOster opens a pool\n\nThe town of Oster opens its new pool on Saturday, the mayor, Mara\nOlm, said. It has room for 800.\n\nFor tickets call 0123 456789\n\nThe pool is open until ten.\n",
		"FOR IMMEDIATE RELEASE\nContact: Ada Lee\nada@oster.example, 0123 456789\n\nOster opens a pool\n\nThe town of Oster opens its new pool on Saturday, the mayor, Mara\nOlm, said. It has room for 800.\n\nThe pool is open until ten.\n",
	} {
		a, err := plaintext.Parse([]byte(text), field.Clock{})
		if err != nil || a.Headline != "Oster opens a pool" || !strings.HasPrefix(a.Body, "The town of Oster opens") || !strings.HasSuffix(a.Body, "until ten.") {
			t.Errorf("%q: headline %q, body %q, %v", text, a.Headline, a.Body, err)
		}
	}
}
