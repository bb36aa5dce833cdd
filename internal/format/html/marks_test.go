package html_test

import (
	"strings"
	"testing"
	"time"

	"byline/internal/format/field"
	"byline/internal/format/html"
)

const said = "<article><h1>Boats for pilots</h1><p>The pilots of Lindholm asked the town for a second boat on Monday, as they had done before, their speaker said.</p>" + more + "</article>"

// Templates write JSON-LD that is slightly wrong; browsers and search engines read it all the same.
func TestBrokenLinkedDataIsRead(t *testing.T) {
	const good = `{"@type":"NewsArticle","headline":"Boats for pilots","datePublished":"2025-02-03T09:00:00Z","author":{"@type":"Person","name":"Ada Lee"}}`
	for name, script := range map[string]string{
		"a comma behind the last member":  strings.Replace(good, `"}}`, `",},}`, 1),
		"a comma behind the last element": strings.Replace(good, `{"@type":"Person","name":"Ada Lee"}`, `[{"name":"Ada Lee"},]`, 1),
		"a semicolon behind":              good + ";",
		"an assignment":                   "window.data = " + good + ";",
		"CDATA":                           "<![CDATA[" + good + "]]>",
		"CDATA in line comments":          "\n// <![CDATA[\n" + good + "\n// ]]>\n",
		"CDATA in comments":               "/* <![CDATA[ */" + good + "/* ]]> */",
		"comments of HTML":                "<!--\n" + good + "\n-->",
		"comments within": strings.Replace(good, `,"date`, `, // when
			/* it appeared */ "date`, 1),
		"a line end in a string":      strings.Replace(good, "for pilots", "for\npilots", 1),
		"a tab in a string":           strings.Replace(good, "for pilots", "for\tpilots", 1),
		"a quote that ends nothing":   strings.Replace(good, `"headline"`, `"description":"The "second" boat, he said","headline"`, 1),
		"an escape that is none":      strings.Replace(good, `"headline"`, `"description":"The pilots\' boat \x","headline"`, 1),
		"escaped as a whole":          strings.ReplaceAll(good, `"`, "&quot;"),
		"cut off":                     strings.TrimSuffix(good, "}}"),
		"a bracket too many":          good + "}",
		"two values":                  `{"@type":"WebSite","name":"P"}` + "\n" + good,
		"no comma between two values": `[{"@type":"WebSite","name":"P"}` + good + "]",
		"nothing behind a colon":      strings.Replace(good, `"headline"`, `"image":,"headline"`, 1),
		"a byte order mark":           "\ufeff" + good,
	} {
		a := parse(t, page(`<title>x</title><script type="application/ld+json">`+script+"</script>", said))
		if a.Headline != "Boats for pilots" || len(a.Authors) != 1 || a.Authors[0] != "Ada Lee" || a.Published.Format(time.DateOnly) != "2025-02-03" {
			t.Errorf("%s: %q, %q, %v", name, a.Headline, a.Authors, a.Published)
		}
	}
}

func TestLinkedDataFollowsReferences(t *testing.T) {
	person := `{"@type":"Person","@id":"#ada","name":"Ada Lee"},{"@type":"Organization","@id":"#org","name":"Harbour Times"}`
	for name, script := range map[string]string{
		"in a graph":          `{"@graph":[{"@type":"Article","headline":"Boats for pilots","author":{"@id":"#ada"},"publisher":{"@id":"#org"}},` + person + `]}`,
		"in other scripts":    `{"@type":["Article","Thing"],"headline":"Boats for pilots","author":[{"@id":"#ada"}],"publisher":{"@id":"#org"}}</script><script type="application/ld+json">[` + person + `]`,
		"before they are set": `[` + person + `,{"@type":"WebPage","mainEntity":{"@type":"https://schema.org/NewsArticle","headline":"Boats for pilots","author":{"@id":"#ada"},"publisher":{"@id":"#org"}}}]`,
		"with a name beside":  `{"@graph":[{"@type":"Article","headline":"Boats for pilots","author":{"name":"Ada Lee","@id":"#ada"},"publisher":{"@id":"#org"}},` + person + `]}`,
		"in single quotes":    `{'@type':'Article','headline':'Boats for pilots','author':{'name':'Ada Lee'},'publisher':{'name':'Harbour Times'}}`,
		"a comma missing":     `{"@type":"Article","headline":"Boats for pilots"` + "\n" + `"author":{"name":"Ada Lee"},"publisher":{"name":"Harbour Times"}}`,
		"names in parts":      `{"@type":"Article","headline":"Boats for pilots","author":{"givenName":"Ada","familyName":"Lee"},"publisher":"Harbour Times"}`,
	} {
		a := parse(t, page(`<title>x</title><script type="application/ld+json">`+script+"</script>", said))
		if a.Headline != "Boats for pilots" || strings.Join(a.Authors, "|") != "Ada Lee" || a.Source != "Harbour Times" {
			t.Errorf("%s: %q, %q, %q", name, a.Headline, a.Authors, a.Source)
		}
	}
}

// Of several articles in the data of a page, that of the page counts.
func TestLinkedDataOfThePage(t *testing.T) {
	a := parse(t, page(`<title>Boats for pilots</title><script type="application/ld+json">[{"@type":"NewsArticle","headline":"A mill burns","datePublished":"2020-01-01"},{"@type":"NewsArticle","headline":"Boats for pilots","datePublished":"2025-02-03","dateModified":"2025-02-04"}]</script>`, said))
	if a.Headline != "Boats for pilots" || a.Published.Year() != 2025 || a.Updated.Day() != 4 {
		t.Errorf("%q, %v, %v", a.Headline, a.Published, a.Updated)
	}
}

func TestDates(t *testing.T) {
	clock := "<header class=masthead><time datetime=2026-11-28>Saturday, 28 November 2026</time><span class=date>November 28, 2026</span></header>"
	show := func(line string) string {
		return clock + strings.Replace(said, "</h1>", "</h1>"+line, 1)
	}
	for _, test := range []struct{ name, head, body, want string }{
		{"JSON-LD", `<script type="application/ld+json">{"@type":"Article","headline":"x","datePublished":"2024-03-05T09:00:00+01:00"}</script>`, said, "2024-03-05 09:00 +0100"},
		{"Open Graph", `<meta property="article:published_time" content="2024-03-05T09:00:00Z">`, said, "2024-03-05 09:00 +0000"},
		{"parsely", `<meta name="parsely-pub-date" content="2024-03-05T09:00:00Z">`, said, "2024-03-05 09:00 +0000"},
		{"sailthru", `<meta name="sailthru.date" content="Tue, 05 Mar 2024 09:00:00 +0000">`, said, "2024-03-05 09:00 +0000"},
		{"Dublin Core", `<meta name="DC.date.issued" content="2024-03-05">`, said, "2024-03-05 00:00 +0000"},
		{"dc.date", `<meta name="dc.date" content="5 March 2024">`, said, "2024-03-05 00:00 +0000"},
		{"Drupal, the month first", `<meta property="article:published_time" content="Tue, 03/05/2024 - 09:30">`, said, "2024-03-05 09:30 +0000"},
		{"Drupal, the day first", `<meta property="article:published_time" content="Tue, 05/03/2024 - 09:30">`, said, "2024-03-05 09:30 +0000"},
		{"microdata", "", show(`<p>Published <time itemprop=datePublished datetime="2024-03-05T09:00:00+01:00">5 March</time></p>`), "2024-03-05 09:00 +0100"},
		{"microdata without a time element", "", show(`<span itemprop=datePublished content="2024-03-05T09:00:00Z">today</span>`), "2024-03-05 09:00 +0000"},
		{"a time element", "", show(`<time datetime=2024-03-05>5 March 2024</time>`), "2024-03-05 00:00 +0000"},
		{"a time element of an update before it", "", show(`<p>Updated <time datetime=2024-03-07>x</time></p><p>Published <time datetime=2024-03-05>x</time></p>`), "2024-03-05 00:00 +0000"},
		{"a time element in a footer above the text", "", show(`<footer class=node__meta>Submitted by ada on <time datetime=2024-03-05T09:00:00Z>Tue, 05/03/2024 - 09:00</time></footer>`), "2024-03-05 09:00 +0000"},
		{"a time element in a footer below the text", "", strings.Replace(said, "</article>", `<footer>Next: <time datetime=2024-03-06>6 March</time></footer></article>`, 1), "0001-01-01 00:00 +0000"},
		{"a label", "", show(`<p class=meta>By Ada Lee | Published: March 5, 2024 9:00 am</p>`), "2024-03-05 09:00 +0000"},
		{"a label, 24 hours", "", show(`<p>Posted on 5 March 2024 at 21:15</p>`), "2024-03-05 21:15 +0000"},
		{"a label with a weekday", "", show(`<p>Published: Tuesday, March 5, 2024</p>`), "2024-03-05 00:00 +0000"},
		{"both labels", "", show(`<p>Updated: March 7, 2024 | Published: March 5, 2024</p>`), "2024-03-05 00:00 +0000"},
		{"behind names", "", show(`<div>Ada Lee / HTN / Mar 5, 2024, 18:30 IST</div>`), "2024-03-05 18:30 +0530"},
		{"behind a place", "", show(`<div>Brask - 5 March 2024</div>`), "2024-03-05 00:00 +0000"},
		{"behind a headline of another story", "", show(`<div>The boat that nobody wanted - 5 March 2024</div>`), "0001-01-01 00:00 +0000"},
		{"a date alone", "", show(`<div class=article-date>5 March 2024</div>`), "2024-03-05 00:00 +0000"},
		{"a date alone, in German", "", show(`<div class=datum>5. März 2024, 9.30 Uhr</div>`), "2024-03-05 09:30 +0000"},
		{"a date alone, in Spanish", "", show(`<p>5 de marzo de 2024</p>`), "2024-03-05 00:00 +0000"},
		{"a date alone, in French", "", show(`<p>Publié le 5 mars 2024 à 9h30</p>`), "2024-03-05 09:30 +0000"},
		{"a date alone, in Ukrainian", "", show(`<p>5 березня 2024, 09:30</p>`), "2024-03-05 09:30 +0000"},
		{"a date alone, in Japanese", "", show(`<p>2024年3月5日 9:30</p>`), "2024-03-05 09:30 +0000"},
		{"a date alone, in Polish", "", show(`<p>5 mar 2024, godz. 09:30</p>`), "2024-03-05 09:30 +0000"},
		{"a date alone, in Czech", "", show(`<p>úterý 5. března 2024 9:30</p>`), "2024-03-05 09:30 +0000"},
		{"a date alone, in Hungarian", "", show(`<p>2024. március 5. 09:30</p>`), "2024-03-05 09:30 +0000"},
		{"a date alone, in Greek", "", show(`<p>Τρίτη, 5 Μαρτίου 2024, 09:30</p>`), "2024-03-05 09:30 +0000"},
		{"a date alone, in Arabic", "", show(`<p>٥ آذار ٢٠٢٤ - ٠٩:٣٠</p>`), "2024-03-05 09:30 +0000"},
		{"a date alone, in Korean", "", show(`<p>입력 2024.03.05. 오후 9:30</p>`), "2024-03-05 21:30 +0000"},
		{"a date alone, in Thai", "", show(`<p>5 มีนาคม 2567</p>`), "2024-03-05 00:00 +0000"},
		{"a date alone, by the years of an era", "", show(`<p>令和6年3月5日 9時30分</p>`), "2024-03-05 09:30 +0000"},
		{"a date and an update without a space", "", show(`<div><span>5 March 2024</span><span>Updated 7 March 2024</span></div>`), "2024-03-05 00:00 +0000"},
		{"a label behind another date", "", show(`<p>Son Güncelleme: 7.3.2024 09:30 Giriş Tarihi: 5.3.2024 09:30</p>`), "2024-03-05 09:30 +0000"},
		{"a label, the time before the date", "", show(`<p>Updated 7:00 AM CET, March 7, 2024</p><p>Published 9:30 AM CET, March 5, 2024</p>`), "2024-03-05 09:30 +0100"},
		{"a number in JSON-LD", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Boats for pilots","datePublished":1709627400000}</script>`, said, "2024-03-05 08:30 +0000"},
		{"a date that was not set", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Boats for pilots","datePublished":"1970-01-01T00:00:00Z"}</script><meta name=date content="2024-03-05">`, said, "2024-03-05 00:00 +0000"},
		{"a vocabulary that nobody knows", `<meta name="crew:pubdate" content="2024-03-05T09:30:00+01:00"><meta property="video:release_date" content="2020-01-01">`, said, "2024-03-05 09:30 +0100"},
		{"an attribute of the data of an element", "", show(`<span class=timestamp data-timestamp=1709627400>yesterday</span>`), "2024-03-05 08:30 +0000"},
		{"an element of the page's own", "", show(`<time-ago datetime="2024-03-05T09:30:00+01:00">yesterday</time-ago>`), "2024-03-05 09:30 +0100"},
		{"the data of a script", "", said + `<script>dataLayer.push({"pageType":"article","articleTitle":"Boats for pilots","articlePublishDate":"2024-03-05T09:30:00+01:00","section":"harbour","author":"Ada Lee","x":"y"});</script>`, "2024-03-05 09:30 +0100"},
		{"the address, with the name of the month", `<link rel=canonical href="https://example.org/world/2024/mar/05/boats">`, clock + said, "2024-03-05 00:00 +0000"},
		{"by the years of a republic", "", show(`<p>民國113年3月5日</p>`), "2024-03-05 00:00 +0000"},
		{"a name that says what it is", `<meta name=mediator_published_time content="2024-03-05T09:30:00+01:00"><meta name=publisher content="2020-01-01"><meta name=unpublish-date content="2020-01-01">`, said, "2024-03-05 09:30 +0100"},
		{"a time that ends in letters", "", show(`<p>Posted Tue 5 Mar 2024 at 9:30am</p>`), "2024-03-05 09:30 +0000"},
		{"a time with its unit", "", show(`<p class=date>25/03/2024 09:30h.</p>`), "2024-03-25 09:30 +0000"},
		{"slashes around a name", "", show(`<p>05/Mar/2024</p>`), "2024-03-05 00:00 +0000"},
		{"a zone in Cyrillic", "", show(`<p>5 марта 2024, 09:30 МСК</p>`), "2024-03-05 09:30 +0300"},
		{"a weekday of two words", "", show(`<p>Thứ ba, 25/3/2024, 09:30 (GMT+7)</p>`), "2024-03-25 09:30 +0700"},
		{"RDFa of Drupal", "", show(`<span property="dc:date dc:created" content="2024-03-05T09:00:00+01:00">Tue</span>`), "2024-03-05 09:00 +0100"},
		{"a date and a zone", "", show(`<p>Tue 5 Mar 2024 09.30 CET</p>`), "2024-03-05 09:30 +0100"},
		{"labels in Finnish", "", show(`<p>Päivitetty 7.3.2024 klo 9.30 | Julkaistu 5.3.2024 klo 9.30</p>`), "2024-03-05 09:30 +0000"},
		{"the address", `<link rel=canonical href="https://example.org/2024/03/05/boats">`, clock + said, "2024-03-05 00:00 +0000"},
		{"the address, without marks", `<link rel=canonical href="https://example.org/news/20240305/boats">`, clock + said, "2024-03-05 00:00 +0000"},
		{"below the headline, where a logo is the first heading", "", `<h1><a href=/>Harbour Times</a></h1><ul class=info><li>Tuesday, (08 Dec 2020)</li></ul>` + strings.Replace(said, "</h1>", `</h1><ul><li><a href=/time/2024-03-05>5 Mar 2024 09:30</a></li><li>1479</li></ul>`, 1), "2024-03-05 09:30 +0000"},
		{"below a headline that is no first heading", "", strings.Replace(strings.ReplaceAll(said, "h1>", "h2>"), "</h2>", "</h2><div class=date-info><a href=/b>Unica</a>, 5 March 2024 09:30</div>", 1) + strings.Repeat("<p>Other news</p>", 9) + `<div class=date>1 March 2024</div>`, "2024-03-05 09:30 +0000"},
		{"of the page, which is more exact than what it shows", `<script type="application/ld+json">{"@type":"WebPage","datePublished":"2024-03-05T19:35:33+01:00"}</script>`, show(`<p>6 March 2024</p>`), "2024-03-05 19:35 +0100"},
		{"of the article, where the page is older", `<script type="application/ld+json">{"@type":"WebPage","datePublished":"2020-01-01"}</script>`, show(`<p>5 March 2024</p>`), "2024-03-05 00:00 +0000"},
		{"the masthead alone", "", clock + said, "0001-01-01 00:00 +0000"},
		{"a date in the text", "", clock + strings.Replace(said, more, "<p>The harbour was opened on 5 March 1924, in the presence of a king, and has since lost most of its ships.</p>"+more, 1), "0001-01-01 00:00 +0000"},
		{"numbers that could be either", `<meta name=date content="03/05/2024">`, said, "0001-01-01 00:00 +0000"},
		{"a number of an article in the address", `<link rel=canonical href="https://example.org/boats-20249905-1">`, said, "0001-01-01 00:00 +0000"},
	} {
		a := parse(t, page("<title>Boats for pilots</title>"+test.head, test.body))
		if got := a.Published.Format("2006-01-02 15:04 -0700"); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// A date in numbers is read as the readers of a page read it.
func TestDatesInNumbers(t *testing.T) {
	for language, want := range map[string]string{"en-US": "2024-05-03", "en-GB": "2024-03-05", "de": "2024-03-05", "en": "0001-01-01", "fr-FR": "2024-03-05"} {
		a, err := html.Parse([]byte(`<html lang="`+language+`"><title>Boats</title><meta name=date content="05/03/2024">`+said), "", field.Clock{})
		if got := a.Published.Format(time.DateOnly); err != nil || got != want {
			t.Errorf("%s: %s, want %s (%v)", language, got, want, err)
		}
	}
}

func TestAPageThatNamesNoLanguageIsReadByThatOfItsText(t *testing.T) {
	const dated = `<title>Barche</title><meta name=date content="05/03/2024"><article><h1>Barche per i piloti</h1><p>`
	for text, want := range map[string]string{
		"Il porto di Velmoor ha comprato due barche per i piloti, che da lunedì porteranno a bordo chi conosce le secche davanti alla costa.":       "2024-03-05",
		"O porto de Velmoor comprou dois barcos para os pilotos, que a partir de segunda-feira levam a bordo quem conhece os baixios da costa.":     "2024-03-05",
		"The harbour of Velmoor has bought two boats for its pilots, who will bring those on board from Monday who know the shallows of the coast.": "0001-01-01",
	} {
		a := parse(t, dated+text+"</p><p>"+text+"</p></article>")
		if got := a.Published.Format(time.DateOnly); got != want {
			t.Errorf("%.20s…: %s, want %s", text, got, want)
		}
	}
}

func TestHeadlines(t *testing.T) {
	site := `<meta property="og:site_name" content="Harbour Times">`
	h1 := func(s string) string { return strings.Replace(said, "Boats for pilots", s, 1) }
	for _, test := range []struct{ name, head, body, want, source string }{
		{"behind a bar", `<meta property="og:title" content="Boats for pilots | Harbour Times">` + site, said, "Boats for pilots", "Harbour Times"},
		{"behind a dash", `<title>Boats for pilots - Harbour Times</title>` + site, h1(""), "Boats for pilots", "Harbour Times"},
		{"behind a long dash", `<meta property="og:title" content="Boats for pilots — Harbour Times">` + site, h1(""), "Boats for pilots", "Harbour Times"},
		{"behind arrows", `<title>Boats for pilots » Harbour Times</title>` + site, h1(""), "Boats for pilots", "Harbour Times"},
		{"behind its section", `<title>Boats for pilots | Region | Harbour Times</title>` + site, said, "Boats for pilots", "Harbour Times"},
		{"before a colon", `<meta property="og:title" content="Harbour Times: Boats for pilots">` + site, h1(""), "Boats for pilots", "Harbour Times"},
		{"before a bar", `<title>Harbour Times | Boats for pilots</title>` + site, said, "Boats for pilots", "Harbour Times"},
		{"with an article", `<title>Boats for pilots - The Harbour Times</title>` + site, h1(""), "Boats for pilots", "Harbour Times"},
		{"by its address", `<title>Boats for pilots - harbourtimes.example</title>` + site, h1(""), "Boats for pilots", "Harbour Times"},
		{"in capitals", `<title>Boats for pilots | HARBOUR TIMES</title>` + site, h1(""), "Boats for pilots", "Harbour Times"},
		{"of the publisher", `<title>x</title><script type="application/ld+json">{"@type":"Article","headline":"Boats for pilots | Harbour Times","publisher":{"name":"Harbour Times"}}</script>`, said, "Boats for pilots", "Harbour Times"},
		{"of the address", `<title>Boats for pilots | Harbour Times</title><link rel=canonical href="https://www.harbourtimes.example/a">`, h1(""), "Boats for pilots", ""},
		{"that the heading shows to be none", `<title>Boats for pilots - Harbour Times</title>`, said, "Boats for pilots", "Harbour Times"},
		{"a dash of the headline", `<title>Boats for pilots - a long wait | Harbour Times</title>` + site, h1("Boats for pilots - a long wait"), "Boats for pilots - a long wait", "Harbour Times"},
		{"a colon of the headline", `<meta property="og:title" content="Lindholm: Boats for pilots">` + site, h1("Boats for pilots"), "Lindholm: Boats for pilots", "Harbour Times"},
		{"a dash and no site", `<meta property="og:title" content="Boats - and pilots">` + site, h1("x"), "Boats - and pilots", "Harbour Times"},
		{"a headline about the site", `<meta property="og:title" content="Harbour Times wins a prize">` + site, h1("x"), "Harbour Times wins a prize", "Harbour Times"},
		{"the title is the site", `<title>Harbour Times</title>` + site, said, "Boats for pilots", "Harbour Times"},
		{"of the first line of the page, before a colon", `<title>Harbour Times: Boats for pilots wanted</title>`, "<b>Harbour Times</b><p><a href=/sport>Sport</a></p>" + h1(""), "Boats for pilots wanted", "Harbour Times"},
		{"of the first line of the page, at the end", `<title>Boats for pilots wanted - Harbour Times</title>`, "<b>Harbour Times</b>" + h1(""), "Boats for pilots wanted", "Harbour Times"},
		{"in a second heading, of Joomla", `<title>Boats for pilots - Harbour</title>`, strings.ReplaceAll(said, "h1>", "h2>"), "Boats for pilots", "Harbour"},
		{"in bold letters, behind the site", `<title>Coast - Boats for pilots wanted</title>`, h1("") + "<font size=5><b>Boats for pilots wanted</b></font>", "Boats for pilots wanted", ""},
		{"on a page to print", `<title>Print: Boats for pilots wanted</title>`, "<h2>Boats for pilots wanted</h2>" + h1(""), "Boats for pilots wanted", ""},
		{"of a line that no element marks", `<meta property="og:title" content="Boats for pilots wanted | Harbour Times">`, "<div>Sport</div><div class=h>Boats for pilots wanted</div>" + h1(""), "Boats for pilots wanted", ""},
		{"of such a line, and the outlet in the title", `<title>Boats for pilots wanted | Harbour Times</title>`, "<div>Sport</div><div class=h>Boats for pilots wanted</div>" + h1(""), "Boats for pilots wanted", "Harbour Times"},
		{"a headline that is the first line of the page", `<title>Boats wanted - Region and harbour</title>`, "<b>Boats wanted</b>" + h1(""), "Boats wanted - Region and harbour", ""},
		{"behind a low line, in Chinese", `<title>引航员要新船_海港晚报</title>`, h1("引航员要新船"), "引航员要新船", "海港晚报"},
		{"behind a wide bar, in Japanese", `<title>水先人に新しい船｜海港新聞</title>`, h1("水先人に新しい船"), "水先人に新しい船", "海港新聞"},
		{"behind a wide colon, in Japanese", `<meta property="og:title" content="水先人に新しい船：海港新聞"><meta property="og:site_name" content="海港新聞">`, h1(""), "水先人に新しい船", "海港新聞"},
		{"of microdata", `<title>Boats for pilots</title>`, `<div itemprop=publisher itemscope><meta itemprop=name content="Harbour Times"></div>` + said, "Boats for pilots", "Harbour Times"},
		{"of which the title has more, in Japanese", `<title>水先人に新しい船を求める（岬新聞） - まとめ</title>`, h1("水先人に新しい船を求める"), "水先人に新しい船を求める", ""},
		{"below a heading that leads home", `<title>Harbour Times: Boats for pilots</title>`, `<div id=header><h1><a href="https://times.example/">Harbour Times</a></h1></div><h3 class="entry-title">Boats for pilots</h3>` + h1(""), "Boats for pilots", "Harbour Times"},
		{"a subject before it, on the first line", `<meta property="og:title" content="Ports: Boats for pilots wanted">` + site, "<span>Ports</span>" + h1(""), "Ports: Boats for pilots wanted", "Harbour Times"},
		{"behind its kind, in the heading", `<meta property="og:title" content="Opinion | Boats for pilots">` + site, h1("<span class=kicker>Opinion</span> Boats for pilots"), "Boats for pilots", "Harbour Times"},
		{"below its kind, in the heading alone", `<title>Harbour Times</title>` + site, h1("<span class=article__kicker>Ports: </span><span>Boats for pilots</span>"), "Boats for pilots", "Harbour Times"},
		{"behind its section", `<meta property="og:title" content="Ports | Boats for pilots"><meta property="article:section" content="Ports">` + site, h1("x"), "Boats for pilots", "Harbour Times"},
		{"a label that is the whole", `<title>Harbour Times</title>` + site, h1("<span class=label>Boats for pilots</span>"), "Boats for pilots", "Harbour Times"},
		{"the name of the application", `<title>Boats for pilots</title><meta name=application-name content="Harbour Times">`, said, "Boats for pilots", "Harbour Times"},
	} {
		a := parse(t, page(test.head, test.body))
		if a.Headline != test.want || a.Source != test.source {
			t.Errorf("%s: %q of %q, want %q of %q", test.name, a.Headline, a.Source, test.want, test.source)
		}
	}
}

func TestAuthors(t *testing.T) {
	show := func(line string) string { return strings.Replace(said, "</h1>", "</h1>"+line, 1) }
	for _, test := range []struct{ name, head, body, want string }{
		{"a link", "", show(`<div class=byline>By <a href=/ada rel=author>Ada Lee</a>, Senior Reporter</div>`), "Ada Lee"},
		{"two links", "", show(`<p>By <a rel=author>Ada Lee</a> and <a rel=author>Oleh Bondar</a></p>`), "Ada Lee|Oleh Bondar"},
		{"a line", "", show(`<p class=byline>By Ada Lee and Oleh Bondar, Harbour Correspondents</p>`), "Ada Lee|Oleh Bondar"},
		{"a line with a date", "", show(`<p>By Ada Lee | Published: March 5, 2024 9:00 am</p>`), "Ada Lee"},
		{"a line with a date and how long it takes", "", show(`<div>Ada Lee · 5 March 2024 · 3 min read</div>`), "Ada Lee"},
		{"a microformat at the end", "", said + `<footer><p>By <a class="p-author h-card" href=/a>Ada Lee</a> on <time class="dt-published" datetime="2024-03-05">March 5, 2024</time></p></footer>`, "Ada Lee"},
		{"in capitals", "", show(`<span class=author>BY ADA LEE</span>`), "Ada Lee"},
		{"an agency", "", show(`<p class=byline>By Reuters Staff</p>`), "Reuters Staff"},
		{"with a place", "", show(`<p class=byline>By Ada Lee in Oster</p>`), "Ada Lee"},
		{"microdata", "", show(`<div itemprop=author itemscope><a href=/a><span itemprop=name>Ada Lee</span></a> writes on ships</div>`), "Ada Lee"},
		{"RDFa", "", show(`<span property=author typeof=Person><span property=name>Ada Lee</span></span>`), "Ada Lee"},
		{"a line with a weekday", "", show(`<div class=submitted>By Ada Lee, Tuesday, 5 March 2024 - 09:30</div>`), "Ada Lee"},
		{"several names of one author, in JSON-LD", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Boats for pilots","author":{"@type":"Person","name":["Ada Lee","Oleh Bondar"]}}</script>`, said, "Ada Lee|Oleh Bondar"},
		{"in German", "", show(`<div class=byline>Von Ada Lee</div>`), "Ada Lee"},
		{"beside the name of the site", `<meta property="og:site_name" content="Küstenfunk">`, show(`<p class=author>von Ada Lee, Küstenfunk</p>`), "Ada Lee"},
		{"the site alone", `<meta property="og:site_name" content="Harbour Times">`, show(`<p class=author>By Harbour Times</p>`), "Harbour Times"},
		{"in French, two", "", show(`<p class=meta>Par Ada Lee et Oleh Bondar — Publié le 5 mars 2024 à 6h30</p>`), "Ada Lee|Oleh Bondar"},
		{"behind a label within a line, in Chinese", "", show(`<div>2024年03月05日 08:12　来源：港城日报　记者：王小明　编辑：赵丽</div>`), "王小明"},
		{"a link to their page", "", show(`<div class=x1><a href="/autor/ada-lee">Ada Lee</a></div>`), "Ada Lee"},
		{"behind the name, in Korean", "", show(`<div class=reporter>홍길동 기자 <button>구독</button></div>`), "홍길동"},
		{"in Hebrew", "", show(`<div>מאת: דנה לוי</div>`), "דנה לוי"},
		{"before a slash", "", show(`<div class=byline><a href="/x/author-7.cms">Ada Lee</a> / HTN / Nov 6, 2026, 18:30 GMT</div>`), "Ada Lee"},
		{"in Hindi", "", show(`<div>लेखक: अनिल वर्मा</div>`), "अनिल वर्मा"},
		{"behind a label, in Arabic", "", show(`<div class=author>كتب: أحمد سالم</div>`), "أحمد سالم"},
		{"a meta element", `<meta name=author content="Ada Lee">`, said, "Ada Lee"},
		{"several meta elements", `<meta name=author content="Ada Lee"><meta name=author content="Oleh Bondar">`, said, "Ada Lee|Oleh Bondar"},
		{"an address instead of a name", `<meta property="article:author" content="https://example.org/ada">`, show(`<p class=byline>By Ada Lee</p>`), "Ada Lee"},
		{"a sentence that begins like a byline", "", show(`<p>By Monday the pilots had lost hope, and by Friday the boat.</p>`), ""},
	} {
		a := parse(t, page("<title>Boats for pilots</title>"+test.head, test.body))
		if got := strings.Join(a.Authors, "|"); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		if strings.Contains(a.Body, "Ada Lee") {
			t.Errorf("%s: the byline is in the text: %q", test.name, a.Body)
		}
	}
}
