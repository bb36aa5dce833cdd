// Package seeds holds the sample articles that ship with Byline and questions
// that they answer. The articles were written for this project: the outlets,
// people, companies and places in them are invented.
package seeds

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

// ExportSource is the outlet of the articles in Export, whose layout does not
// name one.
const ExportSource = "Morning Tide"

// Export is the folder of FS with articles in the plain-text export layout.
const Export = "articles/export/"

// AsOf is the day after the newest article. Questions that give no day of
// their own are meant to be asked on it or later.
const AsOf = "2026-11-21"

// FS holds the sample articles and nothing else, all below articles/: one
// article a file in export/, pages/ and notes/, many in the JSON Lines files and feeds.
//
//go:embed articles
var FS embed.FS

// File is a file of FS.
type File struct {
	Name   string
	Source string // outlet of articles in it that name none; "" if each is to tell
}

// Files lists the files of FS, in the order of their names.
func Files() (files []File, err error) {
	err = fs.WalkDir(FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		f := File{Name: name}
		if strings.HasPrefix(name, Export) {
			f.Source = ExportSource
		}
		files = append(files, f)
		return nil
	})
	return files, err
}

//go:embed questions.json
var questions []byte

// Question is a question together with what its answer must hold.
type Question struct {
	Question string    `json:"question"`
	AsOf     string    `json:"as_of,omitempty"`    // YYYY-MM-DD; empty: AsOf or later
	Messages []Message `json:"messages,omitempty"` // what was said before, oldest first
	// MustContain lists what must occur in the text of the answer.
	MustContain []AnyOf `json:"must_contain,omitempty"`
	// MustCite lists articles that must be cited, by URL or, where an article
	// has none, by headline.
	MustCite  []AnyOf `json:"must_cite,omitempty"`
	Status    string  `json:"status"`    // "answered" or "not_found"
	Suggested bool    `json:"suggested"` // offered to people who see Byline for the first time
}

// Message is one turn of a conversation.
type Message struct {
	Role    string `json:"role"` // "user" or "assistant"
	Content string `json:"content"`
}

// AnyOf lists alternatives, one of which is enough. In JSON a single
// alternative may stand without brackets.
type AnyOf []string

// UnmarshalJSON reads a string or an array of strings.
func (a *AnyOf) UnmarshalJSON(data []byte) error {
	var one string
	if err := json.Unmarshal(data, &one); err == nil {
		*a = AnyOf{one}
		return nil
	}
	var many []string
	if err := json.Unmarshal(data, &many); err != nil {
		return fmt.Errorf("seeds: want a string or an array of strings: %w", err)
	}
	*a = many
	return nil
}

// Questions returns the questions in the order of the file.
func Questions() ([]Question, error) {
	var list []Question
	if err := json.Unmarshal(questions, &list); err != nil {
		return nil, fmt.Errorf("seeds: questions.json: %w", err)
	}
	return list, nil
}
