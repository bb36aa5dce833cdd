package answer

import (
	"testing"

	"byline/internal/lexical"
	"byline/internal/news"
)

func TestTheLeadOfAnArticleIsItsFirstSentenceOfNews(t *testing.T) {
	a := &Answerer{analyzer: lexical.New()}
	for body, want := range map[string]string{
		"For the latest on the strike in Hollin, see our pages. The drivers of Hollin went on strike on Monday.":                                            "The drivers of Hollin went on strike on Monday.",
		"Guys, I have to ask you to stop this strike in Hollin. The drivers of Hollin walked out on Monday.":                                                "The drivers of Hollin walked out on Monday.",
		"As we tell you all about the strike of the drivers in Hollin, it goes on. The drivers stay out in Hollin, said the union of Velmoor.":              "The drivers stay out in Hollin, said the union of Velmoor.",
		"“The strike of the drivers of Hollin will go on for weeks.” The drivers stay out, said the union of Velmoor.":                                      "The drivers stay out, said the union of Velmoor.",
		"The driver Ada Moss is out. Moss began the strike of the drivers in Hollin on Monday. The drivers of Hollin want longer breaks at every terminus.": "The drivers of Hollin want longer breaks at every terminus.",
		"2014: The drivers of Hollin go on strike for a week. The drivers of Hollin are out again since Monday morning.":                                    "The drivers of Hollin are out again since Monday morning.",
		"HOLLIN, Velmoor ― The drivers of Hollin went on strike on Monday.":                                                                                 "The drivers of Hollin went on strike on Monday.",
		"Hollin (NWA)–The drivers of Hollin went on strike on Monday.":                                                                                      "The drivers of Hollin went on strike on Monday.",
		"AI-assisted summary The drivers of Hollin went on strike on Monday.":                                                                               "The drivers of Hollin went on strike on Monday.",
		"No guarantees are made that the drivers of Hollin strike. The drivers of Hollin walked out over their pay.":                                        "The drivers of Hollin walked out over their pay.",
		"Lena Varga/Getty images The drivers of Hollin on strike in Hollin on Monday morning. The drivers of Hollin walked out over their pay.":             "The drivers of Hollin walked out over their pay.",
	} {
		x := &news.Article{Headline: "Drivers in Hollin on strike", Body: body, Language: "en"}
		span, ok := a.lead(x)
		if got, _ := x.Cut(span, 0); !ok || got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}
