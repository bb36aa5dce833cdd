package agency_test

import (
	"bufio"
	"strings"
	"testing"
	"time"

	"byline/internal/format/agency"
)

// TestWiki: each page of an export of a wiki is an article of its own, without marks.
func TestWiki(t *testing.T) {
	const export = `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="en"><siteinfo><sitename>Harbour Wiki</sitename><base>https://wiki.example/wiki/Main_Page</base></siteinfo>
<page><title>Mole at Lindholm shut</title><ns>0</ns><revision><timestamp>2026-03-05T08:00:00Z</timestamp><text xml:space="preserve">{{date|March 4, 2026}}
[[File:Mole.jpg|thumb|The mole, by [[Ada Lee]].]]
The '''mole''' of [[w:Lindholm|Lindholm]] is {{small|{{now}} }}shut,&lt;ref name="a"&gt;Note&lt;/ref&gt; [https://harbour.example the harbour master] said in [[Boats: a song]].

== Boats ==
* Pilots use the basin.
They wait.

== Sources ==
*{{source|url=https://x.example}} Ada Lee, Harbour Times.
[[Category:Harbours]]
[[de:Mole von Lindholm]]</text></revision></page>
<page><title>Template:Now</title><ns>10</ns><revision><text>now</text></revision></page>
<page><title>Mole</title><ns>0</ns><redirect title="Mole at Lindholm shut"/><revision><text>#REDIRECT</text></revision></page></mediawiki>`
	var said []string
	for record := range agency.Split(bufio.NewReader(strings.NewReader(export)), 10_000) {
		for a, err := range agency.Parse(record.Data, nil) {
			if err != nil {
				said = append(said, err.Error())
				continue
			}
			said = append(said, strings.Join([]string{a.Headline, a.Source, a.URL, a.Published.Format(time.DateOnly), a.Updated.Format(time.DateOnly), strings.Join(a.Subjects, ","), a.Body}, "|"))
		}
	}
	want := []string{
		"Mole at Lindholm shut|Harbour Wiki|https://wiki.example/wiki/Mole_at_Lindholm_shut|2026-03-04|2026-03-05|Harbours|" +
			"The mole of Lindholm is shut, the harbour master said in Boats: a song.\n\nBoats\n\nPilots use the basin.\n\nThey wait.",
		"no article, but a page of the namespace 10 of a wiki", "no article, but a page of a wiki that leads to another",
	}
	if got := strings.Join(said, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}
