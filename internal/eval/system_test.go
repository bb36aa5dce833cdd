package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
)

func file(tb testing.TB, text string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "run.jsonl")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

func TestASystemSurvivesItsFile(t *testing.T) {
	path := file(t, "")
	if err := older().Save(path, ferries()); err != nil {
		t.Fatal(err)
	}
	got, err := ReadSystem(path, ferries())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(older().Outcomes, got.Outcomes); diff != "" {
		t.Error(diff)
	}
}

func TestFaultsInASavedSystemNameTheLine(t *testing.T) {
	const rest = `{"query":"q2"}` + "\n" + `{"query":"q3"}`
	for want, text := range map[string]string{
		`run.jsonl:1: query "x" is not one of the set ferries`:              `{"query":"x"}`,
		`run.jsonl has 2 of the 3 queries of the set ferries, and not "q1"`: rest,
		`run.jsonl has 0 of the 3 queries`:                                  "",
		`run.jsonl:3: query "q2" is there twice`:                            rest[:14] + "\n\n" + rest,
		`run.jsonl:1: article "a" is there twice for query "q1"`:            `{"query":"q1","articles":["a","b","a"]}`,
		`run.jsonl:1: a passage of 251 words for query "q1"`:                `{"query":"q1","passages":["` + strings.Repeat("word ", 251) + `"]}`,
		`run.jsonl:1: an outcome without query`:                             `{"articles":["a"]}`,
		`run.jsonl:1: json: unknown field "ranking"`:                        `{"query":"q1","ranking":["a"]}`,
		`run.jsonl:1: invalid character 'q' looking for beginning of value`: `q1 Q0 a1 1 1.5 tag`,
	} {
		_, err := ReadSystem(file(t, text), ferries())
		if err == nil || !strings.Contains(err.Error(), want) || news.KindOf(err) != news.KindInvalid {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestQueriesThatSomeFileLabelsAreToldApart(t *testing.T) {
	d := ferries()
	d.Qrels = append(d.Qrels, Qrels{Name: "silver", Rel: map[string]map[string]int{"q3": {"a3": 1}, "q2": {"a2": 0}}})
	got := Measure(d, found("s",
		Outcome{Query: "q1", Passages: []string{"The Visby."}},
		Outcome{Query: "q3", Passages: []string{"On Sunday."}}))
	if diff := cmp.Diff(Scores{"answer@1": .5, "answer@5": .5}, got.Sets["labelled"]); diff != "" {
		t.Error(diff)
	}
	if _, ok := Measure(ferries(), older()).Sets["labelled"]; ok {
		t.Error("one file of judgements needs no such group")
	}
}

func FuzzReadSystem(f *testing.F) {
	f.Add(`{"query":"q1","articles":["a"],"passages":["b"]}` + "\n" + `{"query":"q2"}` + "\n" + `{"query":"q3"}`)
	f.Add(`{"query":"q1"`)
	d := ferries()
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := ReadSystem(file(t, text), d); err == nil && len(s.Outcomes) != len(d.Queries) {
			t.Errorf("%d outcomes and no error", len(s.Outcomes))
		}
	})
}
