package eval

import (
	_ "embed"
	"fmt"
	"strings"
)

// Questions that no newspaper answers, one a line: greetings, sums, requests
// for a poem. Those of the second file are for measuring alone, and nobody looks
// at what is answered to them while the program is made.
var (
	//go:embed offtopic/seen.txt
	seenOffTopic string
	//go:embed offtopic/unseen.txt
	unseenOffTopic string
)

// offTopic are the questions of both files, asked now.
func offTopic() []Case {
	var cases []Case
	for _, list := range []struct {
		expected Expected
		lines    string
	}{{OffTopic, seenOffTopic}, {OffTopicUnseen, unseenOffTopic}} {
		n := 0
		for line := range strings.Lines(list.lines) {
			n++
			q := Query{ID: fmt.Sprintf("%s_%d", list.expected, n), Text: strings.TrimSpace(line)}
			cases = append(cases, Case{Query: q, Expected: list.expected})
		}
	}
	return cases
}
