package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"byline/internal/qdrant"
)

// told are articles of one story: an agency's, a copy of it, another outlet's with another
// figure, one that is retracted by the last.
const told = `{"id":"n1","source":"Nordwire","url":"https://nordwire.example/ferry","headline":"Ferry Halmund runs aground off Tarnhavn","published":"2026-11-02T09:00:00Z","language":"en","body":"The ferry Halmund ran aground off Tarnhavn on Monday with 214 people aboard, the coast guard said. All passengers were taken ashore in lifeboats within two hours, and nobody was hurt.\n\n“The rudder failed in heavy seas,” Captain Mara Olm told the coast guard. “We had no choice but to wait.”\n\nA tug held the ship against the wind until the tide turned, and divers will look at its hull as soon as the weather lets them."}
{"id":"g1","source":"Skeldvik Gazette","headline":"Ferry aground near Skeldvik","published":"2026-11-02T12:00:00Z","language":"en","body":"The ferry Halmund ran aground off Tarnhavn on Monday with 214 people aboard, the coast guard said. All passengers were taken ashore in lifeboats within two hours, and nobody was hurt.\n\n“The rudder failed in heavy seas,” Captain Mara Olm told the coast guard. “We had no choice but to wait.”"}
{"id":"d1","source":"Tarnhavn Dispatch","headline":"Ferry Halmund aground off Tarnhavn: rudder was repaired twice","published":"2026-11-03T09:00:00Z","language":"en","body":"The ferry Halmund, which ran aground off Tarnhavn with 231 people aboard, had its rudder repaired twice since January, Tarnhavn Lines said. Mara Olm, the captain of the Halmund, said on Tuesday that she had warned the owner."}
{"id":"n2","source":"Nordwire","headline":"RETRACTION: Our report on the ferry","published":"2026-11-04T09:00:00Z","language":"en","body":"We retract https://nordwire.example/ferry, whose source made it up."}
`

var blank = regexp.MustCompile(`\s+`)

// What is known of stories, figures, coverage, quotes, names, revisions and retractions is
// the same, byte for byte, on every index.
func TestEveryIndexTellsTheSame(t *testing.T) {
	t.Parallel()
	addr := qdrantAddress(t)
	prefix := fmt.Sprintf("same_%d", time.Now().UnixNano())
	t.Cleanup(func() {
		if err := qdrant.Drop(context.WithoutCancel(t.Context()), qdrant.Options{Addr: addr, Prefix: prefix, Timeout: 20 * time.Second}); err != nil {
			t.Error(err)
		}
	})
	embedded := []string{"XDG_STATE_HOME=" + t.TempDir(), "BYLINE_DATA=" + t.TempDir(), "BYLINE_LOG_LEVEL=error"}
	indexes := [][]string{embedded, append(embedded[:2:2], "BYLINE_LOG_LEVEL=error", "BYLINE_INDEX=qdrant", "BYLINE_QDRANT_ADDR="+addr, "BYLINE_QDRANT_PREFIX="+prefix)}
	file := filepath.Join(t.TempDir(), "told.jsonl")
	for _, text := range []string{told, strings.Replace(told, "Tarnhavn Lines said", "Tarnhavn Lines, its owner, said", 1)} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, index := range indexes {
			if got := call(t, index, "ingest", invocation{args: []string{file, "../../seeds/articles"}}); got.code != 0 {
				t.Fatalf("ingest: %+v", got)
			}
		}
	}
	for _, tt := range []struct {
		command string
		args    []string
		has     string
	}{
		{"stories", nil, `"articles":3,`},
		{"stories", []string{"tunnel", "--newest"}, "tunnel"},
		{"timeline", []string{"d1"}, "she had warned the owner"},
		{"timeline", []string{"g1", "--articles"}, `"copies":[{"id":"g1"`},
		{"figures", []string{"n1"}, `"figure":"214"`},
		{"coverage", []string{"ferry", "--by", "week"}, `"texts":`},
		{"coverage", []string{"tunnel OR storm", "--by", "month", "--source", "Nordwire"}, `"source":"Nordwire"`},
		{"quotes", []string{"--speaker", "olm"}, "The rudder failed in heavy seas"},
		{"quotes", []string{"tunnel", "--limit", "5"}, `"quotes":[{`},
		{"search", []string{"speaker:olm", "--limit", "5"}, `"id":"g1"`},
		{"quote", []string{"We had no choice but to wait."}, `"id":"n1"`},
		{"entities list", []string{"olm"}, "Mara Olm"},
		{"entities list", []string{"--kind", "place"}, "Tarnhavn"},
		{"entities list", []string{"--kind", "organisation"}, `"articles":`},
		{"articles revisions", []string{"d1"}, `"revision":2`},
		{"articles show", []string{"n1"}, `"by":"n2"`},
		{"search", []string{`url:"https://nordwire.example/ferry"`}, `"by":"n2"`},
	} {
		var want result
		for i, index := range indexes {
			got := call(t, index, tt.command, invocation{args: tt.args}, "--json")
			got.out = blank.ReplaceAllString(volatile.ReplaceAllString(got.out, ""), "")
			if got.code != 0 || !strings.Contains(got.out, blank.ReplaceAllString(tt.has, "")) {
				t.Errorf("byline %s %q: %+v", tt.command, tt.args, got)
			}
			if i > 0 && got != want {
				t.Errorf("byline %s %q\n%s\non another index:\n%s", tt.command, tt.args, want.out, got.out)
			}
			want = got
		}
	}
}
