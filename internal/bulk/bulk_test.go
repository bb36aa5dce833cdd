package bulk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/bulk"
	"byline/internal/news"
)

// clerk answers a question with its words, later ones sooner.
type clerk struct{ asked atomic.Int32 }

func (c *clerk) Answer(_ context.Context, req news.AnswerRequest, _ func(news.Event) error) (news.Answer, error) {
	c.asked.Add(1)
	switch {
	case strings.HasPrefix(req.Question, "Who panics"):
		panic("it does")
	case strings.HasPrefix(req.Question, "Who fails"):
		return news.Answer{}, errors.New("it does")
	}
	return news.Answer{Status: news.StatusAnswered, Text: req.Question}, nil
}

func (c *clerk) Check(context.Context, string, news.SearchRequest) (news.Finding, error) {
	return news.Finding{Status: news.BatchSupported}, nil
}

func (c *clerk) Mentions(context.Context, string, news.SearchRequest) (news.Finding, error) {
	return news.Finding{Status: news.BatchFound}, nil
}

func linesOf(texts ...string) (lines []news.BatchLine) {
	for i, text := range texts {
		lines = append(lines, news.BatchLine{Row: i + 1, Text: text})
	}
	return lines
}

func run(t *testing.T, c bulk.Clerk, lines []news.BatchLine) (rows []news.BatchRow) {
	t.Helper()
	err := bulk.New(c).Batch(t.Context(), news.BatchRequest{Lines: lines}, func(r news.BatchRow) error {
		rows = append(rows, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Rows come in the order of their lines, and no line ends the rest.
func TestRowsComeInOrder(t *testing.T) {
	var texts []string
	for i := range 200 {
		texts = append(texts, fmt.Sprintf("Who is %d?", i))
	}
	texts[20], texts[30], texts[40], texts[50] = "Who panics?", "Who fails?", "Marta Ilven", "The ferry to Vell lay idle."
	lines := linesOf(texts...)
	lines[10].Err = errors.New("no UTF-8")
	rows := run(t, &clerk{}, lines)
	for i, row := range rows {
		want := news.BatchStatus("answered")
		switch i {
		case 10, 20, 30:
			want = news.BatchFailed
		case 40:
			want = news.BatchFound
		case 50:
			want = news.BatchSupported
		}
		if row.Row != i+1 || row.Text != texts[i] || row.Status != want || (row.Err != nil) != (want == news.BatchFailed) {
			t.Errorf("row %d is %+v", i+1, row)
		}
	}
	if len(rows) != len(texts) {
		t.Errorf("%d rows", len(rows))
	}
}

// Whoever goes away ends the work.
func TestABatchEndsWithWhoeverWaitsForIt(t *testing.T) {
	gone := errors.New("gone")
	c := &clerk{}
	n := 0
	err := bulk.New(c).Batch(t.Context(), news.BatchRequest{Lines: linesOf(strings.Split(strings.Repeat("Who?\n", 5000), "\n")...)}, func(news.BatchRow) error {
		n++
		if n == 3 {
			return gone
		}
		return nil
	})
	if !errors.Is(err, gone) || n != 3 || c.asked.Load() > 1000 {
		t.Errorf("error %v after %d rows, %d asked", err, n, c.asked.Load())
	}
}

// busy has no room the first times.
type busy struct {
	clerk

	until time.Time
}

func (b *busy) Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
	if time.Now().Before(b.until) {
		return news.Answer{}, &news.Error{Kind: news.KindUnavailable, RetryAfter: 2 * time.Second, Err: errors.New("busy")}
	}
	return b.clerk.Answer(ctx, req, emit)
}

// A batch waits for room, but not for ever.
func TestABatchWaitsForRoom(t *testing.T) {
	for wait, status := range map[time.Duration]news.BatchStatus{9 * time.Second: "answered", time.Hour: "failed"} {
		synctest.Test(t, func(t *testing.T) {
			rows := run(t, &busy{until: time.Now().Add(wait)}, linesOf("Who?"))
			if rows[0].Status != status {
				t.Errorf("after %v: %+v", wait, rows[0])
			}
		})
	}
}

func TestKindOf(t *testing.T) {
	for text, want := range map[string]news.LineKind{
		"Who won?": news.LineQuestion, "who owns the Lumme cog": news.LineQuestion, "ferry fire": news.LineQuestion, "wildfires": news.LineQuestion, "Is it true?": news.LineQuestion,
		"Marta Ilven": news.LineName, "Ursula von der Leyen": news.LineName, "OpenAI": news.LineName, "Martin Luther King Jr.": news.LineName, "Зеленський": news.LineName, "习近平": news.LineName, "Acme Inc.": news.LineName,
		"The ferry to Vell lay idle.": news.LineClaim, "80 people lost their jobs at the yard": news.LineClaim, "It sank.": news.LineClaim,
	} {
		if got := bulk.KindOf(text); got != want {
			t.Errorf("%s is a %s, want a %s", text, got, want)
		}
	}
}
