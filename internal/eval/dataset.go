package eval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"byline/internal/news"
)

// Dataset is a labelled set of questions over a corpus of articles.
type Dataset struct {
	Name    string // of its folder
	Corpus  string // file of the articles
	Queries []Query
	Qrels   []Qrels
}

// Query is one question.
type Query struct {
	ID      string   `json:"_id"`
	Text    string   `json:"text"`
	Answer  string   `json:"answer"`  // empty if unknown
	Choices []string `json:"choices"` // that the asker was given; may be empty
	Date    string   `json:"date"`    // when it was asked, YYYY-MM-DD; may be empty
}

// Qrels are the judgements of one file.
type Qrels struct {
	Name string                    // "gold" for qrels.gold.tsv, "qrels" for qrels.tsv
	Rel  map[string]map[string]int // query ID, article ID: how relevant; > 0 is relevant
}

// Open reads the queries and judgements of a set; the corpus is only looked
// for. Errors name file and line.
func Open(dir string) (*Dataset, error) {
	d, err := OpenCorpus(dir)
	if err != nil {
		return nil, err
	}
	queries, err := either(dir, "queries.jsonl")
	if err != nil {
		return nil, err
	}
	if err := d.readQueries(queries); err != nil {
		return nil, err
	}
	if err := d.readAllQrels(dir); err != nil {
		return nil, err
	}
	return d, nil
}

// OpenCorpus is Open for a set of which only the articles are wanted. It may have
// neither queries nor judgements.
func OpenCorpus(dir string) (*Dataset, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	d := &Dataset{Name: filepath.Base(abs)}
	d.Corpus, err = either(dir, "corpus.jsonl")
	return d, err
}

// either returns the path of a file that may be compressed.
func either(dir, name string) (string, error) {
	for _, path := range []string{filepath.Join(dir, name), filepath.Join(dir, name+".gz")} {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", news.Errorf(news.KindInvalid, "eval: %s holds neither %s nor %[2]s.gz; a set has the layout of BEIR", dir, name)
}

// eachLine calls do for every line that is not blank, decompressed.
func eachLine(path string, do func(n int, line string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return news.Errorf(news.KindInvalid, "eval: %s: %w", path, err)
		}
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		if line := strings.TrimSpace(lines.Text()); line != "" {
			if err := do(n, line); err != nil {
				return news.Errorf(news.KindInvalid, "eval: %s:%d: %w", path, n, err)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("eval: %s: %w", path, err)
	}
	return nil
}

func (d *Dataset) readQueries(path string) error {
	seen := map[string]bool{}
	return eachLine(path, func(_ int, line string) error {
		var q Query
		if err := json.Unmarshal([]byte(line), &q); err != nil {
			return err
		}
		switch {
		case q.ID == "":
			return fmt.Errorf("a query without _id")
		case strings.TrimSpace(q.Text) == "":
			return fmt.Errorf("query %q has no text", q.ID)
		case seen[q.ID]:
			return fmt.Errorf("query %q is there twice", q.ID)
		}
		seen[q.ID] = true
		d.Queries = append(d.Queries, q)
		return nil
	})
}

// readAllQrels reads qrels*.tsv and, as BEIR itself has it, qrels/*.tsv.
func (d *Dataset) readAllQrels(dir string) error {
	known := make(map[string]bool, len(d.Queries))
	for _, q := range d.Queries {
		known[q.ID] = true
	}
	for _, pattern := range []string{"qrels*.tsv", filepath.Join("qrels", "*.tsv")} {
		paths, err := filepath.Glob(filepath.Join(escapeGlob(dir), pattern))
		if err != nil {
			return fmt.Errorf("eval: %w", err)
		}
		for _, path := range paths {
			q, err := readQrels(path, known)
			if err != nil {
				return err
			}
			d.Qrels = append(d.Qrels, q)
		}
	}
	return nil
}

// escapeGlob makes a folder's name safe within a pattern.
func escapeGlob(dir string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(dir)
}

func readQrels(path string, known map[string]bool) (Qrels, error) {
	q := Qrels{Name: qrelsName(path), Rel: map[string]map[string]int{}}
	err := eachLine(path, func(n int, line string) error {
		fields := strings.Split(line, "\t")
		if len(fields) != 3 {
			return fmt.Errorf("%d fields, want 3 (query-id, corpus-id, score) separated by tabs", len(fields))
		}
		score, err := strconv.Atoi(fields[2])
		if err != nil && n == 1 {
			return nil // the header
		}
		if err != nil {
			return fmt.Errorf("score %q is not a whole number", fields[2])
		}
		if !known[fields[0]] {
			return fmt.Errorf("query %q is not in queries.jsonl", fields[0])
		}
		if q.Rel[fields[0]] == nil {
			q.Rel[fields[0]] = map[string]int{}
		}
		q.Rel[fields[0]][fields[1]] = score
		return nil
	})
	return q, err
}

// qrelsName is what sets a file of judgements apart: "gold" of "qrels.gold.tsv".
func qrelsName(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), ".tsv")
	if part := strings.TrimLeft(strings.TrimPrefix(name, "qrels"), ".-_"); part != "" {
		return part
	}
	return name
}

// Judged counts the queries that some file judges.
func (d *Dataset) Judged() int {
	n := 0
	for _, q := range d.Queries {
		if d.judged(q.ID) {
			n++
		}
	}
	return n
}

// labelled reports whether some file names a relevant article for a query.
func (d *Dataset) labelled(id string) bool {
	for _, qrels := range d.Qrels {
		if relevant(qrels.Rel[id]) > 0 {
			return true
		}
	}
	return false
}

func (d *Dataset) judged(id string) bool {
	for _, qrels := range d.Qrels {
		if len(qrels.Rel[id]) > 0 {
			return true
		}
	}
	return false
}

// Headlines returns the titles of the given articles of the corpus, by ID.
func (d *Dataset) Headlines(ids []string) (map[string]string, error) {
	titles := make(map[string]string, len(ids))
	for _, id := range ids {
		titles[id] = ""
	}
	if len(ids) == 0 {
		return titles, nil
	}
	err := eachLine(d.Corpus, func(_ int, line string) error {
		var a struct {
			ID    string `json:"_id"`
			Title string `json:"title"`
		}
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			return err
		}
		if _, named := titles[a.ID]; named {
			titles[a.ID] = a.Title
		}
		return nil
	})
	return titles, err
}
