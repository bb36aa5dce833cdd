package api

import (
	"bytes"
	"encoding/json"
	"fmt"

	"byline/internal/news"
)

// Explanation is the parts of a score: an object with a number for each signal, in their order.
// So a new signal of ranking is told without a change here.
type Explanation news.Explanation

// MarshalJSON writes the object.
func (e Explanation) MarshalJSON() ([]byte, error) {
	b := bytes.NewBufferString("{")
	for i, s := range e {
		name, err := json.Marshal(s.Name)
		if err != nil {
			return nil, fmt.Errorf("api: explanation: %w", err)
		}
		value, err := json.Marshal(s.Value)
		if err != nil {
			return nil, fmt.Errorf("api: explanation: %s: %w", s.Name, err)
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON reads the object, and keeps the order of its members.
func (e *Explanation) UnmarshalJSON(data []byte) error {
	var values map[string]float64
	if err := json.Unmarshal(data, &values); err != nil {
		return fmt.Errorf("api: explanation: %w", err)
	}
	*e = nil
	d := json.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if err != nil {
			return nil //nolint:nilerr // the end, since all of it has been read before
		}
		if name, ok := token.(string); ok {
			*e = append(*e, news.Signal{Name: name, Value: values[name]})
		}
	}
}
