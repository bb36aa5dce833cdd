package answer_test

import (
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// Who reported something first is told from dates, from copies, and from whom the
// articles have it.
func TestWhoReportedItFirst(t *testing.T) {
	const agency = "The yard of Ostrand will close in May, its owner said. It has 300 workers."
	harbour := []news.Article{
		{ID: "post", Source: "Coastal Post", Headline: "Ostrand yard to close", Published: at(11, 4), Body: agency},
		{ID: "wire", Source: "Nordwire", Headline: "Yard of Ostrand closes", Published: at(11, 3), Body: agency},
		{ID: "herald", Source: "Velmoor Herald", Headline: "300 lose their work in Ostrand", Published: at(11, 6), Body: "In Ostrand 300 people lose their work as the yard closes in May."},
		{ID: "talks", Source: "Nordwire", Headline: "Velmoor and Hollin talk of a merger", Published: at(11, 9), Body: "The councils of Velmoor and Hollin talk of a merger, the Baltic Courier first reported. A vote is due in June."},
		{ID: "late", Source: "Coastal Post", Headline: "Merger of Velmoor and Hollin", Published: at(11, 8), Body: "The councils of Velmoor and Hollin talk of a merger, two members said."},
	}
	d := newDeskOf(t, answer.Config{}, harbour)
	for _, c := range []struct {
		question, begins, direct string
		status                   news.Status
	}{
		{"Who reported first that the yard of Ostrand will close?", "Nordwire, 3 November 2026", "", news.StatusPartial},
		{"Which outlet was the first to report that the yard of Ostrand will close?", "Nordwire, 3 November 2026", "", news.StatusPartial},
		{"Who broke the news of the merger of Velmoor and Hollin?", "Baltic Courier – Nordwire", "Baltic Courier", news.StatusAnswered},
	} {
		a := d.question(c.question)
		if !strings.HasPrefix(a.Text, c.begins) || a.Direct.Text != c.direct || a.Status != c.status || len(a.Citations) == 0 {
			t.Errorf("%s: %s, direct %q: %q", c.question, a.Status, a.Direct.Text, a.Text)
		}
	}
	for question, begins := range map[string]string{
		"Which outlets reported that the yard of Ostrand will close?": "Nordwire, 3 November 2026; Coastal Post, 4 November 2026; Velmoor Herald, 6 November 2026 [1]",
		"What papers have covered the merger of Velmoor and Hollin?":  "Coastal Post, 8 November 2026; Nordwire, 9 November 2026 [1]",
		"When was the merger of Velmoor and Hollin first reported?":   "Baltic Courier – Nordwire, 9 November 2026",
		"Which newspapers carried the news of the eclipse over Lund?": "The articles do not answer",
	} {
		if a := d.question(question); !strings.HasPrefix(a.Text, begins) || a.Status == news.StatusNotFound != strings.HasPrefix(begins, "The articles") {
			t.Errorf("%s: %s, %q", question, a.Status, a.Text)
		}
	}
	if a := d.question("Who first reported the eclipse over Lund?"); a.Status != news.StatusNotFound {
		t.Errorf("nobody reported it: %s, %q", a.Status, a.Text)
	}
}
