package client

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/tmaxmax/go-sse"

	"byline/internal/api"
	"byline/internal/news"
)

// maxEvent is the longest event of a stream that is read, in bytes.
const maxEvent = 16 << 20

// Answer answers a question. It calls emit, if not nil, for each step as the
// server reports it; an error from emit ends the answer. Citations come without
// the bodies of their articles.
func (c *Client) Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (answer news.Answer, err error) {
	var body bytes.Buffer
	if err := api.WriteAnswerRequest(&body, req); err != nil {
		return answer, err
	}
	// Always streamed: the signs of life tell a long answer from a server that hangs.
	stream := request{method: http.MethodPost, path: []string{"v1", "answers"}, body: body.Bytes(), accept: streamType}
	err = c.do(ctx, stream, func(r io.Reader) (err error) {
		answer, err = c.readAnswer(r, emit)
		return err
	})
	return answer, err
}

// readAnswer reads the events of an answer up to the last.
func (c *Client) readAnswer(r io.Reader, emit func(news.Event) error) (news.Answer, error) {
	for frame, err := range sse.Read(r, &sse.ReadConfig{MaxEventSize: maxEvent}) {
		if err != nil {
			return news.Answer{}, news.Errorf(news.KindUnavailable, "server %s: the answer broke off: %w", c, err)
		}
		if frame.Type == "error" {
			return news.Answer{}, c.brokenOff(frame.Data)
		}
		event, known, err := api.ReadEvent(news.EventKind(frame.Type), strings.NewReader(frame.Data))
		if err != nil {
			return news.Answer{}, news.Errorf(news.KindUnavailable, "server %s: event %q: %w", c, frame.Type, err)
		}
		if !known {
			continue
		}
		if emit != nil {
			if err := emit(event); err != nil {
				return news.Answer{}, err
			}
		}
		if event.Kind == news.EventDone {
			return event.Done, nil
		}
	}
	return news.Answer{}, news.Errorf(news.KindUnavailable, "server %s: the answer broke off", c)
}

// brokenOff is the error that a server reports in a stream that has begun.
func (c *Client) brokenOff(problem string) error {
	err := api.ReadProblem(strings.NewReader(problem))
	if err == nil {
		return news.Errorf(news.KindUnavailable, "server %s: the answer broke off", c)
	}
	return news.Errorf(news.KindOf(err), "server %s: %w", c, err)
}
