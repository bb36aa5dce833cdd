package sheet

import (
	"bytes"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"

	"byline/internal/news"
)

// readJSON reads a text or an object a line. Objects have their texts in columns of the
// names of their members.
func readJSON(text []byte) (t table) {
	at := map[string]int{}
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var one string
		if json.Unmarshal(line, &one) == nil {
			t.rows = append(t.rows, row{cells: []string{one}})
			continue
		}
		t.rows = append(t.rows, t.object(line, at))
	}
	return t
}

// object reads the texts of an object; at is the columns so far, by name.
func (t *table) object(line []byte, at map[string]int) row {
	var members map[string]any
	if err := json.Unmarshal(line, &members); err != nil {
		return row{err: news.Errorf(news.KindInvalid, "it is neither a text nor an object in JSON")}
	}
	cells := slices.Repeat([]string{""}, len(t.names)) // and of those that this line is the first to have
	for _, name := range slices.Sorted(maps.Keys(members)) {
		text, isText := members[name].(string)
		if !isText {
			continue
		}
		i, known := at[name]
		if !known {
			i = len(t.names)
			at[name] = i
			t.names, cells = append(t.names, name), append(cells, "")
		}
		cells[i] = text
	}
	return row{cells: cells}
}
