package access

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/news"
)

// maxRecords is far more than anybody has.
const maxRecords = 10_000

// parse reads a line of JSON for each key; name is what errors call the text.
// It is strict: an unknown or repeated field, a line that is cut short and two
// keys with one ID are errors, and so is a text without a key, for somebody who
// has one does not want the doors open. Every faulty line is reported.
func parse(name string, text []byte) ([]Key, error) {
	var (
		keys   []Key
		faults []error
		number int
		first  = map[string]int{} // ID: number of its line
	)
	for line := range bytes.Lines(text) {
		number++
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		k, err := parseLine(line)
		if err == nil && first[k.ID] > 0 {
			err = fmt.Errorf("the ID %s is taken by line %d", k.ID, first[k.ID])
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s:%d: %w", name, number, err))
			continue
		}
		first[k.ID] = number
		keys = append(keys, k)
	}
	switch {
	case len(faults) > 0:
		return nil, news.Errorf(news.KindInvalid, "%w", errors.Join(faults[:min(len(faults), 5)]...))
	case len(keys) == 0:
		return nil, news.Errorf(news.KindInvalid, "%s:1: there is no API key in it; it may have been cut short: restore it, or run `byline keys off` to do without keys", name)
	case len(keys) > maxRecords:
		return nil, news.Errorf(news.KindInvalid, "%s:%d: more than %d API keys", name, number, maxRecords)
	}
	return keys, nil
}

func parseLine(line []byte) (Key, error) {
	var k Key
	err := json.Unmarshal(line, &k, json.RejectUnknownMembers(true))
	var meaning *json.SemanticError
	var syntax *jsontext.SyntacticError
	switch {
	case errors.As(err, &meaning) && errors.Is(err, json.ErrUnknownName):
		return Key{}, fmt.Errorf("%s: unknown field", meaning.JSONPointer.LastToken())
	case errors.As(err, &meaning) && meaning.Err != nil:
		return Key{}, fmt.Errorf("%s: %w", meaning.JSONPointer.LastToken(), meaning.Err)
	case errors.As(err, &meaning):
		return Key{}, fmt.Errorf("%s: is of another type", meaning.JSONPointer.LastToken())
	case errors.As(err, &syntax):
		return Key{}, fmt.Errorf("not a JSON document: %w, after byte %d", syntax.Err, syntax.ByteOffset)
	case err != nil:
		return Key{}, fmt.Errorf("not a JSON document: %w", err)
	}
	return k, k.check()
}

// Record writes k as a line of a key file, without the end of the line.
func Record(k Key) ([]byte, error) {
	line, err := json.Marshal(k)
	if err != nil {
		return nil, fmt.Errorf("access: %w", err)
	}
	return line, nil
}

// format writes keys as parse reads them.
func format(keys []Key) ([]byte, error) {
	var b bytes.Buffer
	for _, k := range keys {
		line, err := Record(k)
		if err != nil {
			return nil, err
		}
		b.Write(append(line, '\n'))
	}
	return b.Bytes(), nil
}
