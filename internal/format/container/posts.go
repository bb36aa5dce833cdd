package container

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"path"
	"strings"

	"byline/internal/news"
)

// Substack exports a list of posts, and a folder beside it with the text of each, in a
// file that names neither its headline nor whether it was published.
const (
	ListOfPosts   = "posts.csv"
	FolderOfPosts = "posts"
	listBegins    = "post_id,post_date,is_published"
)

// IsListOfPosts reports whether a file of that name that begins with head is such a list.
func IsListOfPosts(name string, head []byte) bool {
	return path.Base(name) == ListOfPosts && bytes.HasPrefix(bytes.TrimPrefix(head, []byte("\ufeff")), []byte(listBegins))
}

// Posts reads a list as objects of JSON, each with its text from the file that text opens
// by its path from the list.
func Posts(list io.Reader, text func(name string) (io.ReadCloser, error)) io.Reader {
	rows := csv.NewReader(list)
	rows.LazyQuotes, rows.FieldsPerRecord, rows.ReuseRecord = true, -1, true
	return &posts{rows: rows, text: text}
}

type posts struct {
	rows    *csv.Reader
	text    func(string) (io.ReadCloser, error)
	columns []string
	out     bytes.Buffer
}

func (p *posts) Read(b []byte) (int, error) {
	for p.out.Len() == 0 {
		row, err := p.rows.Read()
		if err != nil && !errors.Is(err, io.EOF) {
			err = damaged("CSV", err)
		}
		if err != nil {
			return 0, err
		}
		if p.columns == nil {
			p.columns = append(p.columns, row...)
			continue
		}
		if err := p.write(row); err != nil {
			return 0, err
		}
	}
	return p.out.Read(b)
}

// write adds a row to what is read.
func (p *posts) write(row []string) error {
	const longest = 16 << 20 // bytes of a text
	post := map[string]string{}
	for i, value := range row[:min(len(row), len(p.columns))] {
		post[strings.TrimPrefix(p.columns[i], "\ufeff")] = value
	}
	if file, err := p.text(path.Join(FolderOfPosts, path.Base(post["post_id"])+".html")); err == nil {
		text, err := io.ReadAll(io.LimitReader(file, longest))
		if err := errors.Join(err, file.Close()); err != nil {
			return err
		}
		post["body_html"] = string(text)
	}
	line, err := json.Marshal(post)
	if err != nil {
		return news.Errorf(news.KindInvalid, "the list of posts cannot be read: %w", err)
	}
	p.out.Write(append(line, '\n'))
	return nil
}
