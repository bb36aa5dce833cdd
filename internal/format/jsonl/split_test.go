package jsonl_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/jsonl"
)

// split returns the records of text as "number: data" or "number! error".
func split(r io.Reader, limit int) []string { return splitSeeing(16, r, limit) }

// splitSeeing is split where so many bytes can be looked at before they are read.
func splitSeeing(seen int, r io.Reader, limit int) []string {
	var out []string
	for record := range jsonl.Split(bufio.NewReaderSize(r, seen), limit) {
		if record.Err != nil {
			out = append(out, fmt.Sprintf("%d! %s", record.Number, record.Err))
		} else {
			out = append(out, fmt.Sprintf("%d: %s", record.Number, record.Data))
		}
	}
	return out
}

func TestSplit(t *testing.T) {
	const limit = 40
	long := `{"a":"` + strings.Repeat("x", limit) + `"}`
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"lines", "{\"a\":1}\n\n{\"a\":2}\r\n{\"a\":3}", []string{`1: {"a":1}`, `3: {"a":2}`, `4: {"a":3}`}},
		{"a bad line", "{\"a\":1}\n{\"a\":\n{\"a\":3}\n", []string{`1: {"a":1}`, `2: {"a":`, `3: {"a":3}`}},
		{"a bad first line", "{\"a\":\n{\"a\":2}\n", []string{`1: {"a":`, `2: {"a":2}`}},
		{"an envelope over lines", "{\"a\": [\n{\"b\": 1},\n{\"b\": 2}\n]}\n", []string{"1: {\"a\": [\n{\"b\": 1},\n{\"b\": 2}\n]}"}},
		{"a long line", "{\"a\":1}\n" + long + "\n{\"a\":3}", []string{`1: {"a":1}`, "2! record is longer than 40 bytes", `3: {"a":3}`}},
		{"a long last line", "{\"a\":1}\n" + long, []string{`1: {"a":1}`, "2! record is longer than 40 bytes"}},
		{"an array", `[{"a":1},{"a":"]}\""}, {"a":[3]}]`, []string{`1: {"a":1}`, `2: {"a":"]}\""}`, `3: {"a":[3]}`}},
		{"an array over lines", "[\n {\"a\":1},\n {\"a\":\n2}\n]\n", []string{`1: {"a":1}`, "2: {\"a\":\n2}"}},
		{"an empty array", "[ ]", nil},
		{"a long element", `[{"a":1},` + long + `,{"a":3}]`, []string{`1: {"a":1}`, "2! record is longer than 40 bytes", `3: {"a":3}`}},
		{"other elements", `[1,"x",{"a":1}]`, []string{"1: 1", `2: "x"`, `3: {"a":1}`}},
		{"an array cut short", `[{"a":1},{"a":`, []string{`1: {"a":1}`, "2! not valid JSON: the value is cut short"}},
		{"an array without its end", `[{"a":1}`, []string{`1: {"a":1}`, "2! not valid JSON: the array is cut short"}},
		{"something after an array", `[{"a":1}] x`, []string{`1: {"a":1}`, `2! not valid JSON: 'x' follows the end of the array`}},
		{
			"an open string in an array", "[\n  {\"a\": \"x},\n  {\"a\": 2}\n]",
			[]string{"1! not valid JSON: a string is not closed before the end of its line", `2: {"a": 2}`},
		},
		{"one object over lines", "{\n  \"a\": 1\n}\n", []string{"1: {\n  \"a\": 1\n}"}},
		{"objects over lines", "{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n", []string{"1: {\n \"a\": 1\n}", "4: {\n \"a\": 2\n}"}},
		{"stray brackets", "{\n}}\n]{\n}", []string{"1: {\n}", "2: }", "3: ]", "3: {\n}"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, split(strings.NewReader(test.text), limit)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An envelope of any length is cut into its articles: its list is what is long,
// and what stands before that is with each.
func TestALongEnvelopeIsCutIntoItsArticles(t *testing.T) {
	const limit = 200
	article := func(n int) string {
		return fmt.Sprintf(`{"title":"Ferry %d","text":"It sails, \"again\": ]} %s"}`, n, strings.Repeat("x", 40))
	}
	var list, lines []string
	for n := range 9 {
		list, lines = append(list, article(n)), append(lines, " "+article(n))
	}
	wrapped := func(head, closing string) (want []string) {
		for n := range 9 {
			want = append(want, fmt.Sprintf("%d: %s%s%s", n+1, head, article(n), closing))
		}
		return want
	}
	long := `{"title":"` + strings.Repeat("x", limit) + `"}`
	all := strings.Join(list, ",")
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"on a line":      {`{"status":"ok","articles":[` + all + `],"next":{"page":[2]}}`, wrapped(`{"status":"ok","articles":[`, `]}`)},
		"over lines":     {"{\"source\": \"Nordwire\",\n\"articles\": [\n" + strings.Join(lines, ",\n") + "\n]\n}\n", wrapped("{\"source\": \"Nordwire\",\n\"articles\": [", `]}`)},
		"deep in it":     {`{"response":{"docs":[` + all + `]}}`, wrapped(`{"response":{"docs":[`, `]}}`)},
		"and lines":      {`{"articles":[` + all + "]}\n" + article(10), append(wrapped(`{"articles":[`, `]}`), "2: "+article(10))},
		"cut short":      {`{"articles":[` + all + `,{"title":`, append(wrapped(`{"articles":[`, `]}`), "10! not valid JSON: the value is cut short")},
		"without an end": {`{"articles":[` + all + `]`, append(wrapped(`{"articles":[`, `]}`), "10! not valid JSON: what holds the articles is cut short")},
		"a long article": {`{"articles":[` + all + `,` + long + `]}`, append(wrapped(`{"articles":[`, `]}`), "10! record is longer than 185 bytes")},
		"other things":   {`{"features":[` + strings.Repeat(`{"type":"Feature"},`, 30) + `{}]}`, []string{"1! record is longer than 200 bytes"}},
		"one article":    {`{"title":"Ferry","paragraphs":["` + strings.Repeat("x", limit) + `"]}`, []string{"1! record is longer than 200 bytes"}},
	} {
		if diff := cmp.Diff(test.want, splitSeeing(4096, strings.NewReader(test.text), limit)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// A list is cut from a mebibyte on, so that an envelope takes no more memory than
// lines: each article in a list is a record, and a list in an article is not one of articles.
func TestEnvelopesAreCutBeforeTheyAreTooLong(t *testing.T) {
	const limit = 32 << 20
	list := func(element string) string {
		return strings.TrimSuffix(strings.Repeat(element+",", 2<<20/len(element)), ",")
	}
	for name, test := range map[string]struct {
		text string
		many bool
	}{
		"articles":          {`{"status":"ok","articles":[` + list(`{"title":"Ferry","text":"It sails again."}`) + `]}`, true},
		"some are empty":    {`{"articles":[{"title":"No text"},` + list(`{"title":"Ferry","text":"It sails again."}`) + `]}`, true},
		"wrapped":           {`{"hits":{"hits":[` + list(`{"_id":"7","_source":{"title":"Ferry","text":"It sails again."}}`) + `]}}`, true},
		"by their IDs":      {"{\n" + list(`"f1" : {"title":"Ferry","text":"It sails again."}`) + "\n}", true},
		"by IDs, no spaces": {`{` + list(`"f1":{"title":"Ferry","text":"It sails again."}`) + `}`, true},
		"one of two parts":  {`{"about":{"title":"Ferry","text":"It sails again."},"data":{"x":"` + strings.Repeat("x", 2<<20) + `"}}`, false},
		"parts of a text":   {`{"title":"Ferry","body":[` + list(`{"type":"paragraph","text":"It sails again."}`) + `]}`, false},
		"a list in a list":  {`{"articles":[{"title":"Ferry","body":[` + list(`{"text":"It sails again."}`) + `]},{"title":"B","text":"C"}]}`, false},
		"entries of a blog": {`{"headline":"Ferry","articleBody":"It sails.","liveBlogUpdate":[` + list(`{"headline":"At noon","articleBody":"It sails again."}`) + `]}`, false},
	} {
		records := 0
		for record := range jsonl.Split(bufio.NewReader(strings.NewReader(test.text)), limit) {
			if record.Err != nil {
				t.Errorf("%s: %v", name, record.Err)
			}
			records++
		}
		if records > 1 != test.many {
			t.Errorf("%s: %d records", name, records)
		}
	}
}

func TestSplitOfDamagedInput(t *testing.T) {
	broken := errors.New("disk on fire")
	for name, text := range map[string]string{
		"lines": "{\"a\":1}\n{\"a\":", "array": `[{"a":1},{"a":`,
	} {
		got := split(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), 100)
		if diff := cmp.Diff([]string{`1: {"a":1}`, "2! disk on fire"}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestSplitTakesBoundedMemory reads far more than it may hold.
func TestSplitTakesBoundedMemory(t *testing.T) {
	line := strings.Repeat("x", 1<<20) // never a line end
	for _, start := range []string{"{\"a\":\"", "[{\"a\":\""} {
		r := io.MultiReader(strings.NewReader(start), io.LimitReader(endless(line), 64<<20))
		allocated := testing.Benchmark(func(b *testing.B) {
			if b.N > 1 {
				return
			}
			for record := range jsonl.Split(bufio.NewReader(r), 1<<20) {
				if record.Err == nil {
					t.Error("no error")
				}
			}
		}).AllocedBytesPerOp()
		if allocated > 16<<20 {
			t.Errorf("%s…: %d bytes allocated", start, allocated)
		}
	}
}

// endless reads as its text over and over.
type endless string

func (e endless) Read(p []byte) (int, error) { return copy(p, e), nil }

func FuzzSplit(f *testing.F) {
	f.Add("{\"a\":1}\n{\"a\":2}")
	f.Add("[{\"a\":1},\n{\"a\":\"x\n]}]")
	f.Add("{\n \"a\": 1\n}]}")
	f.Add(`{"items":[` + strings.Repeat(`{"title":"A","text":"B"},`, 9) + `{}],"b":[1]}{}`)
	f.Fuzz(func(t *testing.T, text string) {
		total := 0
		for record := range jsonl.Split(bufio.NewReaderSize(strings.NewReader(text), 16), 64) {
			if len(record.Data) > 64+2 || (record.Err == nil) == (len(record.Data) == 0) {
				t.Fatalf("record %+v", record)
			}
			total++
			if total > len(text)+1 {
				t.Fatal("more records than bytes")
			}
		}
	})
}
