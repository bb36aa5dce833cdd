package eval

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"byline/internal/answer"
	"byline/internal/news"
)

//go:embed hostile.json hostile-replies.json hostile-statements.json hostile-words.json
var hostileFiles embed.FS

// Habit is something that language models do in place of a plain reply, and what has to come of it.
type Habit struct {
	Name   string          `json:"habit"`
	Reply  string          `json:"reply"`
	Shows  []string        `json:"shows"`  // what the answer has, cited
	Hides  []string        `json:"hides"`  // what it has not
	Mode   news.AnswerMode `json:"mode"`   // empty: either
	Status news.Status     `json:"status"` // empty: any
}

// hostile is the file of habits.
type hostile struct {
	Question string `json:"question"`
	Articles []struct {
		Outlet, Day, Headline, Text string
	} `json:"articles"`
	Habits []Habit `json:"habits"`
}

// HabitOutcome is what came of a habit.
type HabitOutcome struct {
	Habit  string   `json:"habit"`
	Faults []string `json:"faults,omitempty"`
	Answer string   `json:"answer"`
}

// Hostile lets a model with each of the habits that are known reply to a
// question, and reports what is wrong with the answers that are made of it.
// Passages are given, not searched for; all else is as for every question.
func Hostile(ctx context.Context) ([]HabitOutcome, error) {
	var outcomes []HabitOutcome
	names, err := fs.Glob(hostileFiles, "*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		some, err := hostileOf(ctx, name)
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, some...)
	}
	return outcomes, nil
}

// hostileOf does so with the habits of one file, over its own articles.
func hostileOf(ctx context.Context, name string) ([]HabitOutcome, error) {
	data, err := hostileFiles.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var file hostile
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("eval: habits: %w", err)
	}
	found, err := file.found()
	if err != nil {
		return nil, err
	}
	outcomes := make([]HabitOutcome, 0, len(file.Habits))
	for _, h := range file.Habits {
		a := answer.New(found, answer.Config{Chat: scripted(h.Reply)})
		got, err := a.Answer(ctx, news.AnswerRequest{Question: file.Question}, nil)
		if err != nil {
			return nil, fmt.Errorf("eval: habit %q: %w", h.Name, err)
		}
		outcomes = append(outcomes, HabitOutcome{Habit: h.Name, Faults: h.faults(got), Answer: got.Text})
	}
	return outcomes, nil
}

// faults lists what is wrong with an answer.
func (h *Habit) faults(a news.Answer) []string {
	var faults []string
	for _, s := range h.Shows {
		if !strings.Contains(a.Text, s) {
			faults = append(faults, fmt.Sprintf("lacks %q", s))
		}
	}
	if a.Mode == news.AnswerLLM { // quotes may have any words of the articles
		for _, s := range h.Hides {
			if strings.Contains(a.Text, s) {
				faults = append(faults, fmt.Sprintf("shows %q", s))
			}
		}
	}
	if h.Mode != "" && a.Mode != h.Mode {
		faults = append(faults, fmt.Sprintf("is made by %s, not %s", a.Mode, h.Mode))
	}
	if h.Status != "" && a.Status != h.Status {
		faults = append(faults, fmt.Sprintf("is %s, not %s", a.Status, h.Status))
	}
	return faults
}

// WriteHostile writes what is wrong, and a count.
func WriteHostile(w io.Writer, outcomes []HabitOutcome) error {
	wrong := 0
	for _, o := range outcomes {
		if len(o.Faults) == 0 {
			continue
		}
		wrong++
		if _, err := fmt.Fprintf(w, "%s: %s\n  %q\n", o.Habit, strings.Join(o.Faults, "; "), o.Answer); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d habits, %d wrong\n", len(outcomes), wrong)
	return err
}

// given is a search that finds the same whatever is asked.
type given news.SearchResult

// Search returns what is given.
func (g given) Search(context.Context, news.SearchRequest) (news.SearchResult, error) {
	return news.SearchResult{Hits: append([]news.Hit(nil), g.Hits...)}, nil
}

func (f *hostile) found() (given, error) {
	var g given
	for i, x := range f.Articles {
		day, err := time.Parse(time.DateOnly, x.Day)
		if err != nil {
			return g, fmt.Errorf("eval: habits: article %d: %w", i+1, err)
		}
		a := news.Article{ID: fmt.Sprintf("article-%d", i+1), Source: x.Outlet, Headline: x.Headline, Published: day, Body: x.Text, Language: "en"}
		g.Hits = append(g.Hits, news.Hit{
			Article: a, Score: 1 - float64(i)/10,
			Passage: news.Passage{Span: news.Span{End: len(x.Text)}, Text: x.Text},
		})
	}
	return g, nil
}

// scripted is a language model that replies the same to everything.
type scripted string

// Chat streams the reply five bytes at a time, as models cut words and markers anywhere.
func (s scripted) Chat(_ context.Context, _ []news.Message, onDelta func(string) error) (string, error) {
	const piece = 5
	for rest := string(s); rest != ""; {
		n := min(piece, len(rest))
		if err := onDelta(rest[:n]); err != nil {
			return "", err
		}
		rest = rest[n:]
	}
	return string(s), nil
}
