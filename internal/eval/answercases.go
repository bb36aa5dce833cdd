package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"byline/internal/news"
	"byline/internal/panics"
)

// Answerer is what is measured where answers are.
type Answerer interface {
	Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error)
}

// Expected is what an honest archive does with a question.
type Expected string

// What can be expected.
const (
	Answerable   Expected = "answerable"   // someone named an article that answers it
	Unanswerable Expected = "unanswerable" // asked before anybody can have reported it, or the set says so
	OffTopic     Expected = "off_topic"    // nothing that a newspaper answers, as a request for a poem

	OffTopicUnseen Expected = "off_topic_unseen" // the same, of questions that nothing was made for
)

// beforehand is how many days before its day a question is asked to which there
// can be no answer yet.
const beforehand = 45

// Case is a question as it is asked.
type Case struct {
	Query    Query
	Expected Expected
	AsOf     time.Time // zero: now
}

// Cases are the questions of a set as they are asked for answers: those for
// which someone named an article a day after the set says, and those of the
// surest judgements again well before it; those of which the set says that
// nothing answers them; and such as no set is needed for.
func (d *Dataset) Cases() []Case {
	var cases []Case
	surest := d.surest()
	for _, q := range d.Queries {
		day, err := time.Parse(time.DateOnly, q.Date)
		dated := err == nil
		next := day.AddDate(0, 0, 1)
		if !dated {
			next = time.Time{}
		}
		switch {
		case tellsNothing(q.Answer):
			cases = append(cases, Case{Query: q, Expected: Unanswerable, AsOf: next})
		case d.labelled(q.ID):
			cases = append(cases, Case{Query: q, Expected: Answerable, AsOf: next})
			if dated && relevant(surest[q.ID]) > 0 {
				cases = append(cases, Case{Query: q, Expected: Unanswerable, AsOf: day.AddDate(0, 0, -beforehand)})
			}
		}
	}
	return append(cases, offTopic()...)
}

// surest are the judgements by which an article was the first to tell: those
// called gold, if some are, else the first. Others may be of articles that only
// hold the answer, as older ones may.
func (d *Dataset) surest() map[string]map[string]int {
	i := max(0, slices.IndexFunc(d.Qrels, func(q Qrels) bool { return q.Name == "gold" }))
	if len(d.Qrels) == 0 {
		return nil
	}
	return d.Qrels[i].Rel
}

// tellsNothing reports whether the answer of a set is that there is none.
func tellsNothing(answer string) bool { return Normalize(answer) == "insufficient information" }

// Answered is what was answered to a case. Its JSON form is a line of a saved run.
type Answered struct {
	Query      string        `json:"query"`
	Expected   Expected      `json:"expected"`
	AsOf       time.Time     `json:"as_of,omitzero"`
	Question   string        `json:"question"`
	Gold       string        `json:"gold,omitempty"` // the answer that the set gives
	Status     news.Status   `json:"status"`
	Confidence float64       `json:"confidence"` // that there is an answer, from 0 to 1
	Direct     string        `json:"direct,omitempty"`
	Text       string        `json:"text"`
	Cited      []CitedQuote  `json:"cited,omitempty"`
	Warnings   []string      `json:"warnings,omitempty"`
	FirstWords time.Duration `json:"first_words_ns"`
}

// CitedQuote is a citation of an answer.
type CitedQuote struct {
	Article   string    `json:"article"`
	Published time.Time `json:"published,omitzero"`
	Quote     string    `json:"quote"`
}

// AnswerOptions say how to ask for answers.
type AnswerOptions struct {
	Mode       news.AnswerMode
	OnProgress func(done, total int) // called from several goroutines; may be nil
}

// AskAll puts all cases of a set, several at once, and returns what was
// answered in their order.
func AskAll(ctx context.Context, a Answerer, cases []Case, options AnswerOptions) ([]Answered, error) {
	out := make([]Answered, len(cases))
	var done atomic.Int64
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(max(2, runtime.GOMAXPROCS(0)))
	for i, c := range cases {
		group.Go(func() (err error) {
			out[i], err = ask(ctx, a, c, options.Mode)
			if n := done.Add(1); options.OnProgress != nil {
				options.OnProgress(int(n), len(cases))
			}
			return err
		})
	}
	return out, group.Wait()
}

// request is how a case is asked.
func (c Case) request(mode news.AnswerMode) news.AnswerRequest {
	return news.AnswerRequest{
		Question: c.Query.Text, NoLLM: mode == news.AnswerExtractive,
		Search: news.SearchRequest{AsOf: c.AsOf},
	}
}

func ask(ctx context.Context, a Answerer, c Case, mode news.AnswerMode) (Answered, error) {
	start, first := time.Now(), time.Duration(0)
	answer, err := a.Answer(ctx, c.request(mode), func(e news.Event) error {
		if e.Kind == news.EventDelta && first == 0 {
			first = time.Since(start)
		}
		return nil
	})
	if err != nil {
		return Answered{}, fmt.Errorf("eval: query %s: %w", c.Query.ID, err)
	}
	out := c.answered(answer)
	out.FirstWords = first
	return out, nil
}

// answered keeps what is measured of an answer.
func (c Case) answered(answer news.Answer) Answered {
	out := Answered{
		Query: c.Query.ID, Expected: c.Expected, AsOf: c.AsOf, Question: c.Query.Text, Gold: c.Query.Answer,
		Status: answer.Status, Confidence: answer.Confidence, Direct: answer.Direct.Text, Text: answer.Text, Warnings: answer.Warnings,
	}
	for _, q := range answer.Citations {
		out.Cited = append(out.Cited, CitedQuote{Article: q.Article.ID, Published: q.Article.Published, Quote: q.Quote})
	}
	return out
}

// Judged is an answerer that tells what its confidence is made of.
type Judged interface {
	Facts(ctx context.Context, req news.AnswerRequest) (news.Answer, map[string]float64, error)
}

// judged is a line of what [WriteFacts] writes.
type judgedLine struct {
	Query    string             `json:"query"`
	Expected Expected           `json:"expected"`
	Early    bool               `json:"early,omitempty"` // asked before its day
	Status   news.Status        `json:"status"`
	Right    bool               `json:"right"`    // the answer holds what the set gives
	InFirst  bool               `json:"in_first"` // its first quote does
	Facts    map[string]float64 `json:"facts"`
}

// WriteFacts writes, for each question of a set as it is asked, a line of JSON:
// what is expected, what is known of the answer, and whether it is right. From
// that the weights of confidence are fitted.
func WriteFacts(ctx context.Context, a Judged, d *Dataset, w io.Writer) error {
	lines := json.NewEncoder(w)
	for _, c := range d.Cases() {
		answer, facts, err := a.Facts(ctx, c.request(news.AnswerExtractive))
		if err != nil {
			return fmt.Errorf("eval: query %s: %w", c.Query.ID, err)
		}
		answered := c.answered(answer)
		line := judgedLine{
			Query: c.Query.ID, Expected: c.Expected, Status: answer.Status, Right: answered.right(),
			Early:   c.isEarly(),
			InFirst: len(answered.Cited) > 0 && holds(answered.Cited[0].Quote, c.Query.Answer),
			Facts:   facts,
		}
		if err := lines.Encode(line); err != nil {
			return fmt.Errorf("eval: %w", err)
		}
	}
	return nil
}

// timedAnswers is how many answers the clock runs for at most, spread over the cases.
const timedAnswers = 200

// FirstWords is how long a lone reader waits for the first words of an answer:
// cases are asked one after the other, once to warm up and once for the clock.
func FirstWords(ctx context.Context, a Answerer, cases []Case, mode news.AnswerMode) (Latency, error) {
	step := max(1, (len(cases)+timedAnswers-1)/timedAnswers)
	var took []time.Duration
	for _, timed := range []bool{false, true} {
		for i := 0; i < len(cases); i += step {
			answered, err := ask(ctx, a, cases[i], mode)
			if err != nil {
				return Latency{}, err
			}
			if timed {
				took = append(took, answered.FirstWords)
			}
		}
	}
	slices.Sort(took)
	return Latency{P50: quantile(took, .5), P95: quantile(took, .95)}, nil
}
