package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"byline/internal/api"
	"byline/internal/export"
	"byline/internal/news"
)

// What is exported for Word is opened by a program of others, with its footnotes.
func TestWordDocumentsOpen(t *testing.T) {
	t.Parallel()
	python := clientPython(t, "docx.txt", "docx_open.py")
	citation := func(marker int, quote string) news.Citation {
		return news.Citation{Marker: marker, Quote: quote, Article: news.Article{Headline: "Ferry", Source: "Post"}}
	}
	answer := export.Answer("Why <b>&?", news.Answer{Text: "It lay idle [1], they say [2].", Citations: []news.Citation{citation(1, "It lay idle."), citation(2, "They say.")}}, api.CitationLine)
	list := export.Hits("ferry", func(yield func(news.Hit, error) bool) {
		for _, headline := range []string{"First", "Second"} {
			if !yield(news.Hit{Article: news.Article{Headline: headline}, Passage: news.Passage{Text: "Text."}}, nil) {
				return
			}
		}
	}, api.HitLine)
	form, _ := export.Find("docx")
	dir := t.TempDir()
	for name, d := range map[string]export.Document{"answer": answer, "list": list} {
		path := filepath.Join(dir, name+".docx")
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := form.Write(f, d); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	tried(t, exec.CommandContext(t.Context(), python, filepath.Join(clients, "docx_open.py"), filepath.Join(dir, "answer.docx"), filepath.Join(dir, "list.docx")))
}
