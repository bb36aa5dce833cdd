package terminal

import (
	"os"
	"path/filepath"

	"byline/internal/atomicfile"
	"byline/internal/news"
)

// Found is an entry of a numbered list that a person was shown.
type Found struct {
	Number   int    `json:"number"`
	ID       string `json:"id"`
	Headline string `json:"headline"`
	URL      string `json:"url,omitempty"` // empty: it has none
}

// stateFile is a file below the folder for the state of programs
// (https://specifications.freedesktop.org/basedir-spec), whose own folder is made
// for its owner only; empty if there is no such place.
func (t IO) stateFile(name string) string {
	state := t.Getenv("XDG_STATE_HOME")
	if home := t.Getenv("HOME"); !filepath.IsAbs(state) && home != "" {
		state = filepath.Join(home, ".local", "state")
	}
	if !filepath.IsAbs(state) {
		return ""
	}
	file := filepath.Join(state, "byline", name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return ""
	}
	return file
}

const foundFile = "found.json"

// KeepFound remembers the entries of the last list, for its owner only. A
// program that can keep nothing works without.
func (t IO) KeepFound(list []Found) {
	path := t.stateFile(foundFile)
	if path == "" || len(list) == 0 {
		return
	}
	_ = atomicfile.WriteJSON(path, list)
}

// LastFound returns the entries of the last list. KindNotFound: there is none.
func (t IO) LastFound() (list []Found, err error) {
	if err := atomicfile.ReadJSON(t.stateFile(foundFile), &list); err != nil || len(list) == 0 {
		return nil, news.Errorf(news.KindNotFound, "no list is remembered; run `byline search` or `byline ask` first")
	}
	return list, nil
}
