package backup

import (
	"encoding/hex"
	"fmt"
	"time"

	"byline/internal/index"
	"byline/internal/news"
)

// Format is the version of the format that is written and read.
const Format = 1

// Header is the first line of a backup.
type Header struct {
	Format   int       `json:"byline_backup"`
	Created  time.Time `json:"created"`
	Version  string    `json:"version"`            // of the program
	Index    string    `json:"index"`              // its kind
	Embedder string    `json:"embedder,omitempty"` // that made the vectors; empty: nothing was stored yet
	Dim      int       `json:"dim,omitempty"`
	Encoding uint32    `json:"encoding,omitempty"` // of articles into passages; 0: not known
	Articles int       `json:"articles"`           // about how many there are
}

// Counts say what is in a backup.
type Counts struct {
	Articles int `json:"articles"`
	Versions int `json:"versions"` // current ones included
	Deleted  int `json:"deleted"`  // articles of which only the last revision number is left
	Vectors  int `json:"vectors"`  // articles with vectors
	Damaged  int `json:"damaged"`  // articles with versions that could not be read and are not in it
}

// trailer is the last line.
type trailer struct {
	Counts

	Names  []string `json:"damaged_ids,omitempty"` // of the first of the damaged articles
	SHA256 string   `json:"sha256"`
}

// mostNames bounds the names of damaged articles in a trailer.
const mostNames = 1000

// line is any line but the header.
type line struct {
	news.Article

	State   news.KeptState `json:"state,omitempty"`
	Stored  time.Time      `json:"stored,omitzero"`
	Hash    string         `json:"hash,omitempty"`
	Vectors []byte         `json:"vectors,omitempty"`

	Beside string `json:"beside,omitempty"` // the name of a file beside the articles
	Data   []byte `json:"data,omitempty"`

	End *trailer `json:"end,omitempty"`
}

// beside is the name of the file that the line is a piece of, empty if it is of
// none. It was written as that of an article's file once.
func (l *line) beside() string {
	if l.Beside == "" && l.ID == "" {
		return l.Article.File
	}
	return l.Beside
}

// lineOf is the line of what is kept; dim is the length of its vectors.
func lineOf(k *news.Kept, dim int) (*line, error) {
	if k.State == news.KeptDeleted {
		return &line{Article: news.Article{ID: k.Article.ID, Revision: k.Article.Revision}, State: k.State}, nil
	}
	l := &line{Article: k.Article, State: k.State, Stored: k.Stored}
	if k.Hash != ([16]byte{}) {
		l.Hash = hex.EncodeToString(k.Hash[:])
	}
	var err error
	l.Vectors, err = index.PackVectors(k.Vectors, dim)
	return l, err
}

// kept is what the line was made of.
func (l *line) kept(dim int) (*news.Kept, error) {
	k := &news.Kept{State: l.State, Stored: l.Stored, Article: l.Article}
	if l.Hash != "" {
		b, err := hex.DecodeString(l.Hash)
		if err != nil || copy(k.Hash[:], b) != len(b) || len(b) != len(k.Hash) {
			return nil, fmt.Errorf("the hash %q is none", l.Hash)
		}
	}
	var err error
	k.Vectors, err = index.UnpackVectors(l.Vectors, dim)
	return k, err
}
