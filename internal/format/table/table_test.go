package table_test

import (
	"bufio"
	"fmt"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"byline/internal/format/table"
	"byline/internal/news"
)

// split lists the rows of a table: the line of each, and its JSON or what is wrong.
func split(text string) []string {
	var out []string
	for r := range table.Split(bufio.NewReader(strings.NewReader(text)), 1000) {
		if r.Err != nil {
			out = append(out, fmt.Sprint(r.Number, "! ", r.Err))
			continue
		}
		out = append(out, fmt.Sprint(r.Number, ": ", string(r.Data)))
	}
	return out
}

// long is a text as only articles have it.
var long = strings.TrimSpace(strings.Repeat("The bridge is closed. ", 10))

// numbered is the same row many times, from the second line on.
func numbered(n int, row string) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprint(i+2, ": ", row))
	}
	return out
}

func TestARowIsAnObject(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"commas":                     {"title,text\nA,B\n", []string{`2: {"title":"A","text":"B"}`}},
		"quotes, line ends":          {"title,text\r\n\"A, \"\"B\"\"\",\"C\r\n\r\nD\"\r\nE,F", []string{`2: {"title":"A, \"B\"","text":"C\n\nD"}`, `5: {"title":"E","text":"F"}`}},
		"semicolons, German":         {"Titel;Datum;Text\nA;2025-02-03;B, C", []string{`2: {"Titel":"A","Datum":"2025-02-03","Text":"B, C"}`}},
		"ends of old Macintoshes":    {"title,text\rA,B\rC,D\r", []string{`2: {"title":"A","text":"B"}`, `3: {"title":"C","text":"D"}`}},
		"backslashes before quotes":  {"title,text\n\"A\",\"Say \\\"B\\\", he said\"\nC,D", []string{`2: {"title":"A","text":"Say \"B\", he said"}`, `3: {"title":"C","text":"D"}`}},
		"tabs":                       {"id\theadline\tbody\n1\tA \"B\t C", []string{`2: {"id":"1","headline":"A \"B","body":" C"}`}},
		"pipes":                      {"headline|body\nA|B; C", []string{`2: {"headline":"A","body":"B; C"}`}},
		"Excel's first line":         {"sep=;\ntitle;text\nA;B", []string{`3: {"title":"A","text":"B"}`}},
		"an index column":            {",title,text\n0,A,B", []string{`2: {"title":"A","text":"B"}`}},
		"notes before":               {"Export of the desk,\n,\ntitle,text\nA,B", []string{`4: {"title":"A","text":"B"}`}},
		"empty cells, rows":          {"title,text,url\nA,,\n,,\n\nB,C,", []string{`2: {"title":"A"}`, `5: {"title":"B","text":"C"}`}},
		"a column twice":             {"title,text,Title\nA,B,C", []string{`2: {"title":"A","text":"B"}`}},
		"names that say nothing":     {"headline,foo,when it ran,seen\nA," + long + ",3 February 2025,1\nB," + long + ",4 February 2025,2", []string{`2: {"headline":"A","body":"` + long + `","date":"3 February 2025","seen":"1"}`, `3: {"headline":"B","body":"` + long + `","date":"4 February 2025","seen":"2"}`}},
		"what may be the date twice": {"headline,text,asked,answered\nA,B,2025-02-03,2025-02-04", []string{`2: {"headline":"A","text":"B","asked":"2025-02-03","answered":"2025-02-04"}`}},
		"a note beside a text":       {"headline,text,notes\nA,B," + long, []string{`2: {"headline":"A","text":"B","notes":"` + long + `"}`}},
		"many rows":                  {"headline,when\n" + strings.Repeat("A,2025-02-03\n", 25), numbered(25, `{"headline":"A","date":"2025-02-03"}`)},
		"data is a date":             {"titolo;data;testo\nA;2025-02-03;B", []string{`2: {"titolo":"A","date":"2025-02-03","testo":"B"}`}},
		"cells behind":               {"title,text\nA,B,,\nC,D", []string{`2: {"title":"A","text":"B"}`, `3: {"title":"C","text":"D"}`}},
		"a row that is cut":          {"title,text,url\nA\nB,C,https://a.example", []string{`2! the row has 1 cells and the table 3 columns; is a quote missing around a text with a delimiter or a line end in it?`, `3: {"title":"B","text":"C","url":"https://a.example"}`}},
		"Latin-1":                    {"title,text\nCaf\xe9,ferm\xe9", []string{`2: {"title":"Café","text":"fermé"}`}},
	} {
		if diff := cmp.Diff(test.want, split(test.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A mapping of a column that a table lacks would leave articles without their texts.
func TestAMappedColumnThatIsMissingIsTold(t *testing.T) {
	in := "kop,stuk,dag\nMole closed,The old mole is closed.,2026-11-03\n"
	for name, test := range map[string]struct {
		mapping news.Mapping
		want    string
	}{
		"all there": {news.Mapping{"headline": "kop", "body": "stuk"}, `{"kop":"Mole closed","stuk":"The old mole is closed.","date":"2026-11-03"}`},
		"no text":   {news.Mapping{"headline": "kop", "body": "tekst"}, `body: there is no column "tekst"; there are kop, stuk, dag`},
		"no author": {news.Mapping{"headline": "kop", "authors": "wie"}, `{"kop":"Mole closed","stuk":"The old mole is closed.","date":"2026-11-03"}`},
	} {
		var got []string
		for r := range table.SplitMapped(test.mapping)(bufio.NewReader(strings.NewReader(in)), 1000) {
			if r.Err != nil {
				got = append(got, r.Err.Error())
			} else {
				got = append(got, string(r.Data))
			}
		}
		if diff := cmp.Diff([]string{test.want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestATableWithoutNamesOfColumnsIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"no header": "N1\tsports\tA match\tIt was played.\nN2\tnews\tA bridge\tIt is closed.", "numbers": "1,2\n3,4", "other names": "foo,bar\nA,B", "nothing": "\n\n",
	} {
		got := split(text)
		if len(got) != 1 || !strings.Contains(got[0], "no column in it is named") || !strings.Contains(got[0], `"title", "text"`) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestAQuoteThatIsNeverClosedIsToldAndBounded(t *testing.T) {
	got := split("title,text\nA,\"B\n" + strings.Repeat("word ", 20_000))
	if len(got) != 1 || !strings.Contains(got[0], "is a quote in it never closed?") {
		t.Errorf("%.300q", got)
	}
}

func TestDetect(t *testing.T) {
	for text, want := range map[string]bool{
		"title,text\nA,B\n":         true,
		"Überschrift;Inhalt\nA;B\n": true,
		"ДАТА;ЗАГОЛОВОК;ТЕКСТ\n2025-02-03;А;Б\n":                                      true,
		"N1\ta\tb\tc\nN2\td\te\tf\n":                                                  true,
		"1,2,3,4\n5,6,7,8\n9,10,11,12\n":                                              true,
		"title,text":                                                                  false,
		"Title, date and text\n\nThe bridge, the quay.":                               false,
		"Bread, milk, honey, tea.\nOne, two, three, four.\nRed, blue, green, grey.\n": false,
		"The bridge is closed.\n\nIt is old; very old.\n":                             false,
		"text\nMore text\n":                                                           false,
	} {
		if got := table.Detect([]byte(text), true); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("title,text\nA,\"B\nC\"\n")
	f.Add("sep=|\nTitel|Text\n\"A|B")
	f.Add("\xef\xbb\xbftitle\ttext\r\n\x00\t\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for r := range table.Split(bufio.NewReader(strings.NewReader(text)), 1<<10) {
			if (r.Data == nil) == (r.Err == nil) || r.Data != nil && !jsontext.Value(r.Data).IsValid() {
				t.Errorf("%+v", r)
			}
		}
	})
}
