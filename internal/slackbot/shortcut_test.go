package slackbot_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
)

func TestRelatedCoverageIsOfTheLinkInAMessageOrOfItsText(t *testing.T) {
	const known = "https://courier.example/harbour?a=1&b=2"
	for name, c := range map[string]struct {
		message string
		want    []news.SimilarRequest
	}{
		"a link to an article": {`{"text":"look: <https://courier.example/harbour?a=1&amp;b=2|the ferry>"}`,
			[]news.SimilarRequest{{URL: known}}},
		"a link to something else": {`{"text":"look: <https://else.example/1|the ferry>"}`,
			[]news.SimilarRequest{{URL: "https://else.example/1"}, {Text: "look: the ferry"}}},
		"two links": {`{"text":"<https://else.example/1|this> and <https://courier.example/harbour?a=1&amp;b=2|that>"}`,
			[]news.SimilarRequest{{URL: "https://else.example/1"}, {URL: known}}},
		"no link": {`{"text":"The ferry of <@U7|Ann> &amp; <#C1|desk> stops <!here>"}`,
			[]news.SimilarRequest{{Text: "The ferry of Ann & desk stops"}}},
		"the post of an app": {`{"text":"","attachments":[{"title":"The ferry","title_link":"` + known + `","text":"stops"}]}`,
			[]news.SimilarRequest{{URL: known}}},
		"a link that unfurled": {`{"text":"<https://else.example/1|x>","attachments":[{"from_url":"https://else.example/1","title":"Ferry","text":"It stops."}]}`,
			[]news.SimilarRequest{{URL: "https://else.example/1"}, {Text: "x Ferry It stops."}}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, nil)
			d.shortcutOn(c.message)
			if got := d.slack.wait("respond", 1)[0]; got.Get("response_type") != "ephemeral" || !strings.Contains(got.Get("blocks"), "Related coverage") {
				t.Errorf("told %v", got)
			}
			for i := range c.want {
				c.want[i].Limit = 8
			}
			if diff := cmp.Diff(c.want, d.compared); diff != "" {
				t.Errorf("compared (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAMessageWithoutTextOrLinkHasNoRelatedCoverage(t *testing.T) {
	d := newDesk(t, nil)
	d.shortcut("<@U7>")
	if got := d.slack.wait("respond", 1)[0].Get("text"); !strings.Contains(got, "no text and no link") || len(d.compared) > 0 {
		t.Errorf("told %q", got)
	}
}
