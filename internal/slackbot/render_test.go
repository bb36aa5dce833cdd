package slackbot_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"byline/internal/news"
	"byline/internal/slackbot"
)

var update = flag.Bool("update", false, "write the golden files")

// rendered are the messages that the bot sends, by the name of their golden file.
func rendered() map[string]string {
	return map[string]string{
		"answer":    slackbot.RenderAnswer(answered(), "What closes?", false)[0],
		"ephemeral": slackbot.RenderAnswer(answered(), "What closes?", true)[0],
		"markdown":  slackbot.RenderAnswer(tabular(), "What stops, and when?", false)[0],
		"partial":   slackbot.RenderAnswer(partial(), "And when does it resume?", false)[0],
		"not_found": slackbot.RenderAnswer(notFound(), "Who won the cup?", false)[0],
		"error":     slackbot.RenderError(news.Errorf(news.KindUnavailable, "qdrant: no connection")),
		"search":    slackbot.RenderHits("Search: ferry winter", hits()),
		"similar":   slackbot.RenderHits("Related coverage", hits()),
		"no_hits":   slackbot.RenderHits("Search: nothing", news.SearchResult{}),
		"quotes":    slackbot.RenderQuotes(quotes()),
		"no_quote":  slackbot.RenderQuotes(news.QuoteResult{}),
		"sayings":   slackbot.RenderSayings("olm", sayings()),
		"stories":   slackbot.RenderStories("ferry", stories()),
		"no_story":  slackbot.RenderStories("nobody", news.StoryList{}),
		"timeline":  slackbot.RenderTimeline(timeline()),
		"figures":   slackbot.RenderFigures(figures()),
		"coverage":  slackbot.RenderCoverage("ferry", coverage(3)),
		"entities":  slackbot.RenderEntities(named()),
		"revisions": slackbot.RenderRevisions(rewrittenHarbour(), "to resume in April"),
		"feedback":  slackbot.RenderThanks(),
		"waiting":   slackbot.RenderPlace(3),
		"refused":   slackbot.RenderRefusal(),
		"help":      slackbot.RenderHelp(),
	}
}

// whispered are those of them that one person sees alone.
var whispered = []string{"ephemeral", "search", "similar", "no_hits", "quotes", "no_quote", "sayings", "stories", "no_story", "timeline", "figures", "coverage", "entities", "revisions", "feedback", "refused", "help"}

// renderedModals are the modals that the bot opens.
func renderedModals(t *testing.T) map[string]string {
	d := &desk{}
	b := slackbot.New(slackbot.Deps{Searcher: d, Answerer: d, Library: shelf{}, Recorder: discard{}}, slackbot.Config{})
	sources := `[{"i":"harbour","r":1,"s":0,"e":38,"m":1},{"i":"mill","r":2,"s":51,"e":78,"m":2},{"i":"gone","r":1,"s":0,"e":9,"m":3}]`
	return map[string]string{
		"sources_modal": b.SourcesModal(t.Context(), sources),
		"filters_modal": slackbot.FiltersModal("What closes?", slackbot.Day(2025, time.March, 4), "Harbour Courier"),
		"reason_modal":  slackbot.ReasonModal("What closes?"),
	}
}

// quotes are two articles that printed words, the first of them otherwise than given and also in a copy.
func quotes() news.QuoteResult {
	first := news.Printing{Article: harbour, Quote: "The ferry to Östholm stops on Monday.", Same: 3, Pieces: []news.QuotePiece{
		{Kind: news.QuoteChanged, Given: "<b>boat</b>", Printed: "ferry & co"}, {Kind: news.QuoteDropped, Printed: "on Monday"},
	}, Copies: []news.Copy{{ID: "copy", Source: "Harbour Wire", URL: "https://wire.example/1"}}}
	return news.QuoteResult{Words: 5, Printings: []news.Printing{first, {Article: mill, Quote: "The paper mill will close.", Same: 5, Exact: true}}}
}

// shelf holds the sample articles.
type shelf struct{}

func (shelf) Article(_ context.Context, id string) (news.Article, error) {
	for _, a := range []news.Article{harbour, mill} {
		if a.ID == id {
			return a, nil
		}
	}
	return news.Article{}, news.Errorf(news.KindNotFound, "no article %q", id)
}

func (shelf) Revisions(context.Context, string) ([]news.Revision, error) { return nil, nil }

func TestMessagesAreAsInTheGoldenFiles(t *testing.T) {
	for name, got := range rendered() {
		t.Run(name, func(t *testing.T) { holdGolden(t, name, got, blockFaults(got, 50)) })
	}
	for name, got := range renderedModals(t) {
		t.Run(name, func(t *testing.T) { holdGolden(t, name, got, viewFaults(got)) })
	}
}

func holdGolden(t *testing.T, name, got string, faults []string) {
	for _, fault := range faults {
		t.Error(fault)
	}
	path := filepath.Join("testdata", "blocks", name+".json")
	if *update {
		if err := os.WriteFile(path, []byte(got+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got+"\n"); diff != "" {
		t.Errorf("blocks (-want +got), -update writes them:\n%s", diff)
	}
}

func TestErrorsTellNothingOfTheInside(t *testing.T) {
	for _, err := range []error{errors.New("sql: secret"), news.Errorf(news.KindUnavailable, "dial 10.0.0.7: secret")} {
		if got := slackbot.RenderError(err); strings.Contains(got, "secret") {
			t.Errorf("%v is shown as %s", err, got)
		}
	}
}

func TestMarkdownBecomesMrkdwn(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"**bold** and __bold__ [1]", "*bold* and *bold* [1]"},
		{"# The ferry\ntext", "*The ferry*\ntext"},
		{"> a quote & more\n- item", ">a quote &amp; more\n• item"},
		{"see [the page](https://evil.example) [1]", "see the page [1]"},
		{"<!here> <@U1> <https://x|y>", "&lt;!here&gt; &lt;@U1&gt; &lt;https://x|y&gt;"},
		{"| a | b |\n|---|:-:|\n| **one** | 2 < 3 |\nafter", "```\na   | b\n----|------\none | 2 &lt; 3\n```\nafter"},
		{"| a | " + strings.Repeat("b", 100) + " |", "```\n| a | " + strings.Repeat("b", 100) + " |\n```"}, // too wide to be lined up
		{"| two | cells |\n| one |\n| 1 | 2 | 3 |", "```\ntwo | cells\none\n1   | 2     | 3\n```"},
		{"a *slanted* and **bold** word, 2 * 3 * 4", "a _slanted_ and *bold* word, 2 * 3 * 4"},
		{"```\na <b>\n", "```\na &lt;b&gt;\n\n```"},
		{"left\u202eright\u0000", "leftright"},
	} {
		if got := slackbot.Mrkdwn(c.in); got != c.want {
			t.Errorf("Mrkdwn(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestLongTextIsCutAtSentenceEnds(t *testing.T) {
	sentence := "The council met on Monday and agreed on the new bridge [1]. "
	pieces := slackbot.Split(strings.Repeat(sentence, 200), 3000)
	for _, p := range pieces {
		if !strings.HasSuffix(p, "[1].") && !strings.HasSuffix(p, ".") {
			t.Errorf("a piece ends in %q", p[len(p)-20:])
		}
	}
	if got := strings.Join(pieces, " "); got != strings.TrimSpace(strings.Repeat(sentence, 200)) {
		t.Error("the pieces together are not the text")
	}
}

// Preformatted text, such as a table, is preformatted on both sides of a cut.
func TestATableThatIsCutStaysATable(t *testing.T) {
	markup := slackbot.Mrkdwn(strings.Repeat("| Ferry to Östholm | Monday |\n", 200))
	for _, p := range slackbot.Split(markup, 3000) {
		if !strings.HasPrefix(p, "```\n") || !strings.HasSuffix(p, "\n```") || strings.Count(p, "```") != 2 {
			t.Errorf("a piece is %q", p)
		}
	}
}

func TestAnyAnswerKeepsToTheLimitsOfSlack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := answered()
		word := rapid.SampledFrom([]string{"word ", "<!here> ", "&amp;", "😀", "| a | b |\n", "```", "\n\n", "> q\n", "**b** ", "end. ", "ö", "[x](y)"})
		a.Text = strings.Join(rapid.SliceOfN(word, 0, 3000).Draw(t, "text"), "")
		n := rapid.IntRange(0, 60).Draw(t, "citations")
		for i := range n {
			c := cite(i+1, harbour, "It hopes to resume in April.")
			c.Article.ID = rapid.StringN(1, 80, 200).Draw(t, "id")
			c.Article.Headline = rapid.String().Draw(t, "headline")
			c.Link = "https://x.example/" + strings.Repeat("a", rapid.IntRange(0, 4000).Draw(t, "link"))
			a.Citations = append(a.Citations, c)
		}
		question := rapid.StringN(1, 2000, -1).Draw(t, "question")
		for _, raw := range slackbot.RenderAnswer(a, question, true) {
			for _, fault := range blockFaults(raw, 50) {
				t.Error(fault)
			}
		}
	})
}

func TestTheDirectAnswerIsBold(t *testing.T) {
	a := answered()
	a.Text, a.Direct = "Monday – Harbour Courier, 3 March 2025 [1]\n\n"+a.Text, news.Direct{Text: "Monday", Marker: 1}
	if got := slackbot.RenderAnswer(a, "When does the ferry stop?", false)[0]; !strings.Contains(got, `*Monday* – Harbour Courier, 3 March 2025 [1]`) {
		t.Errorf("got %s", got)
	}
}
