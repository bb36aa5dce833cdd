package archtest

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// files is a small project: contents by path.
type files map[string]string

func (f files) check(t *testing.T, exceptions ...Exception) []string {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, content := range f {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	findings, err := Check(fsys, exceptions)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, finding := range findings {
		lines = append(lines, finding.String())
	}
	return lines
}

// Each case is a project and all that is to be found in it.
var cases = []struct {
	name  string
	files files
	want  []string
}{
	{
		name: "a verb may use the vocabulary, a verb before it and any library",
		files: files{"internal/ingest/x.go": `// Package ingest is documented.
package ingest

import (
	_ "byline/internal/chunk"
	_ "byline/internal/news"
	_ "golang.org/x/text/unicode/norm"
)
`},
	},
	{
		name: "a verb may not use a verb after it, a vendor or a front end",
		files: files{"internal/chunk/x.go": `// Package chunk is documented.
package chunk

import (
	_ "byline/internal/answer"
	_ "byline/internal/embedded"
	_ "byline/internal/httpapi"
)
`},
		want: []string{
			"internal/chunk/x.go:5: internal/chunk (verbs) may not import internal/answer (verbs) (imports)",
			"internal/chunk/x.go:6: internal/chunk (verbs) may not import internal/embedded (vendors) (imports)",
			"internal/chunk/x.go:7: internal/chunk (verbs) may not import internal/httpapi (fronts) (imports)",
		},
	},
	{
		name: "a verb may use what is below it and the other way round",
		files: files{
			"internal/format/x.go":      "// Package format is documented.\npackage format\n\nimport _ \"byline/internal/format/feed\"\n",
			"internal/format/feed/x.go": "// Package feed is documented.\npackage feed\n\nimport _ \"byline/internal/dates\"\n",
		},
	},
	{
		name: "six packages may stand in a row of imports, and no seventh; tests do not count",
		files: files{
			"cmd/byline/x.go":           "// Command byline is documented.\npackage main\n\nimport _ \"byline/internal/app\"\n",
			"internal/app/x.go":         "// Package app is documented.\npackage app\n\nimport _ \"byline/internal/eval\"\n",
			"internal/eval/x.go":        "// Package eval is documented.\npackage eval\n\nimport _ \"byline/internal/answer\"\n",
			"internal/answer/x.go":      "// Package answer is documented.\npackage answer\n\nimport _ \"byline/internal/chunk\"\n",
			"internal/chunk/x.go":       "// Package chunk is documented.\npackage chunk\n\nimport _ \"byline/internal/lang\"\n",
			"internal/lang/x.go":        "// Package lang is documented.\npackage lang\n\nimport _ \"byline/internal/news\"\n",
			"internal/news/x.go":        "// Package news is documented.\npackage news\n",
			"internal/answer/x_test.go": "package answer_test\n\nimport _ \"byline/internal/app\"\n",
		},
		want: []string{
			"cmd/byline: cmd/byline → internal/app → internal/eval → internal/answer → internal/chunk → internal/lang → internal/news " +
				"is a longer row of imports than 6; let the caller declare what it needs as an interface (chain)",
		},
	},
	{
		name: "the vocabulary imports only the standard library",
		files: files{"internal/news/x.go": `// Package news is documented.
package news

import (
	_ "byline/internal/dates"
	_ "net/url"

	_ "github.com/google/uuid"
)
`},
		want: []string{
			"internal/news/x.go:5: internal/news (vocabulary) may not import internal/dates (language) (imports)",
			"internal/news/x.go:8: internal/news imports only the standard library (imports)",
		},
	},
	{
		name: "front ends may use each other, vendors may not",
		files: files{
			"internal/httpapi/x.go": "// Package httpapi is documented.\npackage httpapi\n\nimport _ \"byline/internal/web\"\n",
			"internal/openai/x.go":  "// Package openai is documented.\npackage openai\n\nimport _ \"byline/internal/embedded\"\n",
		},
		want: []string{"internal/openai/x.go:4: internal/openai (vendors) may not import internal/embedded (vendors) (imports)"},
	},
	{
		name: "goroutines recover: groups come from internal/panics, outside tests and suites",
		files: files{
			"internal/retrieve/x.go": `// Package retrieve is documented.
package retrieve

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"byline/internal/panics"
)

func search(ctx context.Context, g *panics.Group, w *sync.WaitGroup) {
	g.Go(func() error { return nil })
	w.Go(func() {})
	go search(ctx, g, w)
	context.AfterFunc(ctx, func() {})
}
`,
			"internal/retrieve/x_test.go": "package retrieve\n\nimport _ \"golang.org/x/sync/errgroup\"\n\nfunc run() { go run() }\n",
			"internal/indextest/x.go":     "// Package indextest is documented.\npackage indextest\n\nfunc run() { go run() }\n",
			"internal/panics/x.go":        "// Package panics is documented.\npackage panics\n\nimport _ \"golang.org/x/sync/errgroup\"\n\nfunc run() { go run() }\n",
		},
		want: []string{
			"internal/retrieve/x.go:8: a panic in a group of errgroup ends the process: take a group of internal/panics (goroutine)",
			"internal/retrieve/x.go:15: a panic in this goroutine ends the process: start it by internal/panics (goroutine)",
			"internal/retrieve/x.go:16: a panic in this goroutine ends the process: start it by internal/panics (goroutine)",
			"internal/retrieve/x.go:17: a panic in this goroutine ends the process: start it by internal/panics (goroutine)",
		},
	},
	{
		name: "a vendor's library stays with its package, in tests too",
		files: files{
			"internal/openai/x.go":      "// Package openai is documented.\npackage openai\n\nimport _ \"github.com/sashabaranov/go-openai\"\n",
			"internal/web/x.go":         "// Package web is documented.\npackage web\n\nimport _ \"github.com/labstack/echo/v4\"\n",
			"internal/answer/x_test.go": "package answer\n\nimport _ \"github.com/sashabaranov/go-openai\"\n",
		},
		want: []string{
			"internal/answer/x_test.go:3: only internal/openai may import github.com/sashabaranov/go-openai (imports)",
			"internal/web/x.go:4: only internal/httpapi may import github.com/labstack (imports)",
		},
	},
	{
		name: "tests use any package and test libraries; nothing else does",
		files: files{
			"internal/chunk/x_test.go": "package chunk\n\nimport (\n\t_ \"byline/internal/embedded\"\n\t_ \"pgregory.net/rapid\"\n)\n",
			"internal/dates/x.go":      "// Package dates is documented.\npackage dates\n\nimport _ \"pgregory.net/rapid\"\n",
			"internal/indextest/x.go":  "// Package indextest is documented.\npackage indextest\n\nimport _ \"testing\"\n",
		},
		want: []string{"internal/dates/x.go:4: pgregory.net/rapid is for tests (imports)"},
	},
	{
		name: "words are cut from a body by news alone",
		files: files{
			"internal/news/x.go": "// Package news is documented.\npackage news\n\nfunc cut(a Article) string { return a.Body[1:2] }\n",
			"internal/web/x.go": "// Package web is documented.\npackage web\n\nfunc cut(a Article) (string, byte) { return (a.Body)[1:], a.Body[0] }\n\n" +
				"func whole(a Article, body string) (string, string) { return a.Body, body[1:] }\n",
			"internal/web/x_test.go": "package web\n\nfunc want(a Article) string { return a.Body[1:2] }\n",
		},
		want: []string{
			"internal/web/x.go:4: words are cut from a body unchecked: use Article.Cut (cut)",
			"internal/web/x.go:4: words are cut from a body unchecked: use Article.Cut (cut)",
		},
	},
	{
		name:  "a new package needs a place",
		files: files{"internal/fresh/x.go": "// Package fresh is documented.\npackage fresh\n"},
		want: []string{
			"internal/fresh: the package has no place in the layout: add it to a layer in internal/archtest/imports.go (layout)",
		},
	},
	{
		name: "package names and comments",
		files: files{
			"cmd/a/x.go":          "// Command a has its own form.\npackage main\n",
			"cmd/b/x.go":          "package main\n",
			"internal/chunk/a.go": "// Package chunk is documented.\npackage chunk\n",
			"internal/chunk/b.go": "// Package chunk is documented twice.\npackage chunk\n",
			"internal/dates/a.go": "// Dates and times.\npackage dates\n",
			"internal/embed/u.go": "// Package utils is everything.\npackage utils\n",
		},
		want: []string{
			"cmd/b: package main has no doc comment (comment)",
			"internal/chunk/b.go:1: package chunk has a second doc comment (comment)",
			`internal/dates/a.go:1: the doc comment must start with "Package dates" (comment)`,
			"internal/embed/u.go:2: the name utils does not say what the package is for (name)",
		},
	},
	{
		name:  "init",
		files: files{"internal/chunk/x.go": "// Package chunk is documented.\npackage chunk\n\nfunc init() {}\n\ntype t int\n\nfunc (t) init() {}\n"},
		want:  []string{"internal/chunk/x.go:4: init runs unasked: call a function where it is needed (init)"},
	},
	{
		name: "long functions and long parameter lists, but in tests and generated files",
		files: files{
			"internal/chunk/x.go":      "// Package chunk is documented.\npackage chunk\n\n" + long("fits", 60) + long("long", 61) + wide,
			"internal/chunk/x_test.go": "package chunk\n\n" + long("table", 99),
			"internal/chunk/y.go":      "// Code generated by hand. DO NOT EDIT.\n\npackage chunk\n\n" + long("generated", 99),
		},
		want: []string{
			"internal/chunk/x.go:66: long has 61 lines; more than 60 are hard to read (length)",
			"internal/chunk/x.go:129: t.six takes 6 parameters; more than 5 want a struct (parameters)",
		},
	},
	{
		name: "big interfaces",
		files: files{"internal/chunk/x.go": `// Package chunk is documented.
package chunk

import "io"

type three interface{ A(); B(); C() }

type four interface{ three; io.Closer }

type number interface{ ~int | ~int64 }
`},
		want: []string{"internal/chunk/x.go:8: interface four has 4 methods; a caller needs at most 3 (interface)"},
	},
	{
		name: "exported names without a comment",
		files: files{"internal/chunk/x.go": `// Package chunk is documented.
package chunk

// Told is.
type Told struct{}

func (Told) Method() {}

func (Told) String() string { return "" }

type hidden struct{}

func (hidden) Method() {}

type Untold int

func Function() {}

// The group is.
const (
	One = 1
	Two = 2
)

var (
	Three = 3
	Four  = 4 // told here
)
`},
		want: []string{
			"internal/chunk/x.go:7: Method has no doc comment (comment)",
			"internal/chunk/x.go:15: Untold has no doc comment (comment)",
			"internal/chunk/x.go:17: Function has no doc comment (comment)",
			"internal/chunk/x.go:26: Three has no doc comment (comment)",
		},
	},
	{
		name: "package variables that change",
		files: files{
			"internal/chunk/x.go": `// Package chunk is documented.
package chunk

import (
	"net/http"
	"regexp"
	"sync"
)

var (
	table   = map[string]int{"a": 1}
	pattern = regexp.MustCompile("a")
	counter int
	config  struct{ list []int }
	mu      sync.Mutex
)

func change() {
	table["b"] = 2
	delete(table, "a")
	config.list[0]++
	http.DefaultClient = nil
	pointer := &counter
	*pointer = 1
}

func leave() int {
	table := map[string]int{}
	table["b"] = 2
	local := config
	local.list = nil
	return len(pattern.String()) + counter
}
`,
			"internal/chunk/x_test.go": "package chunk\n\nfunc reset() { counter = 0 }\n",
		},
		want: []string{
			"internal/chunk/x.go:15: package variable mu holds state: keep it in a struct (state)",
			"internal/chunk/x.go:19: package variable table is changed here: pass it or keep it in a struct (state)",
			"internal/chunk/x.go:20: package variable table is changed here: pass it or keep it in a struct (state)",
			"internal/chunk/x.go:21: package variable config is changed here: pass it or keep it in a struct (state)",
			"internal/chunk/x.go:22: package variable DefaultClient is changed here: pass it or keep it in a struct (state)",
			"internal/chunk/x.go:23: package variable counter is changed here: pass it or keep it in a struct (state)",
			"internal/chunk/x_test.go:3: package variable counter is changed here: pass it or keep it in a struct (state)",
		},
	},
	{
		name: "skipped tests",
		files: files{
			"internal/chunk/x_test.go": `package chunk

import (
	"os"
	"testing"

	"pgregory.net/rapid"
)

func TestSometimes(t *testing.T) { t.Skip("no browser") }

func TestAlways(t *testing.T) {
	if os.Getenv("CI") == "true" || os.Getenv("REQUIRE_ALL") == "1" {
		t.Fatal("no browser")
	}
	t.Skip("no browser")
}

func FuzzSplit(f *testing.F) { f.Fuzz(func(t *testing.T, s string) { t.Skip() }) }

func TestProperty(t *testing.T) { rapid.Check(t, func(t *rapid.T) { t.Skip() }) }
`,
			"cmd/byline/testdata/script/ask.txt": "# ask\n[!unix] skip 'no signals'\nexec byline ask\n",
		},
		want: []string{
			"cmd/byline/testdata/script/ask.txt:2: the script skips itself (skip)",
			"internal/chunk/x_test.go:10: TestSometimes skips: it must fail instead where REQUIRE_ALL is 1 or CI is true (skip)",
		},
	},
	{
		name: "a module of its own has no place in the layout",
		files: files{
			"deploy/x/go.mod":       "module x\n",
			"deploy/x/y/main.go":    "package main\n",
			"deploy/other/y/y.go":   "// Package y is documented.\npackage y\n",
			"internal/chunk/go.sum": "",
		},
		want: []string{"deploy/other/y: the package has no place in the layout: add it to a layer in internal/archtest/imports.go (layout)"},
	},
	{
		name: "unfinished work and paths of one machine",
		files: files{
			"docs/a.md":                   "Fine: https://example.org/wo" + "rk/x\nSee `/wo" + "rk/x`.\n",
			"internal/chunk/x.go":         "// Package chunk is documented.\npackage chunk\n\n// TO" + "DO: finish\n",
			"internal/chunk/testdata/a.x": "TO" + "DO: a list of things\n",
			"seeds/a.txt":                 "Super Bowl XX" + "X\n",
			".git/a":                      "TO" + "DO\n",
			"data/a":                      "TO" + "DO\n",
			".gitignore":                  "/data/\n",
			"picture":                     "TO" + "DO\x00\n",
		},
		want: []string{
			"docs/a.md:2: names a path of one machine: `/wo" + "rk/ (words)",
			"internal/chunk/x.go:4: TO" + "DO marks unfinished work: finish it or file an issue (words)",
		},
	},
	{
		name: "dependencies",
		files: files{
			"go.mod": `module byline

require (
	example.org/explained/v2 v2.0.0
	example.org/idle v1.0.0
	example.org/outdated v1.1.0
	example.org/silent v1.0.0 // indirect
)
`,
			"internal/chunk/x.go": `// Package chunk is documented.
package chunk

import (
	_ "example.org/explained/v2/deep"
	_ "example.org/outdated"
	_ "example.org/silent"
)
`,
			dependencyDoc: "# Dependencies\n\n## Direct dependencies\n\n" +
				"- `example.org/explained/v2` v2.0.0, MIT: why\n" +
				"- `example.org/outdated` v1.0.0, MIT: why\n" +
				"- `example.org/gone` v1.0.0, MIT: why\n\n" +
				"## Rejected\n\n- `example.org/rejected` v1.0.0, why not\n",
		},
		want: []string{
			"docs/dependencies.md: example.org/silent is imported but not explained (dependencies)",
			"docs/dependencies.md:6: example.org/outdated is v1.1.0 in go.mod, not v1.0.0 (dependencies)",
			"docs/dependencies.md:7: example.org/gone is explained but not imported (dependencies)",
			"go.mod:5: example.org/idle is wrongly marked as direct or indirect: run go mod tidy (dependencies)",
			"go.mod:7: example.org/silent is wrongly marked as direct or indirect: run go mod tidy (dependencies)",
		},
	},
	{
		name: "names that nobody would look for do not come back",
		files: files{
			"internal/retrieve/timing.go": `// Package retrieve is documented.
package retrieve

type manner struct{}

func (manner) Lose() { lose := 1; _ = lose }

const kept, patience = 1, 2
`,
			"internal/web/static/peek.js":         "",
			"internal/retrieve/recency_test.go":   "package retrieve\n\nfunc bring() {}\n",
			"internal/format/testdata/turn.jsonl": "",
		},
		want: []string{
			"internal/retrieve/timing.go: nobody would look for it under this name: name it after the behaviour in it, as the field does (name)",
			"internal/retrieve/timing.go:4: nobody would look for manner under this name: name it as the field does (name)",
			"internal/retrieve/timing.go:6: nobody would look for Lose under this name: name it as the field does (name)",
			"internal/retrieve/timing.go:8: nobody would look for patience under this name: name it as the field does (name)",
			"internal/web/static/peek.js: nobody would look for it under this name: name it after the behaviour in it, as the field does (name)",
		},
	},
	{
		name: "no list of words of a language stands outside its pack",
		files: files{
			"internal/lang/x.go": "// Package lang is documented.\npackage lang\n\nvar small = []string{\"as\", \"at\", \"by\", \"in\", \"of\", \"on\"}\n",
			"internal/chunk/x.go": `// Package chunk is documented.
package chunk

import (
	"regexp"
	"strings"
)

var small = []string{"as", "at", "by", "in", "of", "on"}

var kinds = map[string]int{"who": 1, "whom": 1, "whose": 1, "when": 2, "where": 3, "why": 4}

var several = strings.Fields("as at by in of on")

var months = regexp.MustCompile("^(?:January|February|March|April)$")

func isSmall(word string) bool {
	switch word {
	case "as", "at", "by", "in", "of", "on":
		return true
	}
	return false
}
`,
			"internal/chunk/x_test.go": "package chunk\n\nvar tested = []string{\"as\", \"at\", \"by\", \"in\", \"of\", \"on\"}\n",
		},
		want: []string{
			"internal/chunk/x.go:9: a list of words: put it into a pack of internal/lang, for the code knows no language (word list)",
			"internal/chunk/x.go:11: a list of words: put it into a pack of internal/lang, for the code knows no language (word list)",
			"internal/chunk/x.go:13: a list of words: put it into a pack of internal/lang, for the code knows no language (word list)",
			"internal/chunk/x.go:15: a list of words: put it into a pack of internal/lang, for the code knows no language (word list)",
			"internal/chunk/x.go:19: a list of words: put it into a pack of internal/lang, for the code knows no language (word list)",
		},
	},
	{
		name: "a little grammar, names of fields and of runes, and prose are no lists of words",
		files: files{"internal/chunk/x.go": `// Package chunk is documented.
package chunk

import "errors"

var few = []string{"as", "at", "by", "in", "of"}

var letters = map[rune]string{'æ': "ae", 'œ': "oe", 'ß': "ss", 'þ': "th", 'ø': "oe", 'å': "aa"}

var failed = errors.New("the text has more words than there is room for")

func document() map[string]any {
	return map[string]any{"id": 1, "body": 2, "source": 3, "section": 4, "caption": 5, "credit": 6}
}

type article struct{ id, body, source, section, caption, credit string }

func sample() article {
	return article{id: "one", body: "two", source: "three", section: "four", caption: "five", credit: "six"}
}
`},
	},
	{
		name:  "what was built is not committed, unless it is ignored",
		files: files{".gitignore": "/bin/\n/x\n", "bin/x": "\x7fELF", "x": "\x7fELF", "cmd/x/x": "\x7fELF…", "cmd/x/x.exe": "MZ\x90\x00"},
		want: []string{
			"cmd/x/x: a program that was built: delete it, and build into bin/ (program)",
			"cmd/x/x.exe: a program that was built: delete it, and build into bin/ (program)",
		},
	},
}

// long is a function with the given number of lines in its body.
func long(name string, lines int) string {
	return "func " + name + "() {\n" + strings.Repeat("\t_ = 0\n", lines) + "}\n"
}

// wide is a method with six parameters.
const wide = "func (t *t) six(a, b, c int, d, e, f string) {}\n"

func TestRules(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, c.files.check(t)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// Every rule has a case that breaks it, so that none can fall silent.
func TestEveryRuleCanFail(t *testing.T) {
	all := map[string]bool{
		"chain": true, "comment": true, "cut": true, "dependencies": true, "goroutine": true, "imports": true, "init": true, "interface": true, "layout": true,
		"length": true, "name": true, "parameters": true, "program": true, "skip": true, "state": true, "word list": true, "words": true,
	}
	seen := map[string]bool{}
	for _, c := range cases {
		for _, line := range c.files.check(t) {
			seen[strings.TrimSuffix(line[strings.LastIndex(line, "(")+1:], ")")] = true
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(all)), slices.Sorted(maps.Keys(seen))); diff != "" {
		t.Errorf("rules broken by the cases (-want +got):\n%s", diff)
	}
}

func TestExceptions(t *testing.T) {
	project := files{"internal/chunk/x.go": "// Package chunk is documented.\npackage chunk\n\n" + long("long", 61)}
	breach := "internal/chunk/x.go:4: long has 61 lines; more than 60 are hard to read (length)"
	for _, c := range []struct {
		name       string
		exceptions []Exception
		want       []string
	}{
		{name: "none", want: []string{breach}},
		{name: "one that allows it", exceptions: []Exception{{"length", "internal/chunk.long", "a table"}}},
		{
			name:       "one of another rule",
			exceptions: []Exception{{"parameters", "internal/chunk.long", "a table"}},
			want:       []string{"internal/chunk.long: the exception is no longer needed (parameters)", breach},
		},
		{
			name:       "one without a reason",
			exceptions: []Exception{{Rule: "length", Where: "internal/chunk.long"}},
			want:       []string{"internal/chunk.long: the exception gives no reason (length)"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, project.check(t, c.exceptions...)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAFileThatDoesNotParseIsAnError(t *testing.T) {
	fsys := fstest.MapFS{"internal/chunk/x.go": {Data: []byte("package\n")}}
	if _, err := Check(fsys, nil); err == nil || !strings.Contains(err.Error(), "internal/chunk/x.go") {
		t.Errorf("got error %v, want one that names the file", err)
	}
}
