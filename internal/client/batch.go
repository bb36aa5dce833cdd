package client

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"byline/internal/api"
	"byline/internal/news"
)

// linesAtOnce is how many lines go with one request, so that none is long.
const linesAtOnce = 500

// Batch answers lines and gives the rows to emit in their order. Where the server wants
// it to wait in between, it does, and goes on behind the last row that came.
func (c *Client) Batch(ctx context.Context, req news.BatchRequest, emit func(news.BatchRow) error) error {
	all := req.Lines
	for done := 0; done < len(all); {
		req.Lines = all[done:min(len(all), done+linesAtOnce)]
		came, err := c.batch(ctx, req, emit)
		done += came
		var kinded *news.Error
		switch {
		case err == nil:
		case errors.As(err, &kinded) && kinded.Kind == news.KindThrottled && kinded.RetryAfter > 0:
			select {
			case <-time.After(kinded.RetryAfter):
			case <-ctx.Done():
				return ctx.Err()
			}
		default:
			return err
		}
	}
	return nil
}

// batch answers the lines of one request, and returns how many rows came.
func (c *Client) batch(ctx context.Context, req news.BatchRequest, emit func(news.BatchRow) error) (came int, err error) {
	var body bytes.Buffer
	if err := api.WriteBatchRequest(&body, req); err != nil {
		return 0, err
	}
	err = c.do(ctx, request{method: http.MethodPost, path: []string{"v1", "batch"}, body: body.Bytes(), accept: linesType}, func(r io.Reader) error {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, maxEvent)
		for lines.Scan() {
			if len(lines.Bytes()) == 0 { // a sign of life
				continue
			}
			row, err := api.ReadBatchRow(lines.Bytes())
			if err != nil {
				return err
			}
			if came == len(req.Lines) {
				break
			}
			line := req.Lines[came]
			came++
			row.Row, row.Text = line.Row, line.Text
			if line.Err != nil {
				row.Err = line.Err
			}
			if err := emit(row); err != nil {
				return err
			}
		}
		if err := lines.Err(); err != nil {
			return err
		}
		if came < len(req.Lines) {
			return news.Errorf(news.KindUnavailable, "server %s: the rows broke off", c)
		}
		return nil
	})
	return came, err
}
