package html

import (
	"strings"
	"testing"
	"time"

	"byline/internal/format/field"
)

func TestASavedPageIsFromWhereItWasSaved(t *testing.T) {
	const text = `<title>Gate four</title><p>The flood gate in Ravnholm did not close on Tuesday, the harbour office said.</p>`
	for name, test := range map[string]struct{ page, want string }{
		"by a browser":           {"<!DOCTYPE html>\r\n<!-- saved from url=(0034)https://post.example/flood/gate-4 -->\r\n<html>" + text, "https://post.example/flood/gate-4"},
		"without a space":        {"<!-- saved from url=(0034)https://post.example/flood/gate-4--><html>" + text, "https://post.example/flood/gate-4"},
		"by SingleFile":          {"<html><!--\n Page saved with SingleFile \n url: https://post.example/gate?a=1 \n saved date: Tue Mar 03 2026\n-->" + text, "https://post.example/gate?a=1"},
		"by HTTrack":             {"<html>\n<!-- Mirrored from post.example/flood/gate-4.html by HTTrack Website Copier/3.x [XR&CO'2014], Tue, 03 Mar 2026 10:00:00 GMT -->\n" + text, "https://post.example/flood/gate-4.html"},
		"by the Wayback Machine": {`<html><head><script>__wm.wombat("https://post.example/gate-4","20260305081212","https://web.archive.org/","web","/_static/","1");</script></head>` + text, "https://post.example/gate-4"},
		"as a reader's view":     {`<html><body><a class="domain reader-domain" href="https://post.example/gate-4">post.example</a>` + text, "https://post.example/gate-4"},
		"from a disk":            {"<!-- saved from url=(0022)file:///home/me/x.html --><html>" + text, ""},
		"from nowhere":           {"<!-- saved from url=(0014)about:internet --><html>" + text, ""},
		"canonical is it":        {`<!-- saved from url=(0034)https://post.example/amp/gate-4 --><html><head><link rel="canonical" href="https://post.example/gate-4"></head>` + text, "https://post.example/gate-4"},
		"words of a story":       {"<html>" + text + "<p>saved from url=(0034)https://post.example/x</p>", ""},
	} {
		a, err := Parse([]byte(test.page), "text/html", field.Clock{})
		if err != nil || a.URL != test.want {
			t.Errorf("%s: %q, %v; want %q", name, a.URL, err, test.want)
		}
	}
}

// What archive.today says of its copy is not said of the article.
func TestACopyInAnArchiveIsOfWhatItIsACopyOf(t *testing.T) {
	const page = `<html><head><title>Gate four | Oster Post</title><link rel="canonical" href="https://archive.ph/2026.03.09-081212/https://post.example/2026/03/03/gate-4">` +
		`<meta property="og:site_name" content="archive.ph"><meta property="og:title" content="Gate four | Oster Post"><meta property="article:published_time" content="2026-03-09T08:12:12Z"></head>` +
		`<body><h1>Gate four</h1><p>By Karl Reem, Oster Post</p><p>The flood gate in Ravnholm did not close on Tuesday, the harbour office said.</p></body></html>`
	a, err := Parse([]byte(page), "text/html", field.Clock{})
	got := strings.Join(append([]string{a.Headline, a.Source, a.URL, a.Published.Format(time.DateOnly)}, a.Authors...), " | ")
	if want := "Gate four | Oster Post | https://post.example/2026/03/03/gate-4 | 2026-03-03 | Karl Reem"; err != nil || got != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
}

// Blogger has the name of the blog for the only large heading, and who wrote below the text.
func TestAPageOfABlogTellsItsNameAndAuthor(t *testing.T) {
	const page = `<html><head><title>Harbour Watch: Gate four stays open</title></head><body><div class="header"><h1 class="title"><a href="/">Harbour Watch</a></h1></div>` +
		`<div class="cc-window"><span>Wir verwenden Cookies, um Inhalte zu personalisieren.</span></div><div class="post hentry"><h3 class="post-title entry-title">Gate four stays open</h3><div class="post-body entry-content">The flood gate in Ravnholm did not close on Tuesday, the harbour office said.<br><br>It is to be mended.</div>` +
		`<div class="post-footer"><span class="post-author vcard">Posted by <span class="fn">Karl Reem</span></span></div></div><div id="comments"><div class="comment-author vcard"><cite class="fn">Bob</cite></div><p>Good.</p></div></body></html>`
	a, err := Parse([]byte(page), "text/html", field.Clock{})
	if got, want := a.Headline+" | "+a.Source+" | "+strings.Join(a.Authors, ", "), "Gate four stays open | Harbour Watch | Karl Reem"; err != nil || got != want || strings.Contains(a.Body, "Cookies") {
		t.Errorf("%s, %v; want %s; %q", got, err, want, a.Body)
	}
}

// Who wrote is linked to a page about them, whatever stands beside.
func TestALinkToAPageAboutAnAuthorNamesOne(t *testing.T) {
	const page = `<html lang="es"><head><title>El muelle</title></head><body><article><h1>El muelle</h1><div><a href="/autor/nora-lind">Nora Lind</a> Ravnholm - martes, 3 de noviembre de 2026</div>` +
		`<p>La compuerta de Ravnholm no se cerró el martes, dijo la oficina del puerto.</p><p>Según <a href="/autor/karl-reem">Karl Reem</a>, que ya escribió sobre la compuerta en septiembre, hacía tiempo que no se revisaba, y nadie en la oficina quiso decir por qué, aunque se preguntó a varios de sus miembros durante la semana pasada y la anterior.</p></article></body></html>`
	a, err := Parse([]byte(page), "text/html", field.Clock{})
	if err != nil || strings.Join(a.Authors, ", ") != "Nora Lind" {
		t.Errorf("%q, %v", a.Authors, err)
	}
}
