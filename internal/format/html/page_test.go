package html_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"byline/internal/dates"
	"byline/internal/format/field"
	"byline/internal/format/html"
	"byline/internal/news"
)

const paragraph = "<p>The town of Lindholm has closed its old bridge to lorries after cracks were found in two of its piers, the mayor said.</p>\n"

// TestParseRefusesBombs holds that pages made to exhaust a reader are refused,
// or read, at once.
func TestParseRefusesBombs(t *testing.T) {
	unclosed := func(n int, tag string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "<%s id=%d>", tag, i)
		}
		return b.String()
	}
	var attributes strings.Builder
	for i := range 300_000 {
		fmt.Fprintf(&attributes, "a%d=1 ", i)
	}
	for name, test := range map[string]struct{ page, want string }{
		"deep":                 {strings.Repeat("<div>", 50_000), "cannot read the page"},
		"very deep":            {strings.Repeat("<div>", 200_000), "more than 60000 elements"},
		"many elements":        {strings.Repeat("<p>x</p>", 100_000), "more than 60000 elements"},
		"unclosed formatting":  {unclosed(400, "b") + strings.Repeat("<p>x", 20_000), "never closed"},
		"many attributes":      {"<div " + attributes.String() + ">", "more than 200000 attributes"},
		"much text":            {"<p>" + strings.Repeat("x ", 3<<20), "bytes of text"},
		"many bytes":           {"<!--" + strings.Repeat("x", 20<<20) + "-->", "more than 16777216"},
		"a huge attribute":     {"<div class=\"" + strings.Repeat("x ", 2<<20) + "\">" + paragraph, ""},
		"a huge script":        {"<script>" + strings.Repeat("x();", 1<<20) + "</script>" + paragraph, ""},
		"nested lists":         {strings.Repeat("<ul><li>x", 200) + paragraph, ""},
		"many paragraphs":      {"<article>" + strings.Repeat(paragraph, 20_000), ""},
		"paragraphs in depth":  {strings.Repeat("<div class='related content'>", 450) + strings.Repeat(paragraph, 5_000), ""},
		"times in depth":       {strings.Repeat("<div class=related>", 450) + strings.Repeat("<time class=published>5 March 2024</time>", 20_000) + paragraph, ""},
		"many table cells":     {"<article><table>" + strings.Repeat("<tr><td>x", 20_000) + "</table>" + paragraph, ""},
		"a state cut short":    {"<script>window.__STATE__ = {" + strings.Repeat("x", 500) + `</script>` + paragraph, ""},
		"structured data only": {`<script type="application/ld+json">` + strings.Repeat("[", 100_000) + `</script>` + paragraph, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := html.Parse([]byte("<!doctype html><title>Bridge</title>"+test.page), "", field.Clock{})
			switch {
			case test.want == "" && (err != nil || !strings.Contains(a.Body, "The town of Lindholm")):
				t.Errorf("%v, body %.100q", err, a.Body)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || news.KindOf(err) == news.KindInternal):
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

// What counts from when a page was read is its date where there is no other, and nobody's text.
func TestParseTimesAgo(t *testing.T) {
	read := time.Date(2025, 2, 5, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct{ line, want string }{
		{"<time>2 hours ago</time>", "2025-02-05T10:00"},
		{"<p>By Ada Lee 3 days ago</p>", "2025-02-02T00:00"},
		{"<!--\n Page saved with SingleFile \n url: https://x.example/a \n saved date: Mon Feb 03 2025 09:00:00 GMT+0100 (CET)\n--><time>2 days ago</time>", "2025-02-01T00:00"},
		{"<div>Ada Lee · vor 20 Minuten · 3 Min.</div>", "2025-02-05T11:40"},
		{"<span class=date>Yesterday, 9:30</span>", "2025-02-04T09:30"},
		{"<p>Sea 2025</p>", "0001-01-01T00:00"},
		{"<time>2 hours ago</time><p>Published 3 February 2025</p>", "2025-02-03T00:00"},
	} {
		a, err := html.Parse([]byte("<title>Bridge</title><article><h1>Bridge</h1>"+test.line+paragraph+"</article>"), "", field.Clock{AsOf: read, Words: dates.Read})
		if got := a.Published.Format("2006-01-02T15:04"); err != nil || got != test.want {
			t.Errorf("%s: %s, want %s, %v", test.line, got, test.want, err)
		}
	}
}

func TestParseMetadata(t *testing.T) {
	for _, test := range []struct {
		name, head string
		want       string // headline | authors | published | source | section | subjects | URL
	}{
		{
			"JSON-LD in an array", `<script type="application/ld+json">[{"@type":"BreadcrumbList"},{"@type":"NewsArticle","headline":"A","author":"Ada Lee","datePublished":"2025-02-03","publisher":{"name":"P"},"articleSection":"S","keywords":["k","l"],"url":"https://example.org/a"}]</script>`,
			"A | Ada Lee | 2025-02-03 | P | S | k, l | https://example.org/a",
		},
		{"JSON-LD with a line end in a string", "<script type=\"application/ld+json\">{\"@type\":\"Article\",\"headline\":\"A\nB\"}</script>", "A B |  | 0001-01-01 |  |  |  | "},
		{"broken JSON-LD", `<script type="application/ld+json">{"@type":"Article",</script><meta property="og:title" content="A">`, "A |  | 0001-01-01 |  |  |  | "},
		{
			"Open Graph", `<meta property="og:title" content="A &amp; B"><meta property="og:site_name" content="P"><meta property="og:url" content="https://example.org/a"><meta property="article:published_time" content="2025-02-03T01:00:00Z"><meta property="article:author" content="https://example.org/ada"><meta name="author" content="Ada Lee"><meta property="article:tag" content="k"><meta property="article:tag" content="l">`,
			"A & B | Ada Lee | 2025-02-03 | P |  | k, l | https://example.org/a",
		},
		{"a bad time before a good one", `<title>A</title><meta property="article:published_time" content="soon"><meta name="date" content="3 February 2025">`, "A |  | 2025-02-03 |  |  |  | "},
		{"a script as an address", `<title>A</title><link rel="canonical" href="javascript:alert(1)">`, "A |  | 0001-01-01 |  |  |  | "},
	} {
		a, err := html.Parse([]byte("<html><head>"+test.head+"</head><body><article>"+paragraph+"</article></body></html>"), "", field.Clock{})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		got := strings.Join([]string{a.Headline, strings.Join(a.Authors, ", "), a.Published.Format("2006-01-02"), a.Source, a.Section, strings.Join(a.Subjects, ", "), a.URL}, " | ")
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestParseTimeElement(t *testing.T) {
	a, err := html.Parse([]byte("<title>A</title><article><time datetime=2025-02-03T09:40:00+02:00>today</time>"+paragraph+"</article>"), "", field.Clock{})
	if err != nil || a.Published.Format("15:04 -0700") != "09:40 +0200" {
		t.Errorf("%v, %v", a.Published, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("<!doctype html><html lang=en><title>A</title><article><h1>A</h1><p>B<br>C<p>D</article>")
	f.Add(`<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":["A"],"author":[[{"name":1}]]}]}</script><table><b><p>x`)
	f.Add("<figure><figcaption>A. Photo: B</figcaption></figure><pre>a\n  b</pre><svg><title>x</title></svg>")
	f.Fuzz(func(t *testing.T, page string) {
		a, err := html.Parse([]byte(page), "text/html", field.Clock{})
		if err != nil {
			return
		}
		for _, s := range []string{a.Headline, a.Body, a.Caption, a.Source, a.URL, strings.Join(a.Authors, "")} {
			if !utf8.ValidString(s) {
				t.Errorf("%q is not UTF-8", s)
			}
		}
		for p := range strings.SplitSeq(a.Body, "\n\n") {
			if a.Body != "" && (p == "" || strings.ContainsAny(p, "\n\r\t")) {
				t.Errorf("paragraph %q", p)
			}
		}
	})
}

// The extraction takes minutes for a title of this length; it is of no use to it.
func TestALongTitleIsKeptFromTheExtraction(t *testing.T) {
	title := strings.Repeat("# a ", 1<<18)
	page := "<!doctype html><html><head><title>" + title + "</title></head><body><article><p>The ferry sailed at noon.</p></article></body></html>"
	a, err := html.Parse([]byte(page), "text/html", field.Clock{})
	if err != nil || a.Headline != strings.TrimSpace(title) || a.Body != "The ferry sailed at noon." {
		t.Errorf("a headline of %d bytes, body %q, error %v", len(a.Headline), a.Body, err)
	}
}

// A document of Google's that is saved as a page has its title in a style, not in a heading.
func TestTheTitleOfADocumentIsItsHeadline(t *testing.T) {
	for page, want := range map[string]string{
		`<body class="doc-content"><p class="c1 title">Bridge closes</p><p class="c2">` + paragraph + `</p></body>`: "Bridge closes",
		`<body><p class="c2">` + paragraph + `</p><p class="title">Other news of the day</p></body>`:                "",
	} {
		if a, err := html.Parse([]byte(page), "", field.Clock{}); err != nil || a.Headline != want {
			t.Errorf("%q, %v, want %q", a.Headline, err, want)
		}
	}
}
