package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"regexp"
	"strings"
	"testing"
	"time"

	"byline/internal/api"
	"byline/internal/export"
	"byline/internal/news"
)

func listOf(hits ...news.Hit) iter.Seq2[news.Hit, error] {
	return func(yield func(news.Hit, error) bool) {
		for _, h := range hits {
			if !yield(h, nil) {
				return
			}
		}
	}
}

func written(t testing.TB, format string, d export.Document) string {
	t.Helper()
	f, ok := export.Find(format)
	if !ok {
		t.Fatalf("no form %q", format)
	}
	var b strings.Builder
	if err := f.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func hit() news.Hit {
	return news.Hit{
		Article: news.Article{ID: "ferry", Headline: "50% of ferries & boats_idle", Source: "The Coast Lantern", URL: "https://lantern.example/ferry", Authors: []string{"Marta Ilven", "Bread and Roses"}, Published: time.Date(2025, 2, 3, 9, 40, 0, 0, time.UTC)},
		Passage: news.Passage{Text: "The ferry lay idle.\nER  - \nTY  - BOOK"},
	}
}

// A record is begun and ended once, and each of its lines is a tag with a value,
// whatever the article says.
func TestRIS(t *testing.T) {
	text := written(t, "ris", export.Hits("ferry", listOf(hit(), hit()), api.HitLine))
	line := regexp.MustCompile(`^[A-Z][A-Z0-9] {2}- .*$`)
	begun, ended := 0, 0
	for l := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		begun, ended = begun+strings.Count(l[:min(6, len(l))], "TY  - "), ended+strings.Count(l[:min(6, len(l))], "ER  - ")
		if l != "" && !line.MatchString(l) {
			t.Errorf("line %q", l)
		}
	}
	if begun != 2 || ended != 2 || !strings.Contains(text, "AU  - Marta Ilven\r\nAU  - Bread and Roses\r\n") {
		t.Errorf("%d records begun, %d ended\n%s", begun, ended, text)
	}
}

func TestBibTeX(t *testing.T) {
	text := written(t, "bibtex", export.Hits("ferry", listOf(hit(), hit()), api.HitLine))
	for _, want := range []string{"@article{thecoastlantern2025-1,", "@article{thecoastlantern2025-2,", `title = {50\% of ferries \& boats\_idle}`, "author = {{Marta Ilven} and {Bread and Roses}}", "month = feb"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %s\n%s", want, text)
		}
	}
}

func answered() export.Document {
	return export.Answer("Why <b>?", news.Answer{
		Text:      "It lay idle & old [1], they say [2].\n\nSo [1] and [7].",
		Citations: []news.Citation{{Marker: 1, Article: hit().Article, Quote: "The *ferry* lay <idle>."}, {Marker: 2, Article: hit().Article, Quote: "They\x0bsay."}},
	}, api.CitationLine)
}

func TestMarkdownHasFootnotes(t *testing.T) {
	text := written(t, "markdown", answered())
	for _, want := range []string{`# Why \<b\>?`, "It lay idle \\& old [^1], they say [^2].", `[^1]: “The \*ferry\* lay \<idle\>.”`} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %s\n%s", want, text)
		}
	}
}

// All parts of a document are XML, and each footnote that the text refers to is there.
func TestDocx(t *testing.T) {
	for name, d := range map[string]export.Document{"answer": answered(), "list": export.Hits("fire", listOf(hit(), hit()), api.HitLine)} {
		text := written(t, "docx", d)
		archive, err := zip.NewReader(strings.NewReader(text), int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		parts := map[string]string{}
		for _, f := range archive.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			parts[f.Name] = string(content)
			for dec := xml.NewDecoder(bytes.NewReader(content)); ; {
				if _, err := dec.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %s: %v\n%s", name, f.Name, err, content)
				}
			}
		}
		for _, m := range regexp.MustCompile(`footnoteReference (w:id="\d+")`).FindAllStringSubmatch(parts["word/document.xml"], -1) {
			if !strings.Contains(parts["word/footnotes.xml"], "<w:footnote "+m[1]) {
				t.Errorf("%s: no footnote %s", name, m[1])
			}
		}
		if name == "answer" && (strings.Count(parts["word/document.xml"], "<w:footnoteReference ") != 3 || !strings.Contains(parts["word/document.xml"], "[7]")) {
			t.Errorf("document %s", parts["word/document.xml"])
		}
	}
}

// Each form ends with the error that ends the list.
func TestAListThatBreaksOff(t *testing.T) {
	broken := errors.New("gone")
	for _, f := range export.Formats() {
		err := f.Write(io.Discard, export.Hits("x", func(yield func(news.Hit, error) bool) { _ = yield(hit(), nil) && yield(news.Hit{}, broken) }, api.HitLine))
		if !errors.Is(err, broken) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

// Whatever an article says, lines of JSON are as many as hits, and no line of a table
// begins a formula.
func FuzzHits(f *testing.F) {
	f.Add("=cmd|' /C calc'!A0", "a\nb\r\nTY  - X", "{\\}")
	f.Fuzz(func(t *testing.T, headline, quote, author string) {
		h := news.Hit{Article: news.Article{ID: "x", Headline: headline, Authors: []string{author}}, Passage: news.Passage{Text: quote}}
		for _, form := range export.Formats() {
			text := written(t, form.Name, export.Hits(headline, listOf(h, h), api.HitLine))
			switch form.Name {
			case "jsonl":
				if lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n"); len(lines) != 2 || !json.Valid([]byte(lines[0])) {
					t.Errorf("lines %q", lines)
				}
			case "tsv":
				for row := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
					for cell := range strings.SplitSeq(row, "\t") {
						if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
							t.Errorf("cell %q", cell)
						}
					}
				}
			case "ris":
				if strings.Count("\n"+text, "\nER  - \r\n") != 2 {
					t.Errorf("records %q", text)
				}
			}
		}
	})
}
