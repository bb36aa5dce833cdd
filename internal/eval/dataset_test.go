package eval

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
)

// folder writes files into a temporary folder; names that end in .gz are compressed.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "harbour [set]")
	for name, text := range files {
		data := []byte(text)
		if strings.HasSuffix(name, ".gz") {
			var b bytes.Buffer
			w := gzip.NewWriter(&b)
			if _, err := w.Write(data); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			data = b.Bytes()
		}
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	corpus  = `{"_id":"a1","title":"Ferry burns","text":"The ferry burned off Visby."}` + "\n"
	queries = `{"_id":"q1","text":"What burned?","answer":"ferry","choices":["ferry","tram"],"date":"2025-02-03"}` + "\n\n" +
		`{"_id":"q2","text":"Who won the cup?"}` + "\n"
	qrels = "query-id\tcorpus-id\tscore\nq1\ta1\t2\n"
)

func TestOpen(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"plain":       {"corpus.jsonl": corpus, "queries.jsonl": queries, "qrels.tsv": qrels},
		"compressed":  {"corpus.jsonl.gz": corpus, "queries.jsonl.gz": queries, "qrels.tsv": qrels},
		"BEIR folder": {"corpus.jsonl": corpus, "queries.jsonl": queries, "qrels/qrels.tsv": qrels},
		"no header":   {"corpus.jsonl": corpus, "queries.jsonl": queries, "qrels.tsv": "q1\ta1\t2\n"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Open(folder(t, files))
			if err != nil {
				t.Fatal(err)
			}
			wantQueries := []Query{
				{ID: "q1", Text: "What burned?", Answer: "ferry", Choices: []string{"ferry", "tram"}, Date: "2025-02-03"},
				{ID: "q2", Text: "Who won the cup?"},
			}
			if diff := cmp.Diff(wantQueries, d.Queries); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]Qrels{{Name: "qrels", Rel: map[string]map[string]int{"q1": {"a1": 2}}}}, d.Qrels); diff != "" {
				t.Error(diff)
			}
			if d.Judged() != 1 || d.Name != "harbour [set]" {
				t.Errorf("judged %d, name %q", d.Judged(), d.Name)
			}
		})
	}
}

func TestNamesOfJudgements(t *testing.T) {
	for path, want := range map[string]string{"x/qrels.gold.tsv": "gold", "x/qrels.tsv": "qrels", "qrels/test.tsv": "test", "qrels-dev.tsv": "dev"} {
		if got := qrelsName(path); got != want {
			t.Errorf("qrelsName(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestOpenFaults(t *testing.T) {
	for want, files := range map[string]map[string]string{
		"holds neither corpus.jsonl nor corpus.jsonl.gz":   {"queries.jsonl": queries},
		"holds neither queries.jsonl nor queries.jsonl.gz": {"corpus.jsonl": corpus},
		`queries.jsonl:3: query "q1" is there twice`:       {"corpus.jsonl": corpus, "queries.jsonl": `{"_id":"q1","text":"x"}` + "\n\n" + `{"_id":"q1","text":"y"}`},
		"queries.jsonl:1: a query without _id":             {"corpus.jsonl": corpus, "queries.jsonl": `{"text":"x"}`},
		`queries.jsonl:1: query "q" has no text`:           {"corpus.jsonl": corpus, "queries.jsonl": `{"_id":"q","text":" "}`},
		"queries.jsonl:1: unexpected end of JSON":          {"corpus.jsonl": corpus, "queries.jsonl": `{"_id":`},
		"qrels.tsv:2: 2 fields, want 3":                    {"corpus.jsonl": corpus, "queries.jsonl": queries, "qrels.tsv": "query-id\tcorpus-id\tscore\nq1\ta1\n"},
		`qrels.tsv:2: score "high" is not a whole number`:  {"corpus.jsonl": corpus, "queries.jsonl": queries, "qrels.tsv": "query-id\tcorpus-id\tscore\nq1\ta1\thigh\n"},
		`qrels.tsv:1: query "q9" is not in queries.jsonl`:  {"corpus.jsonl": corpus, "queries.jsonl": queries, "qrels.tsv": "q9\ta1\t1\n"},
	} {
		t.Run(want, func(t *testing.T) {
			_, err := Open(folder(t, files))
			if err == nil || !strings.Contains(err.Error(), want) || news.KindOf(err) != news.KindInvalid {
				t.Errorf("Open() = %v", err)
			}
		})
	}
}

func TestFingerprint(t *testing.T) {
	fingerprint := func(corpus string, shape ...string) string {
		d := Dataset{Corpus: filepath.Join(folder(t, map[string]string{"c": corpus}), "c")}
		got, err := d.Fingerprint(shape...)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	same := fingerprint("x", "v1")
	if same != fingerprint("x", "v1") || same == fingerprint("y", "v1") || same == fingerprint("x", "v2") {
		t.Error("a fingerprint follows the corpus and the shape, and nothing else")
	}
}
