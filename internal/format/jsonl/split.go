// Package jsonl reads articles from JSON: JSON Lines, arrays, single objects
// and objects that follow one another, under the field names of Byline's own
// API and the common spellings of public data sets. The corpora of the BEIR
// collection load as they are.
//
// Split cuts a stream of any length into records in memory bounded by the
// longest record; Parse reads one record.
package jsonl

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"

	"byline/internal/format/field"
	"byline/internal/news"
)

// peekSize is how far Split looks to tell lines from values that span several.
const peekSize = 64 << 10

// Split yields the records of r, each at most limit bytes long. Of a long envelope
// of articles, each article is one; anything else that is longer
// is yielded as an error and passed over. Blank lines are no records.
// An error of r ends the sequence with a record that carries it; the record
// that it cut short is not yielded.
func Split(r *bufio.Reader, limit int) iter.Seq[field.Record] {
	return func(yield func(field.Record) bool) {
		head, err := r.Peek(min(peekSize, r.Size()))
		if len(head) == 0 && err != nil && !errors.Is(err, io.EOF) {
			yield(field.Record{Number: 1, Err: err})
			return
		}
		if InScript(bytes.TrimLeft(head, " \t\r\n")) || isWhole(head) {
			splitWhole(r, limit, yield)
			return
		}
		if isLines(head) {
			splitLines(r, limit, yield)
			return
		}
		s := &scanner{r: r, limit: limit, line: 1}
		s.run(yield)
	}
}

// isWhole reports whether an input that begins with head cannot be cut by its
// brackets: it is in Python's spelling, over several lines or a list, or an
// array of rows of which the first tells what the others mean.
func isWhole(head []byte) bool {
	trimmed := bytes.TrimLeft(head, " \t\r\n")
	if rest, ok := bytes.CutPrefix(trimmed, []byte("[")); ok && bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte("[\"")) {
		return true
	}
	if !field.LooksLikePython(trimmed) {
		return false
	}
	first, rest, _ := bytes.Cut(trimmed, []byte("\n"))
	_, ok := field.Relax(first)
	return !ok || len(bytes.TrimSpace(rest)) == 0 && len(head) == len(first)
}

// splitWhole yields all of the input as one record.
func splitWhole(r *bufio.Reader, limit int, yield func(field.Record) bool) {
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	switch {
	case err != nil:
		data = nil
	case len(data) > limit:
		data, err = nil, tooLong(limit)
	}
	yield(field.Record{Number: 1, Data: ofScript(bytes.TrimLeft(data, " \t\r\n")), Err: err})
}

// isLines reports whether an input that begins with head has one value a line.
// It has not if it is an array, or if its first line is only the beginning of an
// object and its second does not begin another.
func isLines(head []byte) bool {
	trimmed := bytes.TrimLeft(head, " \t\r\n")
	if bytes.HasPrefix(trimmed, []byte("[")) {
		return false
	}
	first, rest, more := bytes.Cut(trimmed, []byte("\n"))
	if !more || isBalanced(first) {
		return true
	}
	if inList(first) {
		return false // an object on the next line is an element of it
	}
	return bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte("{"))
}

// isBalanced reports whether line closes every bracket that it opens.
func isBalanced(line []byte) bool {
	var n nesting
	for _, c := range line {
		n.step(c)
	}
	return n.depth <= 0 && !n.quoted
}

// inList reports whether a line ends within an array that it has opened.
func inList(line []byte) bool {
	open, quoted := openBrackets(line)
	return len(open) > 0 && line[open[len(open)-1]] == '[' && !quoted
}

// tooLong is the error of a record that exceeds limit bytes.
func tooLong(limit int) error {
	return news.Errorf(news.KindTooLarge, "record is longer than %d bytes", limit)
}

func splitLines(r *bufio.Reader, limit int, yield func(field.Record) bool) {
	for number := 1; ; number++ {
		data, open, err := readLine(r, limit)
		if open != nil {
			if r = open.split(r, limit, yield); r == nil {
				return
			}
			number-- // the rest of the line comes next
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) && news.KindOf(err) != news.KindTooLarge {
			yield(field.Record{Number: number, Err: err})
			return
		}
		if news.KindOf(err) == news.KindTooLarge {
			if !yield(field.Record{Number: number, Err: err}) {
				return
			}
			continue
		}
		if data = bytes.TrimSpace(data); len(data) > 0 {
			if !yield(field.Record{Number: number, Data: data}) {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// readLine reads to the next line end, or of a long line to where an envelope is open. Any other that long is read to its end and reported as too long.
func readLine(r *bufio.Reader, limit int) (line []byte, open *envelope, err error) {
	const ending = len("\r\n")
	long, tryAt := false, min(limit, openAt)
	for {
		part, err := r.ReadSlice('\n')
		if !long {
			line = append(line, part...)
		}
		if !long && len(line) > tryAt+ending {
			if open := openEnvelope(line[:tryAt], limit); open != nil {
				open.begun = line[len(open.head):]
				return nil, open, nil
			}
			tryAt = limit
			if long = len(line) > limit+ending; long {
				line = nil
			}
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long && (err == nil || errors.Is(err, io.EOF)):
			return nil, nil, tooLong(limit)
		}
		return line, nil, err
	}
}
