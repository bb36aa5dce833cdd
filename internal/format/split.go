package format

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"

	"byline/internal/format/container"
	"byline/internal/format/field"
	"byline/internal/format/record"
	"byline/internal/news"
)

// Split cuts an input into raw records, each to be given to Parse: the lines or
// elements of JSON, and the whole of any other format. If the input is a
// container, these are the records of all files in it. What cannot be cut out is
// a Raw with an error; Parse passes it on.
func Split(ctx context.Context, name string, r io.Reader, opts Options) iter.Seq[Raw] {
	return func(yield func(Raw) bool) {
		if opts.MaxRecord <= 0 {
			opts.MaxRecord = DefaultMaxRecord
		}
		if opts.Limits == (container.Limits{}) {
			opts.Limits = container.Default()
		}
		asked, err := ByName(opts.Format)
		if err != nil {
			yield(Raw{Input: name, Err: err})
			return
		}
		inputs := 0
		for in := range container.Open(ctx, name, r, opts.Limits) {
			at := record.Position{Inputs: inputs}
			inputs++
			if at.Inputs < opts.From.Inputs {
				continue
			}
			options := &opts
			if in.Name != name || in.ContentType != "" {
				within := opts
				within.ContentType = in.ContentType // not that of the archive
				options = &within
			}
			for raw := range split(in, asked, options) {
				at.Records++
				if at.Inputs == opts.From.Inputs && at.Records <= opts.From.Records {
					continue
				}
				raw.At = at
				if !yield(raw) {
					return
				}
				if err := ctx.Err(); err != nil && raw.Err == nil {
					yield(Raw{Input: in.Name, Line: raw.Line, Offset: in.Offset(), Err: err, Format: raw.Format})
					return
				}
			}
			if ctx.Err() != nil {
				return // which the last record said
			}
		}
	}
}

// split cuts one input that is no container, in the format asked for or, if that is empty, found out.
func split(in *container.Input, asked string, opts *Options) iter.Seq[Raw] {
	return func(yield func(Raw) bool) {
		var input opened
		err := in.Err
		if err == nil {
			err = inDrafts(strings.TrimPrefix(filepath.ToSlash(in.Name), opts.Root))
		}
		if err == nil {
			input, err = prepare(in, asked, opts.ContentType)
		}
		if err != nil {
			yield(Raw{Input: in.Name, Line: 1, Offset: in.Offset(), Err: err})
			return
		}
		records := whole(input.r, opts.MaxRecord)
		if at := cmp.Or(in.Saved, in.Modified, opts.AsOf); at != opts.AsOf {
			dated := *opts
			dated.AsOf = at
			opts = &dated
		}
		if split := input.format.splitFor(opts); split != nil {
			opts = withOrder(input.r, opts)
			records = split(input.r, opts.MaxRecord)
		}
		for cut := range records {
			raw := Raw{
				Input: in.Name, Line: cut.Number, Offset: in.Offset(), Data: cut.Data, Err: cut.Err,
				Format: input.format.name, Whole: input.format.split == nil || cut.Whole, Options: opts, URL: in.URL, Saved: in.Saved, Modified: in.Modified,
			}
			if !yield(raw) {
				return
			}
		}
	}
}

// withOrder returns the options for an input whose dates tell the order of day and month.
func withOrder(in *bufio.Reader, opts *Options) *Options {
	head, err := in.Peek(peekSize)
	if err != nil && len(head) == 0 {
		return opts // which reading it meets again
	}
	return ordered(opts, head)
}

// ordered returns the options for dates in the order that those in a text tell.
func ordered(opts *Options, text []byte) *Options {
	order := field.OrderOfDates(text)
	if order == opts.Order {
		return opts
	}
	told := *opts
	told.Order = order
	return &told
}

// whole yields all of the input as one record of at most limit bytes.
func whole(in io.Reader, limit int) iter.Seq[field.Record] {
	return func(yield func(field.Record) bool) {
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
		yield(field.Record{Number: 1, Data: data, Err: err})
	}
}
