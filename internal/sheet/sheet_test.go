package sheet_test

import (
	"reflect"
	"strings"
	"testing"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/sheet"
)

func read(t testing.TB, text string, from sheet.Origin) (texts []string, kind news.LineKind) {
	t.Helper()
	lines, kind, err := sheet.Read(strings.NewReader(text), from, api.NewBatchLine)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	for _, l := range lines {
		text := l.Text
		if l.Err != nil {
			text = "! " + l.Err.Error()
		}
		texts = append(texts, text)
	}
	return texts, kind
}

func TestLinesAreFound(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		from       sheet.Origin
		kind       news.LineKind
		want       []string
	}{
		{"plain lines", "Who, if anyone, won?\r\n\nMarta Ilven\n", sheet.Origin{}, "", []string{"Who, if anyone, won?", "Marta Ilven"}},
		{"a column by its name", "\ufeffid,Question\n1,\"Who, then?\"\n2,Why?\n", sheet.Origin{Name: "q.csv"}, "question", []string{"Who, then?", "Why?"}},
		{"without a name of the file", "no;claim\n1;It sank.\n", sheet.Origin{}, "claim", []string{"It sank."}},
		{"commas in the only column", "claim\nIt cut 1,200 jobs, a third.\n\"It sank, all.\"\n", sheet.Origin{Name: "x.csv"}, "claim", []string{"It cut 1,200 jobs, a third.", "It sank, all."}},
		{"semicolons", "1;Marta Ilven\n2;Jon Aaker\n", sheet.Origin{Media: "text/csv; charset=utf-8"}, "", []string{"Marta Ilven", "Jon Aaker"}},
		{"tabs, the column by number", "a\tb\nc\td\n", sheet.Origin{Name: "x.TSV", Column: "2"}, "", []string{"b", "d"}},
		{"a column by a name that nobody knows", "kind,wer\nx,Marta\n", sheet.Origin{Name: "x.csv", Column: "Wer"}, "", []string{"Marta"}},
		{"texts in JSON", "\"Who?\"\n{\"id\": 3, \"name\": \"Marta\"}\n{\"other\": \"x\"}\n{\n", sheet.Origin{Name: "x.jsonl"}, "name", []string{"Who?", "Marta", "! text: must not be empty", "! the row cannot be read: it is neither a text nor an object in JSON"}},
		{"faulty rows", "question\n\"\"\nx\xff\n" + strings.Repeat("long ", 500) + "\nWhy?\n", sheet.Origin{Name: "x.csv"}, "question",
			[]string{"! text: must not be empty", "! text: is not valid UTF-8", "! text: has 2499 characters; at most 2000 are taken", "Why?"}},
	} {
		got, kind := read(t, tt.text, tt.from)
		if !reflect.DeepEqual(got, tt.want) || kind != tt.kind {
			t.Errorf("%s: %q of kind %q", tt.name, got, kind)
		}
	}
}

func TestNoSuchColumn(t *testing.T) {
	_, _, err := sheet.Read(strings.NewReader("id,name\n1,x\n"), sheet.Origin{Name: "x.csv", Column: "whom"}, api.NewBatchLine)
	if err == nil || !strings.Contains(err.Error(), "there are id, name") {
		t.Errorf("error %v", err)
	}
	if _, _, err := sheet.Read(strings.NewReader("\n"), sheet.Origin{}, api.NewBatchLine); err == nil {
		t.Error("nothing was read without an error")
	}
}

// Whatever is read, lines are numbered in order, and those without a fault can be asked.
func FuzzRead(f *testing.F) {
	f.Add("id,question\n1,\"a\n", "x.csv")
	f.Add("{\"a\": \"b\"}\n\"c\"\n", "")
	f.Fuzz(func(t *testing.T, text, name string) {
		lines, _, err := sheet.Read(strings.NewReader(text), sheet.Origin{Name: name}, api.NewBatchLine)
		if err != nil {
			return
		}
		for i, l := range lines {
			if l.Row != i+1 || l.Err == nil && api.CheckText("text", l.Text) != nil {
				t.Fatalf("line %d is %+v", i, l)
			}
		}
	})
}
