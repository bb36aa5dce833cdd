package jsonl_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format/jsonl"
	"byline/internal/news"
)

func parse(text string) (articles []news.Article, errs []string) {
	for a, err := range jsonl.Parse([]byte(text), jsonl.Options{}) {
		if err != nil {
			errs = append(errs, err.Error())
		} else {
			articles = append(articles, a)
		}
	}
	return articles, errs
}

func TestParse(t *testing.T) {
	day := time.Date(2024, 1, 3, 0, 0, 0, 0, time.UTC)
	noon := day.Add(12 * time.Hour)
	for _, test := range []struct {
		name, text string
		want       news.Article
	}{
		{
			"the API's own fields",
			`{"id":"a1","url":"https://example.org/a","source":"Harbour Times","headline":"Bridge closed","authors":["Ada Lee"],"published":"2024-01-03T12:00:00Z",
			  "updated":"2024-01-03T12:00:00Z","section":"Region","subjects":["bridges","Lindholm"],"language":"en","caption":"The bridge.","credit":"Town","attribution":["Diena"],"body":"One.\n\nTwo.","revision":3}`,
			news.Article{
				ID: "a1", URL: "https://example.org/a", Source: "Harbour Times", Headline: "Bridge closed", Authors: []string{"Ada Lee"}, Published: noon, Updated: noon,
				Section: "Region", Subjects: []string{"bridges", "Lindholm"}, Language: "en", Caption: "The bridge.", Credit: "Town", Attribution: []string{"Diena"}, Body: "One.\n\nTwo.",
			},
		},
		{"BEIR", `{"_id":"d7","title":"Bridge closed","text":"One.","metadata":{"url":"https://example.org/a"}}`, news.Article{ID: "d7", Headline: "Bridge closed", Body: "One.", URL: "https://example.org/a"}},
		{
			"news APIs",
			`{"source":{"id":null,"name":"Harbour Times"},"author":"By Ada Lee and OLEH BONDAR","title":"Bridge closed","description":"Short.","url":"https://example.org/a","publishedAt":"2024-01-03T12:00:00Z","content":"Long."}`,
			news.Article{Source: "Harbour Times", Authors: []string{"Ada Lee", "Oleh Bondar"}, Headline: "Bridge closed", URL: "https://example.org/a", Published: noon, Body: "Long."},
		},
		{
			"other spellings",
			`{"Title":"Bridge closed","ARTICLE":"One.","pub_date":"3 January 2024","link":"https://example.org/a","publisher":"Harbour Times","byline":"Ada Lee","category":"Region","keywords":"bridges; Lindholm"}`,
			news.Article{Headline: "Bridge closed", Body: "One.", Published: day, URL: "https://example.org/a", Source: "Harbour Times", Authors: []string{"Ada Lee"}, Section: "Region", Subjects: []string{"bridges", "Lindholm"}},
		},
		{"domain", `{"title":"Bridge closed","text":"One.","domain":"www.example.org"}`, news.Article{Headline: "Bridge closed", Body: "One.", Source: "example.org"}},
		{"source before domain", `{"domain":"example.org","title":"B","source":"Harbour Times"}`, news.Article{Headline: "B", Source: "Harbour Times"}},
		{"author objects", `{"title":"B","authors":[{"name":"Ada Lee"},{"first_name":"Oleh","last_name":"Bondar"}]}`, news.Article{Headline: "B", Authors: []string{"Ada Lee", "Oleh Bondar"}}},
		{"paragraphs", `{"title":"B","text":["One.","Two."]}`, news.Article{Headline: "B", Body: "One.\n\nTwo."}},
		{"markup", `{"title":"A &amp; B","content":"<p>One.</p><p>Two &lt; three.</p>"}`, news.Article{Headline: "A & B", Body: "One.\n\nTwo < three."}},
		{"Unix time", `{"title":"B","timestamp":1704283200}`, news.Article{Headline: "B", Published: noon}},
		{"GDELT", `{"title":"B","seendate":"20240103T120000Z","domain":"example.org","language":"English"}`, news.Article{Headline: "B", Published: noon, Source: "example.org", Language: "en"}},
		{"Mongo", `{"_id":{"$oid":"65a"},"title":"B","date":{"$date":"2024-01-03T12:00:00Z"}}`, news.Article{ID: "65a", Headline: "B", Published: noon}},
		{"WordPress", `{"id":17,"title":{"rendered":"B"},"content":{"rendered":"<p>One.</p>"},"link":"https://example.org/a"}`, news.Article{ID: "17", Headline: "B", Body: "One.", URL: "https://example.org/a"}},
		{"Elasticsearch", `{"_id":"x","_source":{"title":"B","text":"One."}}`, news.Article{ID: "x", Headline: "B", Body: "One."}},
		{"nothing is missing", `{"title":"B","author":null,"url":"None","date":"","tags":[],"updated":0}`, news.Article{Headline: "B"}},
		{"half a surrogate pair", `{"title":"B \ud83d"}`, news.Article{Headline: "B \ufffd"}},
		{"the first of a field given twice", `{"title":"B","title":"C"}`, news.Article{Headline: "B"}},
		{"tags and topics", `{"title":"B","tags":["a"],"topics":["b","A"],"categories":"c"}`, news.Article{Headline: "B", Subjects: []string{"a", "b", "c"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, errs := parse(test.text)
			if diff := cmp.Diff([]news.Article{test.want}, got); diff != "" || errs != nil {
				t.Error(diff, errs)
			}
		})
	}
}

func TestParseEnvelope(t *testing.T) {
	for _, text := range []string{
		`{"status":"ok","articles":[{"title":"A"},{"title":"B"}]}`,
		`{"response":{"status":"ok","results":[{"webTitle":"A"},{"webTitle":"B"}]}}`,
		`{"hits":{"total":2,"hits":[{"_source":{"title":"A"}},{"_source":{"title":"B"}}]}}`,
		`[{"title":"A"},{"title":"B"}]`,
		`{"title":"A"} {"title":"B"}`,
	} {
		got, errs := parse(text)
		if len(got) != 2 || got[0].Headline != "A" || got[1].Headline != "B" || errs != nil {
			t.Errorf("%s: %+v, %v", text, got, errs)
		}
	}
}

func TestParseRejects(t *testing.T) {
	for text, want := range map[string]string{
		`{"title":"B","date":"03/04/2024"}`:             `date: cannot read "03/04/2024" as a date (day and month could be either way round; write YYYY-MM-DD)`,
		`{"title":"B","Published_At":"soon"}`:           `Published_At: cannot read "soon" as a date`,
		`{"title":["a","b"]}`:                           "title: must be a string, not an array",
		`{"headline":true}`:                             "headline: must be a string, not true or false",
		`{"title":"B","text":5}`:                        "text: must be a string, not a number",
		`{"title":"B","keywords":{"a":[]},"text":true}`: "text: must be a string, not true or false",
		`{"title":"B","url":"javascript:alert(1)"}`:     `url: "javascript:alert(1)" is not an http or https address`,
		`{"foo":"bar"}`:                                 `no "body"`,
		`{}`:                                            `no "body"`,
		`{"title":"B"`:                                  "it is cut short",
		`{"title":"B",,}`:                               "not valid JSON: at byte 14",
		`{"title":nothing}`:                             "not valid JSON: at byte 11 near \"title\"",
		`{"type":"comment","content":{"rendered":"So it is."}}`:           `of the kind "comment"`,
		`{"title":"B","text":"C","is_published":false}`:                   "not published",
		`{"title":"B","text":"C","status":false}`:                         "not published",
		`{"title":"B","text":"C","draft":"True"}`:                         "not published",
		`{"type":"page","status":"published","title":"About","text":"C"}`: `of the kind "page"`,
		`"text"`:                                 "must be a JSON object, not a string",
		`[1]`:                                    "must be a JSON object, not a number",
		strings.Repeat(`{"articles":[`, 9) + "{": "not valid JSON",
		strings.Repeat("[", 20_000):              "not valid JSON",
		`{"x":` + strings.Repeat(`{"a":`, 20_000):       "not valid JSON",
		strings.Repeat("[", 9) + strings.Repeat("]", 9): "wrapped in more than",
	} {
		_, errs := parse(text)
		if len(errs) != 1 || !strings.Contains(errs[0], want) {
			t.Errorf("%.80s: %q, want %q", text, errs, want)
		}
	}
}

// A date that could be either way round is read as those who write in the language
// of the article do, where all of them do it alike.
func TestDatesInNumbersAreThoseOfTheLanguage(t *testing.T) {
	const (
		italian    = "Il consiglio comunale di Arvena ha approvato martedì il bilancio per il prossimo anno, con tre milioni per le scuole della città."
		portuguese = "A câmara municipal de Arvena aprovou na terça-feira o orçamento para o próximo ano, com três milhões para as escolas da cidade."
		english    = "The council of Arvena passed the budget for the next year on Tuesday, with three million for the schools of the city."
	)
	for _, test := range []struct{ language, body, want string }{
		{"", italian, "2023-11-07"},
		{"", portuguese, "2023-11-07"},
		{"pt-BR", "x", "2023-11-07"},
		{"italian", "x", "2023-11-07"},
		{"en_US", english, "2023-07-11"},
		{"en-GB", english, "2023-11-07"},
		{"en", english, ""},
		{"", english, ""},
	} {
		record, _ := json.Marshal(map[string]string{"title": "Arvena", "date": "07/11/2023", "language": test.language, "text": test.body})
		got, errs := parse(string(record))
		switch {
		case test.want == "" && len(errs) == 1:
		case len(got) != 1 || got[0].Published.Format(time.DateOnly) != test.want:
			t.Errorf("%q, %.20s…: %+v, %v, want %s", test.language, test.body, got, errs, test.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"id":1,"title":"B","text":["a","b"],"date":"2024-01-03","authors":[{"name":"x"}],"source":{"name":"y"}}`))
	f.Add([]byte(`{"articles":[{"title":"A"},{"metadata":{"url":"https://example.org"}}]} [{}]`))
	f.Add([]byte("{\"title\":\"\\ud83d \xff\"}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		for a, err := range jsonl.Parse(data, jsonl.Options{}) {
			if err != nil {
				continue
			}
			for _, s := range []string{a.ID, a.URL, a.Source, a.Headline, a.Body, strings.Join(a.Authors, ""), strings.Join(a.Subjects, "")} {
				if !utf8.ValidString(s) {
					t.Errorf("%q is not UTF-8", s)
				}
			}
		}
		if !bytes.Equal(before, data) {
			t.Error("the record was changed")
		}
	})
}

// record is a line of about 7 KB, as in a collection of full articles.
func record(n int) []byte {
	sentence := "The town of Lindholm has closed its old bridge – “for now”, it says – after cracks were found."
	paragraph := strings.Join(slices.Repeat([]string{sentence}, 4), " ")
	line, err := json.Marshal(map[string]string{
		"_id": fmt.Sprint("a", n), "title": "Bridge closed to lorries", "date": "2024-01-03", "url": "https://example.org/news/bridge", "source": "Harbour Times",
		"text": strings.Join(slices.Repeat([]string{paragraph}, 18), "\n\n"),
	})
	if err != nil {
		panic(err)
	}
	return line
}

func BenchmarkParse(b *testing.B) {
	line := record(1)
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		for _, err := range jsonl.Parse(line, jsonl.Options{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkSplit(b *testing.B) {
	lines := bytes.Repeat(append(record(1), '\n'), 200)
	array := append(append([]byte("["), bytes.ReplaceAll(lines, []byte("}\n"), []byte("},"))...), ']')
	for name, text := range map[string][]byte{"lines": lines, "array": array} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				split(bytes.NewReader(text), 1<<20)
			}
		})
	}
}
