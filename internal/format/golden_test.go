package format_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format"
)

var update = flag.Bool("update", false, "write the golden files")

// TestReadGolden reads every sample in testdata, format found from the content,
// and compares what comes out with SAMPLE.golden. Run with -update after a change
// and review the difference.
func TestReadGolden(t *testing.T) {
	samples, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, sample := range samples {
		if strings.HasSuffix(sample, ".golden") {
			continue
		}
		t.Run(filepath.Base(sample), func(t *testing.T) {
			data, err := os.ReadFile(sample)
			if err != nil {
				t.Fatal(err)
			}
			got := dump(t, data)
			golden := sample + ".golden"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// dump reads data and writes out what is not empty, one JSON object an item.
func dump(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	for item := range format.Read(t.Context(), "sample", bytes.NewReader(data), format.Options{}) {
		a := item.Article
		fields := map[string]any{
			"id": a.ID, "url": a.URL, "source": a.Source, "headline": a.Headline, "authors": a.Authors, "section": a.Section, "subjects": a.Subjects, "language": a.Language,
			"caption": a.Caption, "credit": a.Credit, "attribution": a.Attribution, "published": moment(a.Published), "updated": moment(a.Updated),
			"body": nonEmpty(strings.Split(a.Body, "\n\n")), "line": item.Line,
		}
		if item.Err != nil {
			fields = map[string]any{"line": item.Line, "error": item.Err.Error()}
		}
		for name, value := range fields {
			if list, ok := value.([]string); value == "" || ok && len(list) == 0 {
				delete(fields, name)
			}
		}
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(fields); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}

func nonEmpty(list []string) []string {
	if len(list) == 1 && list[0] == "" {
		return nil
	}
	return list
}
