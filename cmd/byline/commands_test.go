package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/httpapi"
	"byline/internal/news"
	"byline/internal/terminal"
	"byline/seeds"
)

// invocation is a way to call a command that it does not refuse.
type invocation struct {
	args  []string // after the words of the command
	stdin string
}

// reads are calls of the commands that a server can answer in place of an index.
func reads(article string) map[string][]invocation {
	asOf := []string{"--as-of", seeds.AsOf} // else the moment of asking is in the answer
	with := func(args ...string) invocation { return invocation{args: append(args, asOf...)} }
	return map[string][]invocation{
		"search": {
			with("flood gate"), with("flood gate", "--explain", "--limit", "3"), with("storm last week", "--group", "passage"),
			with("tunnel", "--source", "Nordwire", "--mode", "keyword"), with("tunnel", "--after", "2026-09-01", "--before", "2026-11-01T10:00:00+01:00"),
			with("tunnel in 1974"), with("tunnel", "--language", "sv"), with("tunnel", "--source", "Nordwir"), with("tunnel", "--after", "last month"), with("election last month", "--keep-dates"),
		},
		"similar": {
			{args: []string{article}}, {args: []string{article, "--limit", "2", "--after", "2026-10-01"}},
			{args: []string{"-"}, stdin: "A storm left homes without power."},
		},
		"ask": {
			with("How much will the Lumme tunnel cost?"), with("What happened in Ravnholm last month?", "--no-llm"),
			with("Which vitamins are found in broccoli?"),
			{args: asOf, stdin: "Who won the election in Halvia?\n\nAnd who was sworn in as prime minister?\n/new\nWhen will it open?\n"},
		},
		"articles list":      {{}, {args: []string{"--limit", "3"}}, {args: []string{"--limit", "70", "--source", "Nordwire", "--source", "dagblick"}}, {args: []string{"--subject", "nothing"}}, {args: []string{"--source", "Nordwir", "--after", "2026-09"}}},
		"articles show":      {{args: []string{article}}},
		"articles revisions": {{args: []string{article}}},
		"stats":              {{}},
		"quote":              {{args: []string{"the tunnel will open"}}},
		"quotes":             {{args: []string{"--speaker", "minister"}}, {args: []string{"tunnel", "--limit", "3"}}, {args: []string{"--article", article}}},
		"stories":            {{}, {args: []string{"tunnel", "--newest"}}, {args: []string{"--after", "2026-11", "--limit", "3"}}},
		"timeline":           {{args: []string{article}}, {args: []string{article, "--articles"}}},
		"figures":            {{args: []string{article}}},
		"coverage":           {{args: []string{"tunnel", "--by", "month"}}, {args: []string{"storm", "--by", "week", "--source", "Nordwire"}}},
		"entities list":      {{}, {args: []string{"--kind", "place"}}, {args: []string{"--kind", "organisation", "--after", "2026-11"}}},
	}
}

// refused are calls that fail, and how they do is the same wherever they are answered.
var refused = map[string][]invocation{
	"search":             {{args: []string{"x", "--mode", "fuzzy"}}, {args: []string{"x", "--after", "soon"}}, {args: []string{""}}, {args: []string{"x", "--language", "eng"}}, {args: []string{"x", "--as-of", "1200-01-01"}}},
	"similar":            {{args: []string{"nothing"}}, {args: []string{"https://nowhere.example/"}}, {args: []string{"-"}}},
	"ask":                {{args: []string{"x", "--before", "2025-02-30"}}, {}},
	"articles list":      {{args: []string{"--cursor", "nonsense"}}, {args: []string{"--limit", "0"}}},
	"articles show":      {{args: []string{"nothing"}}, {args: []string{"no/thing ?"}}},
	"articles revisions": {{args: []string{"nothing"}}},
}

// result is what a call of the program leaves.
type result struct {
	out, err string
	code     int
}

// call runs the program within the test.
func call(t *testing.T, environ []string, command string, with invocation, more ...string) result {
	t.Helper()
	var out, stderr bytes.Buffer
	args := append(append(strings.Fields(command), with.args...), more...)
	err := run(t.Context(), args, environ, strings.NewReader(with.stdin), &out, &stderr)
	if err != nil {
		stderr.WriteString(terminal.Complaint(err) + "\n")
	}
	return result{out: out.String(), err: stderr.String(), code: exitCode(err)}
}

// took is the one thing that is never the same twice; volatile is it, and when something
// was stored or asked.
var (
	took     = regexp.MustCompile(`"took_ms": ?[0-9.e+-]+`)
	volatile = regexp.MustCompile(`"(took_ms": ?[0-9.e+-]+|(stored|as_of)": ?"[^"]*")`)
)

// sampleServer runs a server and returns its address, the environment in which
// commands find the same articles without it, and the ID of one of them.
func sampleServer(t *testing.T) (base string, local []string, article string) {
	t.Helper()
	llm := newFakeLLM()
	t.Cleanup(llm.Close)
	local = []string{"XDG_STATE_HOME=" + t.TempDir(), "BYLINE_DATA=" + t.TempDir(), "BYLINE_LLM_URL=" + llm.URL + "/v1", "BYLINE_LLM_MODEL=small", "BYLINE_LOG_LEVEL=error"}
	base = serveSamples(t, local)
	var list struct{ Articles []struct{ ID string } }
	if err := json.Unmarshal([]byte(call(t, local, "articles list", invocation{}, "--json").out), &list); err != nil || len(list.Articles) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	return base, local, list.Articles[0].ID
}

// Whatever a command reads, it prints the same byte for byte, whether an index
// of this machine or a server answers.
func TestAServerAnswersAsAnIndexDoes(t *testing.T) {
	t.Parallel()
	base, local, article := sampleServer(t)
	remote := []string{"BYLINE_SERVER=" + base}
	all := reads(article)
	for command, list := range all {
		for _, with := range list {
			for _, more := range [][]string{nil, {"--json"}} {
				want, got := call(t, local, command, with, more...), call(t, remote, command, with, more...)
				want.out, got.out = took.ReplaceAllString(want.out, ""), took.ReplaceAllString(got.out, "")
				if want.code != 0 || len(want.out) < 10 {
					t.Errorf("byline %s %q %q fails here: %+v", command, with.args, more, want)
				}
				if got != want {
					t.Errorf("byline %s %q %q\nhere:   %+v\nserver: %+v", command, with.args, more, want, got)
				}
			}
		}
	}
	for command, list := range refused {
		if all[command] == nil {
			t.Errorf("%s is not among the reading commands", command)
		}
		for _, with := range list {
			want, got := call(t, local, command, with), call(t, remote, command, with)
			text := strings.TrimPrefix(strings.TrimPrefix(got.err, "byline: "), "--") // an index does not know of flags
			if got.code == 0 || got.code != want.code || got.out != want.out || text == "" || !strings.HasSuffix(want.err, text) {
				t.Errorf("byline %s %q\nhere:   %+v\nserver: %+v", command, with.args, want, got)
			}
		}
	}
}

func TestAssistantsCanBeServedFromAServer(t *testing.T) {
	t.Parallel()
	base, local, article := sampleServer(t)
	want, got := readByMCP(t, local, article), readByMCP(t, []string{"BYLINE_SERVER=" + base}, article)
	if !strings.Contains(want, article) || got != want {
		t.Errorf("here: %s\nserver: %s", want, got)
	}
}

// readByMCP are the replies of byline mcp to the wish for an article, and to what its
// other sides are asked.
func readByMCP(t *testing.T, environ []string, article string) string {
	t.Helper()
	in, speak := io.Pipe()
	listen, out := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- run(t.Context(), []string{"mcp"}, environ, in, out, io.Discard) }()
	replies := bufio.NewScanner(listen)
	replies.Buffer(nil, 1<<20)
	var all strings.Builder
	named := `{"id":"` + article + `"}`
	for i, call := range []string{
		`"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}`,
		`"tools/call","params":{"name":"article","arguments":` + named + `}`, `"tools/call","params":{"name":"revisions","arguments":` + named + `}`,
		`"tools/call","params":{"name":"stories","arguments":{}}`, `"tools/call","params":{"name":"timeline","arguments":` + named + `}`,
		`"tools/call","params":{"name":"figures","arguments":` + named + `}`, `"tools/call","params":{"name":"coverage","arguments":{"query":"ferry"}}`,
		`"tools/call","params":{"name":"quotes","arguments":{"speaker":"mayor"}}`, `"tools/call","params":{"name":"entities","arguments":{}}`,
	} {
		if _, err := fmt.Fprintf(speak, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":%s}\n", i, call); err != nil || !replies.Scan() {
			t.Fatal(err, replies.Err())
		}
		if reply := replies.Text(); strings.Contains(reply, `"isError":true`) || strings.Contains(reply, `"error":`) {
			t.Errorf("%s: %s", call, reply)
		}
		all.WriteString(replies.Text())
	}
	speak.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	return all.String()
}

// pages is a library of numbered articles; cursors are numbers too.
type pages struct {
	httpapi.Library
	articles, asked int
}

func (p *pages) Articles(_ context.Context, _ news.Filter, page news.Page) (articles []news.Article, next string, err error) {
	p.asked++
	at, _ := strconv.Atoi(page.Cursor)
	for ; len(articles) < page.Limit && at < p.articles; at++ {
		articles = append(articles, news.Article{ID: strconv.Itoa(at)})
	}
	if at < p.articles {
		next = strconv.Itoa(at)
	}
	return articles, next, nil
}

func TestAListTakesAsManyPagesAsItNeeds(t *testing.T) {
	for _, test := range []struct {
		limit       int
		cursor      string
		want, asked int
		next        string
	}{
		{10, "", 10, 1, "10"}, {100, "", 100, 1, "100"}, {230, "", 230, 3, "230"}, {400, "", 250, 3, ""}, {20, "240", 10, 1, ""},
	} {
		library := &pages{articles: 250}
		got, next, err := list(t.Context(), &app.Backend{Library: library}, news.Filter{}, news.Page{Limit: test.limit, Cursor: test.cursor})
		if err != nil || len(got) != test.want || next != test.next || library.asked != test.asked {
			t.Errorf("limit %d: %d articles from %d pages, next %q, %v", test.limit, len(got), library.asked, next, err)
		}
	}
}

// Commands that work on this machine do not quietly do so where a server is meant.
func TestOtherCommandsRefuseAServer(t *testing.T) {
	t.Parallel()
	for command, with := range map[string]invocation{
		"reindex": {}, "serve": {}, "feedback export": {},
		"copy": {args: []string{"--from", "embedded", "--to", "qdrant"}}, "eval": {args: []string{tinySet(t)}},
	} {
		got := call(t, []string{"BYLINE_SERVER=http://127.0.0.1:1", "BYLINE_DATA=" + t.TempDir()}, command, with)
		if got.code != 2 || !strings.Contains(got.err, "leave --server and BYLINE_SERVER out") {
			t.Errorf("byline %s: %+v", command, got)
		}
	}
}

// notJSON are the commands whose output is a language of its own, and those tested elsewhere.
var notJSON = map[string]string{
	"":                      "prints help",
	"articles":              "prints help",
	"entities":              "prints help",
	"feedback":              "prints help",
	"feeds":                 "prints help",
	"feeds add":             "asks the web, which is not here",
	"feeds export":          "prints OPML",
	"keys":                  "prints help",
	"completion":            "prints help",
	"help":                  "prints help",
	"completion bash":       "prints a script",
	"completion zsh":        "prints a script",
	"completion fish":       "prints a script",
	"completion powershell": "prints a script",
	"mcp":                   "speaks JSON-RPC",
	"copy":                  "needs Qdrant: testdata/qdrant/copy.txtar",
	"serve":                 "does not end: TestServePrintsItsAddressAsJSON",
}

// Every command prints JSON with --json: one document, or one a line.
func TestEveryCommandPrintsJSON(t *testing.T) {
	t.Parallel()
	base, local, article := sampleServer(t)
	own := slices.Concat(local, []string{"BYLINE_DATA=" + t.TempDir()})
	set, saved := tinySet(t), t.TempDir()
	if err := os.Mkdir(filepath.Join(saved, filepath.Base(set)), 0o700); err != nil {
		t.Fatal(err)
	}
	run := filepath.Join(saved, filepath.Base(set), "byline.jsonl")
	cache := filepath.Join(t.TempDir(), "cache")
	cases := reads(article)
	cases["ingest"] = []invocation{{args: []string{"-"}, stdin: `{"id":"a","headline":"Ferry late","body":"The ferry was late on Monday."}`}}
	cases["articles edit"] = []invocation{{args: []string{"a", "--published", "2026-03-03"}}}
	cases["articles delete"] = []invocation{{args: []string{"--language", "en"}}, {args: []string{"a"}}}
	cases["eval"] = []invocation{{args: []string{set, "--cache", cache, "--save", run}}, {args: []string{set, "--run", run, "--compare", run}}}
	cases["eval table"] = []invocation{{args: []string{saved, set}}}
	cases["eval features"] = []invocation{{args: []string{set}}}
	cases["eval ablation"] = []invocation{{args: []string{set, "--measure", "ndcg@10"}}}
	for _, command := range []string{"reindex", "doctor", "health", "feedback export", "version"} {
		cases[command] = []invocation{{}}
	}
	cases["keys create"] = []invocation{{args: []string{"desk"}}, {args: []string{"stateless", "--print"}}}
	cases["keys list"], cases["keys revoke"] = []invocation{{}}, []invocation{{args: []string{"desk"}}}
	kept := filepath.Join(t.TempDir(), "articles.backup")
	cases["backup"], cases["restore"], cases["repair"] = []invocation{{args: []string{kept}}}, []invocation{{args: []string{kept, "--check"}}}, []invocation{{}}
	cases["keys off"] = []invocation{{}}
	const feed = "https://harbour.example/feed"
	cases["feeds import"] = []invocation{{args: []string{"-"}, stdin: `<opml version="2.0"><body><outline type="rss" text="h" xmlUrl="` + feed + `"/></body></opml>`}}
	cases["feeds list"], cases["feeds poll"], cases["feeds remove"] = []invocation{{}}, []invocation{{}}, []invocation{{args: []string{feed}}}
	cases["feeds outlets"] = []invocation{{}, {args: []string{"harbour.example", "Harbour Times"}}}
	cases["entities list"] = []invocation{{args: []string{"--kind", "place"}}}
	cases["entities merge"], cases["entities rename"] = []invocation{{args: []string{"Ravnholm", "Ravenholm"}}}, []invocation{{args: []string{"Tarnhavn", "Tarnhaven"}}}
	cases["entities remove"], cases["entities split"] = []invocation{{args: []string{"Ravnholm"}}}, []invocation{{args: []string{"Ravnholm"}}}
	cases["coverage"] = []invocation{{args: []string{"tunnel"}}}
	cases["quotes"] = []invocation{{args: []string{"tunnel"}}}
	cases["stories"], cases["timeline"], cases["figures"] = []invocation{{}}, []invocation{{args: []string{article}}}, []invocation{{args: []string{article}}}
	cases["quote"] = []invocation{{args: []string{"nobody printed this at all"}}}
	cases["open"] = []invocation{{args: []string{"1"}}}
	call(t, local, "search", invocation{args: []string{"tunnel"}})                                                                                                                                                                // which is opened
	order := []string{"ingest", "articles edit", "articles delete", "eval", "keys create", "keys list", "keys revoke", "backup", "feeds import", "feeds list", "feeds remove", "feeds poll", "entities merge", "entities rename"} // what others need
	for _, command := range commandPaths(newCLI(nil, nil, nil, nil).rootCommand()) {
		if !slices.Contains(order, command) {
			order = append(order, command)
		}
	}
	for _, command := range order {
		if len(cases[command]) == 0 && notJSON[command] == "" {
			t.Errorf("byline %s: no case in this test", command)
		}
		environ := local
		if slices.Contains([]string{"ingest", "articles edit", "articles delete", "reindex", "backup", "repair", "restore"}, command) { // the server has the other folder
			environ = own
		}
		if command == "health" {
			environ = []string{"BYLINE_SERVER=" + base}
		}
		for _, with := range cases[command] {
			got := call(t, environ, command, with, "--json")
			if err := onlyJSON(got.out); err != nil || got.code != 0 {
				t.Errorf("byline %s %q: %v, exit code %d\n%.300s\n%s", command, with.args, err, got.code, got.out, got.err)
			}
		}
	}
}

// commandPaths are the words of every command that can be run.
func commandPaths(cmd *cobra.Command) []string {
	if !cmd.HasParent() {
		cmd.InitDefaultHelpCmd()
		cmd.InitDefaultCompletionCmd()
	}
	var paths []string
	if cmd.Runnable() {
		_, path, _ := strings.Cut(cmd.CommandPath(), " ")
		paths = append(paths, path)
	}
	for _, sub := range cmd.Commands() {
		paths = append(paths, commandPaths(sub)...)
	}
	return paths
}

// onlyJSON returns an error unless text is JSON documents and nothing else; it
// can be none, as where every verdict is exported and nobody gave one.
func onlyJSON(text string) error {
	decoder := json.NewDecoder(strings.NewReader(text))
	for {
		var document any
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// tinySet is a labelled set of two articles.
func tinySet(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "tiny")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, lines := range map[string][]string{
		"corpus.jsonl":  {`{"_id":"d1","title":"Ferry fire","text":"The ferry caught fire."}`, `{"_id":"d2","title":"Tram strike","text":"Tram drivers stopped work."}`},
		"queries.jsonl": {`{"_id":"q1","text":"ferry fire"}`, `{"_id":"q2","text":"tram strike"}`},
		"qrels.tsv":     {"query-id\tcorpus-id\tscore", "q1\td1\t1", "q2\td2\t1"},
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
