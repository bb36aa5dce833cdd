package terminal

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"byline/internal/news"
)

// Answerer answers questions. emit gets the answer as it is written.
type Answerer interface {
	Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error)
}

// Answer asks for an answer and prints it as it is written, then its sources.
// Warnings go to Err.
func (t IO) Answer(ctx context.Context, answerer Answerer, req news.AnswerRequest) (news.Answer, error) {
	answer, err := t.stream(ctx, answerer, req)
	if err != nil {
		return answer, err
	}
	p := t.Printer()
	if len(answer.Citations) > 0 {
		fmt.Fprintln(p.W)
		p.Sources(answer.Citations)
	}
	if text := Understood(answer.Understood); text != "" {
		fmt.Fprintln(p.W)
		p.DimLine("", text)
	}
	for _, w := range answer.Warnings {
		fmt.Fprintln(t.Err, "byline: warning:", Safe(w))
	}
	return answer, nil
}

// stream prints the text of an answer as it is written.
func (t IO) stream(ctx context.Context, answerer Answerer, req news.AnswerRequest) (news.Answer, error) {
	out, wait := &Wrapper{W: t.Out, Width: width(t.Out)}, t.newWait()
	wait.show("searching …")
	written := false
	var direct news.Direct
	answer, err := answerer.Answer(ctx, req, func(e news.Event) error {
		switch {
		case e.Kind == news.EventPassages:
			wait.show(fmt.Sprintf("reading %d passages …", len(e.Passages)))
		case e.Kind == news.EventWaiting:
			wait.show(Safe(e.Waiting) + " …")
		case e.Kind == news.EventDirect:
			direct = e.Direct
		case e.Kind == news.EventDelta && e.Delta != "":
			wait.over()
			text := Safe(e.Delta)
			if rest, ok := strings.CutPrefix(text, Safe(direct.Text)); ok && !written && direct.Text != "" {
				text = t.Painter().Paint(Bold, Safe(direct.Text)) + rest
			}
			written = true
			return out.WriteText(text)
		}
		return nil
	})
	wait.over()
	if err == nil && !written {
		err = out.WriteText(Safe(answer.Text))
		written = true
	}
	err = errors.Join(err, out.Flush())
	if written {
		fmt.Fprintln(t.Out)
	}
	return answer, err
}
