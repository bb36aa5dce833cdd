package main

import (
	"regexp"
	"strings"
	"testing"
)

// Who tries the examples of the help on the samples, as after make run, finds something:
// questions are answered, lists are not empty. What a shell does, other formats, and a
// time that goes by today are left out.
func TestTheSamplesAnswerTheExamples(t *testing.T) {
	t.Parallel()
	environ := []string{"XDG_STATE_HOME=" + t.TempDir(), "BYLINE_DATA=" + t.TempDir(), "BYLINE_LOG_LEVEL=error"}
	if got := call(t, environ, "ingest", invocation{args: []string{"../../seeds/articles"}}); got.code != 0 {
		t.Fatalf("the samples are not taken in: %+v", got)
	}
	argument := regexp.MustCompile(`'[^']*'|"[^"]*"|\S+`)
	leftOut := regexp.MustCompile(`[|<>]|--batch|--format|--after \d+d`)
	found := map[string]string{ // by command, what its JSON has then
		"ask":           `(?s)"status": "(answered|partial)".*"citations": \[\s*\{`,
		"search":        `"hits": \[\s*\{|"op"`,
		"articles list": `"id"`,
		"entities list": `"name"`,
		"coverage":      `"articles": [1-9]`,
		"quotes":        `"speaker"`,
		"quote":         `"exact": true`,
		"stories":       `"id"`,
	}
	root := newCLI(nil, nil, nil, nil).rootCommand()
	for command, want := range found {
		cmd, _, err := root.Find(strings.Fields(command))
		if err != nil {
			t.Fatal(err)
		}
		tried := 0
		for line := range strings.Lines(cmd.Example) {
			rest, ours := strings.CutPrefix(strings.TrimSpace(line), "byline "+command+" ")
			if !ours || leftOut.MatchString(rest) {
				continue
			}
			tried++
			var args []string
			for _, arg := range argument.FindAllString(rest, -1) {
				args = append(args, strings.Trim(arg, `'"`))
			}
			if got := call(t, environ, command, invocation{args: args}, "--json"); got.code != 0 || !regexp.MustCompile(want).MatchString(got.out) {
				t.Errorf("%s\nexit code %d\n%.1500s%s", line, got.code, got.out, got.err)
			}
		}
		if tried == 0 {
			t.Errorf("byline %s has no example that can be tried", command)
		}
	}
}
