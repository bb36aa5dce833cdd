package html_test

import (
	"fmt"
	"strings"
	"testing"

	"byline/internal/format/field"
	"byline/internal/format/html"
)

// Pages on which a program has put several articles give each of them.
func TestAnExportGivesItsArticles(t *testing.T) {
	for name, test := range map[string]struct {
		page string
		want []string
	}{
		"a channel of Telegram": {
			`<div class="page_header"><div class="text bold">Mole News</div></div><div class="message service" id="message-1"><div class="body details">3 February 2025</div></div>` +
				`<div class="message default" id="message2"><div class="date details" title="03.02.2025 09:00:00 UTC+01:00">09:00</div><div class="from_name">Mole News</div><div class="text">One.<br><br>Two.</div><div class="signature">Ada Lee</div></div>` +
				`<div class="message default joined" id="message3"><div class="date details" title="03.02.2025 10:00:00 UTC+01:00">10:00</div><div class="media_wrap"></div></div>`,
			[]string{"Mole News | 2025-02-03T09:00:00+01:00 | Ada Lee |  | One.\n\nTwo."},
		},
		"a channel in a browser": {
			`<div class="tgme_widget_message js-widget_message"><a class="tgme_widget_message_owner_name"><span>Mole News</span></a><div class="tgme_widget_message_text js-message_text">One.</div><a class="tgme_widget_message_date" href="https://t.example/mole/7"><time datetime="2025-02-03T08:00:00+00:00">08:00</time></a></div>`,
			[]string{"Mole News | 2025-02-03T08:00:00Z |  |  | One."},
		},
		"a press database": {
			`<article><span class="DocPublicationName">La Gazette, no. 12</span><span class="DocHeader">Région, lundi 3 février 2025 312 mots, p. 4</span><div class="titreArticle"><p>La digue</p></div><p class="docAuthors">Ada Lee</p><div class="DocText"><p>Un.</p><p>Deux.</p></div></article>` +
				`<article><span class="DocPublicationName">Le Phare</span><span class="DocHeader">4 février 2025</span><div class="titreArticle">Le bac</div><div class="DocText"><p>Trois.</p></div></article>`,
			[]string{"La Gazette | 2025-02-03T00:00:00Z | Ada Lee | La digue | Un.\n\nDeux.", "Le Phare | 2025-02-04T00:00:00Z |  | Le bac | Trois."},
		},
		"a page about messages": {`<article><h1>Moles</h1><p class="message" id="message1">One.</p></article>`, nil},
	} {
		var got []string
		for _, a := range html.Export([]byte("<html><body>"+test.page+"</body></html>"), "", field.Clock{}) {
			got = append(got, fmt.Sprint(a.Source, " | ", a.Published.Format("2006-01-02T15:04:05Z07:00"), " | ", strings.Join(a.Authors, ", "), " | ", a.Headline, " | ", a.Body))
		}
		if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
