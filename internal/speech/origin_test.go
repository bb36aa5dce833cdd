package speech_test

import (
	"strings"
	"testing"

	"byline/internal/chunk"
	"byline/internal/news"
	"byline/internal/speech"
)

// chains lists from whom sentences of a text are.
func chains(body string) []string {
	var out []string
	_, all := speech.Read(&news.Article{Body: body, Language: "en"}, chunk.Sentences)
	for _, c := range all {
		out = append(out, c.String())
	}
	return out
}

func TestFromWhomASentenceHasWhatItSays(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"an outlet that cites another": {"The ferry was sold, Bloomberg reported, citing Yomiuri.", "Bloomberg, citing Yomiuri"},
		"whom it was told":             {"“We wait,” Mara Olm told the Guardian.", "Guardian"},
		"who told it":                  {"A harbour official told Reuters that the ferry was late.", "Reuters, citing harbour official"},
		"an agency behind the place":   {"VISBY, Sweden (AP) — The ferry was late.", "AP"},
		"a ministry":                   {"The ferry was late, according to the transport ministry.", "transport ministry"},
		"media of a state":             {"The ferry was sold, state media reported.", "state media"},
		"a report that was seen":       {"The ferry was sold, according to a report seen by Reuters.", "Reuters, citing report"},
		"a statement":                  {"The company said in a statement that the ferry was sold.", "company (statement)"},
		"a filing of a day":            {"The company said in a November 28 court filing that the ferry was sold.", "company (November 28 court filing)"},
		"a paper that nobody knows, by the sort it is of": {"The ferry was sold, the newspaper Lanterna reported on Monday, citing an internal memo.", "Lanterna, citing internal memo"},
		"a paper by the sort it is of":                    {"Mara Olm told the Italian daily La Repubblica that the ferry was sold.", "La Repubblica"},
		"a reporter of an outlet":                         {"“We wait,” Mara Olm told CNN’s Jon Beck on Monday.", "CNN"},
		"two side by side":                                {"The sale, first reported by Yomiuri and confirmed by Reuters, was a surprise.", "Yomiuri and Reuters"},
		"a site":                                          {"“We wait,” said Mara Olm on ferries.com.", "ferries.com"},
		"a paper named for a day":                         {"“We wait,” said Mara Olm in the London Evening Standard on Monday.", "London Evening Standard"},
		"one that was named before":                       {"The ferry was late, according to Nour News.", "Nour News"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(chains(c.body), " | "); got != c.want {
				t.Errorf("%q is from %q, want %q", c.body, got, c.want)
			}
		})
	}
}

func TestWhoIsNoOrigin(t *testing.T) {
	for name, body := range map[string]string{
		"a person":                      "Mara Olm, a pilot, said that the ferry was late.",
		"a person with an office":       "“We wait,” Mayor Mara Olm said.",
		"those who listen":              "“We wait,” Mara Olm told reporters.",
		"whom nobody had anything from": "The police closed the harbour in August.",
		"a place":                       "The Times Square ferry runs daily.",
		"in order to":                   "Mara Olm said that in order to wait they sat down.",
	} {
		t.Run(name, func(t *testing.T) {
			if got := chains(body); got != nil {
				t.Errorf("%q is from %q", body, got)
			}
		})
	}
}

func TestTheOneThatReportedFirstStandsFirstInAnArticle(t *testing.T) {
	a := &news.Article{Source: "Reuters", Language: "en", Body: "Police confirmed to Reuters that the ferry was sold.\n\n" +
		"The Wall Street Journal reported the price. The sale was first reported by Yomiuri.\n\nESPN first reported the name, citing a report."}
	_, chains := speech.Read(a, chunk.Sentences)
	got := speech.Provenance(chains).String()
	if want := "Yomiuri; ESPN, citing report; Reuters, citing Police; The Wall Street Journal"; got != want {
		t.Errorf("it is from %q, want %q", got, want)
	}
}

func TestWhatStandsBehindAQuote(t *testing.T) {
	body := "The ferry was sold, Bloomberg reported, citing Yomiuri. It is old. Police said that nobody was hurt."
	a := &news.Article{Body: body, Language: "en"}
	_, all := speech.Read(a, chunk.Sentences)
	for quote, want := range map[string]string{"The ferry was sold": "Bloomberg, citing Yomiuri", "It is old.": "", "nobody was hurt": "Police"} {
		at := strings.Index(body, quote)
		if got := speech.Behind(news.Span{Start: at, End: at + len(quote)}, all).String(); got != want {
			t.Errorf("%q is from %q, want %q", quote, got, want)
		}
	}
}

func FuzzChains(f *testing.F) {
	f.Add("VISBY (AP) — “We wait,” Mara Olm told CNN’s Jon Beck, citing a report first seen by Reuters.", "en")
	f.Add("according to the in a by (A) — told", "")
	f.Fuzz(func(t *testing.T, body, language string) {
		body = strings.ToValidUTF8(body, "?")
		_, all := speech.Read(&news.Article{Body: body, Language: language}, chunk.Sentences)
		for _, c := range all {
			for _, o := range c.Origins {
				if o.Start < c.Start || o.End > c.End || body[o.Start:o.End] != o.Name || strings.TrimSpace(o.Name) == "" {
					t.Errorf("%+v in %+v of %q", o, c.Span, body)
				}
			}
		}
	})
}
