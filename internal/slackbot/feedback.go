package slackbot

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Verdict is what somebody thinks of an answer.
type Verdict string

// The verdicts.
const (
	Helpful   Verdict = actionHelpful
	Unhelpful Verdict = actionUnhelpful
)

// Feedback is a verdict on one answer. A later one of the same person on the
// same message takes the place of an earlier one.
type Feedback struct {
	Time     time.Time `json:"time"`
	Team     string    `json:"team"`
	Channel  string    `json:"channel"`
	Message  string    `json:"message"` // timestamp of the answer
	User     string    `json:"user"`
	Verdict  Verdict   `json:"verdict"`
	Reason   string    `json:"reason,omitempty"`
	Question string    `json:"question"`
	AsOf     time.Time `json:"as_of,omitzero"`
	Sources  []string  `json:"sources,omitempty"`
	Answer   string    `json:"answer,omitempty"`
}

// FeedbackFile is a file of feedback, a line of JSON for each verdict. It is
// only ever appended to, a line at a time, so that a crash loses at most the
// last. It is safe for concurrent use.
type FeedbackFile struct {
	mu   sync.Mutex
	path string
}

// NewFeedbackFile names the file, which is made with the first verdict.
func NewFeedbackFile(path string) *FeedbackFile { return &FeedbackFile{path: path} }

// Record appends f.
func (s *FeedbackFile) Record(f Feedback) error {
	line, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("slackbot: feedback: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := os.MkdirAll(filepath.Dir(s.path), 0o750); err != nil {
		return fmt.Errorf("slackbot: feedback: %w", err)
	}
	file, err := os.OpenFile(s.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("slackbot: feedback: %w", err)
	}
	_, err = file.Write(append(line, '\n'))
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("slackbot: feedback: %w", err)
	}
	return nil
}

// All returns the verdicts that hold, oldest first, and how many lines could
// not be read. A file that is not there holds none.
func (s *FeedbackFile) All() (all []Feedback, unread int, err error) {
	file, err := os.Open(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("slackbot: feedback: %w", err)
	}
	defer file.Close()
	at := map[string]int{}
	lines := bufio.NewReader(file)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 1 {
			var f Feedback
			if json.Unmarshal(line, &f) != nil {
				unread++
			} else {
				all = merge(all, at, f)
			}
		}
		if errors.Is(err, io.EOF) {
			slices.SortStableFunc(all, func(a, b Feedback) int { return a.Time.Compare(b.Time) }) // one that was replaced had an earlier place
			return all, unread, nil
		}
		if err != nil {
			return nil, 0, fmt.Errorf("slackbot: feedback: %w", err)
		}
	}
}

// merge puts f in the place of what it replaces. A reason comes without the answer.
func merge(all []Feedback, at map[string]int, f Feedback) []Feedback {
	key := f.Team + "\x00" + f.Channel + "\x00" + f.Message + "\x00" + f.User
	i, known := at[key]
	if !known {
		at[key] = len(all)
		return append(all, f)
	}
	if f.Answer == "" {
		f.Answer = all[i].Answer
	}
	all[i] = f
	return all
}
