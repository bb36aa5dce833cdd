package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"byline/internal/news"
)

// answerRows are the rows of the table: what they tell and the score of it.
var answerRows = []struct{ text, score string }{
	{"holds the answer", "answer_recall"},
	{"  within 100 words", "holds@100"},
	{"  within 50 words", "holds@50"},
	{"  within 25 words", "holds@25"},
	{"  in the first quote", "first_quote"},
	{"  all its words, in any order", "answer_words"},
	{"direct answer equals it", "direct_right"},
	{"  shown", "direct_shown"},
	{"  right where shown", "direct_precision"},
	{"two quotes alike", "alike"},
	{"articles > 180 days apart", "far_apart"},
	{"words", "words"},
	{"cited articles that are named", "citation_precision"},
	{"named articles that are cited", "citation_recall"},
	{"answered is right", "answered_right"},
	{"partial is right", "partial_right"},
	{"answerable refused", "refused_answerable"},
	{"unanswerable refused", "refused_unanswerable"},
	{"  known before all the same", "known_before"},
	{"off topic met", "off_topic"},
	{"  of unseen questions", "off_topic_unseen"},
}

// WriteAnswers writes the report of a run for answers for people, mode beside
// mode: the scores, then what is refused at some thresholds and how often a
// confidence was right.
func (r Report) WriteAnswers(w io.Writer) error {
	if err := writeScores(w, r.Answers); err != nil {
		return err
	}
	for _, a := range r.Answers {
		if err := a.writeRefusals(w); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "\n%s: %d queries, %d judged\n", r.Dataset, r.Queries, r.Judged)
	return r.Ingest.write(w)
}

func writeScores(w io.Writer, reports []AnswerReport) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "answers")
	for _, r := range reports {
		fmt.Fprintf(t, "\t%s", r.Mode)
	}
	fmt.Fprintln(t)
	for _, row := range answerRows {
		fmt.Fprint(t, row.text)
		for _, r := range reports {
			fmt.Fprint(t, "\t"+r.cell(row.score))
		}
		fmt.Fprintln(t)
	}
	fmt.Fprint(t, "first words, p50 / p95 ms")
	for _, r := range reports {
		if r.FirstWords == (Latency{}) { // a model is not put to the clock
			fmt.Fprint(t, "\t–")
			continue
		}
		fmt.Fprintf(t, "\t%.1f / %.1f", r.FirstWords.P50, r.FirstWords.P95)
	}
	fmt.Fprintln(t)
	return t.Flush()
}

func (r *AnswerReport) cell(score string) string {
	value, measured := r.Scores[score]
	switch {
	case !measured:
		return "–"
	case score == "words":
		return fmt.Sprintf("%.0f", value)
	}
	return fmt.Sprintf("%.3f", value)
}

// shownUnanswerable are the shares of unanswerable questions for whose refusal
// the price is shown.
var shownUnanswerable = []float64{.5, .6, .7, .8, .85, .9, .95}

func (r *AnswerReport) writeRefusals(w io.Writer) error {
	fmt.Fprintf(w, "\n%s: %d answerable, %d unanswerable, %d off topic\n",
		r.Mode, r.Cases[Answerable], r.Cases[Unanswerable], r.Cases[OffTopic]+r.Cases[OffTopicUnseen])
	for _, status := range []news.Status{news.StatusAnswered, news.StatusPartial, news.StatusNotFound} {
		s := r.Statuses[status]
		fmt.Fprintf(w, "%s: %d, right %.3f\n", status, s.Count, s.Right)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	if len(r.Curve) > 0 {
		fmt.Fprint(t, "\nthreshold\tanswerable refused\tunanswerable refused\t\n")
	}
	for _, share := range shownUnanswerable {
		at := slices.IndexFunc(r.Curve, func(p RefusalPoint) bool { return p.Unanswerable >= share })
		if at < 0 {
			continue
		}
		p := r.Curve[at]
		fmt.Fprintf(t, "%.2f\t%.3f\t%.3f\t\n", p.Threshold, p.Answerable, p.Unanswerable)
	}
	if len(r.Calibrated) > 0 {
		fmt.Fprint(t, "\nconfidence\tcases\ton average\tright\t\n")
	}
	for _, b := range r.Calibrated {
		fmt.Fprintf(t, "%.1f–%.1f\t%d\t%.3f\t%.3f\t\n", b.Low, b.High, b.Count, b.Confidence, b.Right)
	}
	return t.Flush()
}

// SaveAnswers writes what was answered, a line of JSON for each case.
func SaveAnswers(w io.Writer, all []Answered) error {
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	for _, a := range all {
		if err := lines.Encode(a); err != nil {
			return fmt.Errorf("eval: %w", err)
		}
	}
	return nil
}
