package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
)

// clerk answers with the sentences of an archive that share a word with the
// question and were published before it was asked.
type clerk []news.Article

func (c clerk) Answer(_ context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
	if strings.Contains(req.Question, "fail") {
		return news.Answer{}, errors.New("told to fail")
	}
	a := news.Answer{Status: news.StatusNotFound, Text: "Nothing was found.", Mode: news.AnswerLLM}
	if req.NoLLM {
		a.Mode = news.AnswerExtractive
	}
	asked := wordSet(req.Question)
	for _, article := range c {
		shared := 0
		for w := range wordSet(article.Body) {
			if asked[w] {
				shared++
			}
		}
		if shared < 2 || !req.Search.AsOf.IsZero() && article.Published.After(req.Search.AsOf) {
			continue
		}
		if a.Status == news.StatusNotFound {
			a.Status, a.Text, a.Confidence = news.StatusAnswered, "", .8
		}
		a.Citations = append(a.Citations, news.Citation{Marker: len(a.Citations) + 1, Article: article, Quote: article.Body})
		a.Text += article.Body + " [1] "
	}
	return a, emit(news.Event{Kind: news.EventDelta, Delta: a.Text})
}

func onDay(day string) time.Time {
	t, _ := time.Parse(time.DateOnly, day)
	return t
}

var quay = clerk{
	{ID: "a1", Published: onDay("2024-03-02"), Body: "The ferry Sigrid burned off Holmsund."},
	{ID: "a2", Published: onDay("2024-03-03"), Body: "The ferry Sigrid burned off Holmsund, its owner said."},
	{ID: "a3", Published: onDay("2023-01-05"), Body: "Ostvik has 12 tram lines."},
}

func quaySet() *Dataset {
	return &Dataset{
		Name: "quay",
		Queries: []Query{
			{ID: "q1", Text: "Which ferry burned off Holmsund?", Answer: "Sigrid", Date: "2024-03-04"},
			{ID: "q2", Text: "How many tram lines has Ostvik?", Answer: "12", Date: "2023-06-01"},
			{ID: "q3", Text: "Who won?", Answer: "Insufficient information.", Date: "2024-03-04"},
			{ID: "q4", Text: "Who ran?", Answer: "Nobody", Date: "2024-03-04"}, // nobody judged it
			{ID: "q5", Text: "Is there a lighthouse?", Answer: "Yes"},
		},
		Qrels: []Qrels{
			{Name: "gold", Rel: map[string]map[string]int{"q1": {"a1": 1}, "q2": {"a3": 1}}},
			{Name: "silver", Rel: map[string]map[string]int{"q1": {"a2": 1}, "q5": {"a3": 1}}},
		},
	}
}

func TestQuestionsAreAskedADayAfterTheirDayAndWellBefore(t *testing.T) {
	type key struct {
		query    string
		expected Expected
		asOf     string
	}
	seen := map[key]bool{}
	offTopic := 0
	for _, c := range quaySet().Cases() {
		if c.Expected == OffTopic || c.Expected == OffTopicUnseen {
			offTopic++
			continue
		}
		day := ""
		if !c.AsOf.IsZero() {
			day = c.AsOf.Format(time.DateOnly)
		}
		seen[key{c.Query.ID, c.Expected, day}] = true
	}
	for _, want := range []key{
		{"q1", Answerable, "2024-03-05"},
		{"q1", Unanswerable, "2024-01-19"},
		{"q2", Answerable, "2023-06-02"},
		{"q2", Unanswerable, "2023-04-17"},
		{"q3", Unanswerable, "2024-03-05"},
		{"q5", Answerable, ""}, // only silver, and no day
	} {
		if !seen[want] {
			t.Errorf("%v is not asked", want)
		}
		delete(seen, want)
	}
	for other := range seen {
		t.Errorf("%v is asked", other)
	}
	if offTopic != 80 {
		t.Errorf("%d questions off the topic", offTopic)
	}
}

func TestAnswersAreMeasured(t *testing.T) {
	answered, err := AskAll(t.Context(), quay, quaySet().Cases(), AnswerOptions{Mode: news.AnswerExtractive})
	if err != nil {
		t.Fatal(err)
	}
	r := MeasureAnswers(quaySet(), news.AnswerExtractive, answered)
	for name, want := range map[string]float64{
		"answer_recall":        1, // of q1 and q2; "yes" cannot be looked for
		"holds@25":             1,
		"first_quote":          1,
		"answer_words":         2. / 3,
		"direct_shown":         0,
		"alike":                .5, // q1 quotes the fire twice
		"far_apart":            0,
		"refused_answerable":   1. / 3,
		"answered_answerable":  2. / 3,
		"refused_unanswerable": 1, // q1 before the fire, and q3
		"known_before":         1. / 2,
		"answered_right":       1,
		"not_found_right":      2. / 3, // not of q5
		"citation_precision":   1,
		"citation_recall":      1,
		"off_topic":            1,
	} {
		if got, ok := r.Scores[name]; !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	if _, ok := r.Scores["direct_precision"]; ok {
		t.Error("no direct answer was shown, yet they have a precision")
	}
}

func TestMarkersAreNoPartOfAnAnswer(t *testing.T) {
	a := Answered{Expected: Answerable, Text: "It has many lines. [12]", Gold: "12", Status: news.StatusAnswered}
	if a.right() || a.score(quaySet())["answer_recall"] != 0 {
		t.Error("the number of a marker was taken for the answer")
	}
}

func TestArticlesOfDifferentTimesAreSeen(t *testing.T) {
	a := Answered{Cited: []CitedQuote{{Published: onDay("2024-01-01")}, {}, {Published: onDay("2024-07-01")}}}
	if !a.mixesTimes() {
		t.Error("182 days apart")
	}
	a.Cited[2].Published = onDay("2024-06-01")
	if a.mixesTimes() {
		t.Error("152 days apart")
	}
}

func TestRefusalCurveTellsThePriceOfEachThreshold(t *testing.T) {
	curve := refusalCurve([]Answered{
		{Expected: Answerable, Confidence: .9}, {Expected: Answerable, Confidence: .4},
		{Expected: Unanswerable, Confidence: .5}, {Expected: Unanswerable, Confidence: .1},
		{Expected: OffTopic, Confidence: 1},
	})
	at := func(threshold float64) (p RefusalPoint) {
		for _, q := range curve {
			if q.Threshold <= threshold {
				p = q
			}
		}
		return p
	}
	if p := at(.3); p.Answerable != 0 || p.Unanswerable != .5 {
		t.Errorf("at .3: %+v", p)
	}
	if p := at(.6); p.Answerable != .5 || p.Unanswerable != 1 {
		t.Errorf("at .6: %+v", p)
	}
	if refusalCurve([]Answered{{Expected: Answerable}}) != nil {
		t.Error("a curve without unanswerable questions")
	}
}

func TestConfidenceIsComparedWithWhatIsRight(t *testing.T) {
	bins := calibration([]Answered{
		{Expected: Answerable, Confidence: .95, Text: "Sigrid", Gold: "Sigrid"},
		{Expected: Answerable, Confidence: 1, Text: "Nobody", Gold: "Sigrid"},
		{Expected: Unanswerable, Confidence: .2, Text: "Nobody", Gold: "Sigrid"},
	})
	if len(bins) != 2 || bins[0].Count != 1 || bins[0].Right != 0 || bins[1].Count != 2 || bins[1].Right != .5 {
		t.Errorf("%+v", bins)
	}
}

func TestAnswersAreReportedAndSaved(t *testing.T) {
	answered, err := AskAll(t.Context(), quay, quaySet().Cases(), AnswerOptions{Mode: news.AnswerExtractive})
	if err != nil {
		t.Fatal(err)
	}
	r := NewReport(quaySet())
	r.Answers = []AnswerReport{MeasureAnswers(quaySet(), news.AnswerExtractive, answered)}
	var table, saved bytes.Buffer
	if err := r.WriteAnswers(&table); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"holds the answer", "1.000", "extractive: 3 answerable, 3 unanswerable, 80 off topic", "answered: "} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("no %q in\n%s", want, table.String())
		}
	}
	document, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Dataset string
		Answers struct {
			Recall float64 `json:"answer_recall"`
			Mode   string
		}
		Modes map[string]any `json:"answer_modes"`
	}
	if err := json.Unmarshal(document, &read); err != nil || read.Dataset != "quay" || read.Answers.Recall != 1 || read.Answers.Mode != "extractive" || read.Modes["extractive"] == nil {
		t.Errorf("%s: %v", document, err)
	}
	if err := SaveAnswers(&saved, answered); err != nil || strings.Count(saved.String(), "\n") != len(answered) {
		t.Errorf("%d lines, %v", strings.Count(saved.String(), "\n"), err)
	}
}

func TestAFaultOfOneAnswerEndsTheRunAndNamesTheQuery(t *testing.T) {
	_, err := AskAll(t.Context(), quay, []Case{{Query: Query{ID: "q9", Text: "fail"}}}, AnswerOptions{})
	if err == nil || !strings.Contains(err.Error(), "q9") {
		t.Error(err)
	}
}
