package format

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"byline/internal/format/jsonl"
	"byline/internal/news"
)

// Split cuts an input into raw records, each to be given to Parse: the lines or
// elements of JSON, and the whole of any other format. What cannot be cut out is
// a Raw with an error; Parse passes it on.
func Split(ctx context.Context, name string, r io.Reader, opts Options) iter.Seq[Raw] {
	return func(yield func(Raw) bool) {
		if opts.MaxRecord <= 0 {
			opts.MaxRecord = DefaultMaxRecord
		}
		format, err := ByName(opts.Format)
		if err != nil {
			yield(Raw{Input: name, Err: err})
			return
		}
		in, err := unwrap(ctx, r)
		if err == nil && format == "" {
			format, err = in.detect(name, opts.ContentType)
		}
		if err != nil {
			raw := Raw{Input: name, Line: 1, Err: err}
			if in != nil {
				raw.Offset = in.counter.read
			}
			yield(raw)
			return
		}
		records := in.whole(opts.MaxRecord)
		if split := byName(format).split; split != nil {
			records = split(in.Reader, opts.MaxRecord)
		}
		for record := range records {
			raw := Raw{
				Input: name, Line: record.Number, Offset: in.counter.read, Data: record.Data, Err: record.Err,
				Format: format, Options: &opts,
			}
			if !yield(raw) {
				return
			}
			if err := ctx.Err(); err != nil && record.Err == nil {
				yield(Raw{Input: name, Line: record.Number, Offset: in.counter.read, Err: err, Format: format})
				return
			}
		}
	}
}

func (in *input) detect(name, contentType string) (string, error) {
	head, err := in.Peek(peekSize)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return "", err
	}
	return detect(head, errors.Is(err, io.EOF), name, contentType)
}

// whole yields all of the input as one record of at most limit bytes.
func (in *input) whole(limit int) iter.Seq[jsonl.Record] {
	return func(yield func(jsonl.Record) bool) {
		data, err := io.ReadAll(io.LimitReader(in, int64(limit)+1))
		switch {
		case err != nil:
			data = nil
		case len(data) > limit:
			data, err = nil, news.Errorf(news.KindTooLarge, "the input is longer than %d bytes, the most that one record may have", limit)
		case len(data) == 0:
			err = errEmpty
		}
		if err != nil && news.KindOf(err) == news.KindInternal {
			err = fmt.Errorf("format: read: %w", err)
		}
		yield(jsonl.Record{Number: 1, Data: data, Err: err})
	}
}
