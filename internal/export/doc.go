// Package export writes what was found, and answers with what they cite, in forms
// that other programs take: tables, reference managers, texts. Each form is a line of
// Formats. What articles say stays data in all of them: no cell is a formula, no line
// a tag, no text markup.
//
// Items are written one by one as they come, so that a list may be of any length; only
// the footnotes of an answer are kept, which are few.
package export

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"byline/internal/news"
)

// Format is a form in which lists and answers are written.
type Format struct {
	Name      string // "ris"
	MediaType string
	Extension string // of a file of it, without a dot
	open      func(w io.Writer) writer
}

// writer writes one document. A writer that is not told of its end has written a part.
type writer interface {
	begin(d *Document) error
	item(n int, it *Item) error // n counts from 1
	end() error
}

// Formats are all forms.
func Formats() []Format {
	return []Format{
		{"csv", "text/csv; charset=utf-8", "csv", func(w io.Writer) writer { return tabular{newRows(w)} }},
		{"tsv", "text/tab-separated-values; charset=utf-8", "tsv", func(w io.Writer) writer { return tabular{tabbed{w}} }},
		{"jsonl", "application/x-ndjson", "jsonl", func(w io.Writer) writer { return &jsonLines{w: w} }},
		{"ris", "application/x-research-info-systems", "ris", func(w io.Writer) writer { return ris{w} }},
		{"bibtex", "application/x-bibtex", "bib", func(w io.Writer) writer { return bibTeX{w} }},
		{"markdown", "text/markdown; charset=utf-8", "md", func(w io.Writer) writer { return &markdown{w: w} }},
		{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", func(w io.Writer) writer { return newDocx(w) }},
	}
}

// Names are the names of all forms.
func Names() (out []string) {
	for _, f := range Formats() {
		out = append(out, f.Name)
	}
	return out
}

// Find returns the form with a name or of a media type.
func Find(name string) (Format, bool) {
	for _, f := range Formats() {
		media, _, _ := strings.Cut(f.MediaType, ";")
		if name == f.Name || name == media {
			return f, true
		}
	}
	return Format{}, false
}

// Document is what is written.
type Document struct {
	Title string // the query or the question
	Text  string // of an answer, with markers as [1]; empty for a list
	Items iter.Seq2[Item, error]
}

// Item is an article with the words of it that were found or are cited.
type Item struct {
	Article news.Article
	Quote   string
	Span    news.Span // of the quote, in the body
	Link    string    // to the quote or the article; empty if it has no address
	Marker  int       // of a citation; 0 in a list
	Score   float64   // of a hit
	Copies  []news.Copy
	line    func() ([]byte, error) // as JSON
}

// Write writes a document. It ends with the first error, of the items too.
func (f Format) Write(w io.Writer, d Document) error {
	out := f.open(w)
	if err := out.begin(&d); err != nil {
		return fmt.Errorf("export: %s: %w", f.Name, err)
	}
	n := 0
	for it, err := range d.Items {
		if err != nil {
			return err
		}
		n++
		if err := out.item(n, &it); err != nil {
			return fmt.Errorf("export: %s: %w", f.Name, err)
		}
	}
	if err := out.end(); err != nil {
		return fmt.Errorf("export: %s: %w", f.Name, err)
	}
	return nil
}

// Hits returns a list of what a search found; title is its query, and line writes
// a hit as JSON.
func Hits(title string, hits iter.Seq2[news.Hit, error], line func(news.Hit) ([]byte, error)) Document {
	return Document{Title: title, Items: func(yield func(Item, error) bool) {
		for h, err := range hits {
			it := Item{Article: h.Article, Quote: h.Passage.Text, Span: h.Passage.Span, Link: h.Article.URL, Score: h.Score, Copies: h.Copies, line: func() ([]byte, error) { return line(h) }}
			if !yield(it, err) {
				return
			}
		}
	}}
}

// Answer returns an answer with what it cites; line writes a citation as JSON.
func Answer(question string, a news.Answer, line func(news.Citation) ([]byte, error)) Document {
	return Document{Title: question, Text: a.Text, Items: func(yield func(Item, error) bool) {
		for _, c := range a.Citations {
			it := Item{Article: c.Article, Quote: c.Quote, Span: c.Span, Link: c.Link, Marker: c.Marker, line: func() ([]byte, error) { return line(c) }}
			if !yield(it, nil) {
				return
			}
		}
	}}
}
