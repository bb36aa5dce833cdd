package answer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/answer"
	"byline/internal/news"
)

// ferries are articles of an archive that ended in November, asked about in the
// year after. Some only mention the ferry.
func ferries() []news.Article {
	article := func(id string, month time.Month, day int, headline, body string) news.Article {
		return news.Article{ID: id, Source: "Velmoor Herald", Headline: headline, Published: at(month, day), Body: body}
	}
	return []news.Article{
		article("old", 2, 3, "Ferry to Hollin gets a new captain", "The ferry to Hollin has a new captain, Ida Maren, the harbour office said on Tuesday. The ferry sails at six."),
		article("strike", 10, 20, "Ferry crews in Hollin vote to strike", "Crews of the Hollin ferry voted on Monday to strike for two days, their union Seafast said."),
		article("fares", 10, 28, "Hollin ferry fares to rise by a tenth", "Fares on the Hollin ferry will rise by a tenth in January, the operator Northline said on Tuesday."),
		article("deal", 11, 4, "Hollin ferry strike ends with a deal", "Northline and the union Seafast signed a deal on Wednesday that ends the strike on the Hollin ferry."),
		article("festival", 11, 5, "Choir festival opens in Ostrand", "The choir festival of Ostrand opened on Thursday with forty choirs. Some guests came by the Hollin ferry. The mayor Ole Brandt sang along."),
	}
}

// The latest on a topic is the newest that the archive has on it, even where the
// archive ended long ago; what only mentions the topic is not of it.
func TestTheLatestOnATopicIsTheNewestThereIs(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, ferries())
	for _, question := range []string{"Latest on the Hollin ferry", "What's new about the Hollin ferry?", "What happened recently with the Hollin ferry?"} {
		a, err := d.Answer(t.Context(), news.AnswerRequest{Question: question, Search: news.SearchRequest{AsOf: at(11, 5).AddDate(1, 2, 0)}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := cited(a), []string{"deal", "fares", "strike"}; !slices.Equal(got, want) {
			t.Errorf("%s: cites %v, want %v: %q", question, got, want, a.Text)
		}
		if a.Status != news.StatusPartial || len(a.Warnings) != 1 {
			t.Errorf("%s: %s, warnings %q", question, a.Status, a.Warnings)
		}
	}
}

// What only mentions a topic in passing is not the latest on it, if articles of some months ago are about it.
func TestTheLatestOnATopicIsOfArticlesThatAreAboutIt(t *testing.T) {
	var all []news.Article
	for i, day := range []int{1, 9, 20} {
		all = append(all,
			news.Article{ID: fmt.Sprint("about", i), Source: "Nordwire", Language: "en", Headline: fmt.Sprintf("Harbour strike in Hollin, day %d", day), Published: at(7, day), Body: fmt.Sprintf("The harbour strike in Hollin goes on, now with %d ships waiting. Talks on the harbour strike in Hollin failed again.", 5+day)},
			news.Article{ID: fmt.Sprint("beside", i), Source: "Nordwire", Language: "en", Headline: fmt.Sprintf("Ballet number %d opens", day), Published: at(11, day), Body: fmt.Sprintf("Ballet number %d opened before %d guests. A dancer recalled the harbour strike in Hollin, where she grew up.", day, 90+day)},
		)
	}
	d := newDeskOf(t, answer.Config{}, all)
	a, err := d.Answer(t.Context(), news.AnswerRequest{Question: "What is the latest on the harbour strike in Hollin?", Search: news.SearchRequest{AsOf: at(11, 21)}}, nil)
	if err != nil || !slices.Equal(cited(a), []string{"about2", "about1", "about0"}) || !strings.Contains(strings.Join(a.Warnings, " "), "20 July 2026") {
		t.Errorf("cites %v, %v, warnings %q: %q", cited(a), err, a.Warnings, a.Text)
	}
}

// Whether something is still so is told by the newest, in whatever words.
func TestWhatIsStillSoIsToldByTheNewest(t *testing.T) {
	all := []news.Article{
		{ID: "shut", Source: "Nordwire", Headline: "Tarn Bridge shut", Published: at(10, 2), Body: "The Tarn Bridge in Hollin is still closed to lorries, the council said on Friday."},
		{ID: "open", Source: "Nordwire", Headline: "Lorries back on Tarn Bridge", Published: at(11, 5), Body: "Lorries may cross the Tarn Bridge in Hollin again since Thursday, the council said."},
		{ID: "other", Source: "Nordwire", Headline: "Market of Oster closed", Published: at(11, 9), Body: "The market of Oster is closed for a week because of a burst pipe."},
	}
	if a := newDeskOf(t, answer.Config{}, all).question("Is the Tarn Bridge still closed to lorries?"); len(a.Citations) == 0 || a.Citations[0].Article.ID != "open" {
		t.Errorf("cites %v: %q", cited(a), a.Text)
	}
}

func TestASummaryIsNotMistakenForAName(t *testing.T) {
	a, err := newDeskOf(t, answer.Config{}, ferries()).Answer(t.Context(), news.AnswerRequest{Question: "Summarise the strike on the Hollin ferry"}, nil)
	if err != nil || len(a.Understood.Spellings) > 0 || !slices.Contains(cited(a), "deal") {
		t.Errorf("read as %v, cites %v, %v", a.Understood.Spellings, cited(a), err)
	}
}

// counted is a reader that counts how often it is asked.
type counted struct {
	finger
	times *int
}

func (c counted) Read(ctx context.Context, question string, excerpts []news.Excerpt) ([]news.Reading, error) {
	*c.times++
	return c.finger.Read(ctx, question, excerpts)
}

func TestDigestsAreReadAtMostOnce(t *testing.T) {
	for question, most := range map[string]int{"Latest on the Hollin ferry": 1, "What happened recently with the Hollin ferry?": 1, "What's new?": 0} {
		times := 0
		d := newDeskOf(t, answer.Config{Reader: counted{finger{phrase: "ferry"}, &times}}, ferries())
		if a := d.question(question); len(a.Citations) == 0 || times != most {
			t.Errorf("%s: the reader was asked %d times, want %d: %q", question, times, most, a.Text)
		}
	}
}
