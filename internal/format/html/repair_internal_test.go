package html

import (
	"encoding/json"
	"reflect"
	"testing"

	"byline/internal/format/field"
)

// What is JSON stays what it is, and what is not costs no more than its length.
func FuzzReadJSON(f *testing.F) {
	f.Add(`{"@type":"Article","headline":"A \"b\"",}`)
	f.Add("// <![CDATA[\n[{\"a\":1}{\"b\":[1,2,],}]\n// ]]>")
	f.Add(`{"a":"b" c","d":/* e */"f\u00e9\x"};{}`)
	f.Fuzz(func(t *testing.T, script string) {
		values := readJSON(script)
		var value any
		if json.Unmarshal([]byte(script), &value) == nil && (len(values) != 1 || !reflect.DeepEqual(values[0], value)) {
			t.Errorf("%q became %v", script, values)
		}
		for _, v := range values {
			if _, err := json.Marshal(v); err != nil {
				t.Error(err)
			}
		}
	})
}

func FuzzDates(f *testing.F) {
	f.Add("Published: Tuesday, March 5, 2024 at 9:00 am GMT")
	f.Add("5. März 2024, 9.30 Uhr")
	f.Add("Fri, 07/14/2023 - 10:30")
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range []calendar{{}, {numbers: field.DayFirst}, {numbers: field.MonthFirst}} {
			if found, ok := c.find(text); ok && (found.start < 0 || found.end > len(text) || found.start >= found.end || found.at.IsZero()) {
				t.Errorf("%q: %+v", text, found)
			}
		}
	})
}
