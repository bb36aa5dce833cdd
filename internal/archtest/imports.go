package archtest

import (
	"slices"
	"strings"
)

const module = "byline"

// layer is a group of packages with the same rights.
type layer struct {
	packages []string // "x/..." means x and what is below it
	mayUse   []string // names of layers; "all" is every layer
	stdOnly  bool     // imports nothing from outside but the standard library
	// ordered: a package may use those of its own layer that are listed before
	// it, and those below its own folder. Otherwise none of its own layer.
	ordered bool
	// mutual: packages of the layer may use each other.
	mutual bool
}

// layers is the layout of the project. A package that is in none of them is a
// finding: a new package is a decision about where it belongs.
var layers = map[string]layer{
	"vocabulary": {packages: []string{"internal/news", "internal/index"}, stdOnly: true, ordered: true},
	"ground":     {packages: []string{"internal/panics", "internal/atomicfile", "internal/tokens", "internal/batch", "internal/transport", "internal/spread", "internal/runs", "internal/signing"}, ordered: true}, // every goroutine, every file that must be whole, what models read at once, how their servers are reached, how hashes are sorted, how words are read, what programs sign
	"data":       {packages: []string{"prompts", "seeds"}, stdOnly: true},
	"language":   {packages: []string{"internal/lang", "internal/dates"}, mayUse: []string{"vocabulary"}, ordered: true}, // what words mean, of a question as of a field
	"verbs": {
		packages: []string{
			"internal/ablation", "internal/fetch", "internal/lexical", "internal/names", "internal/gazetteer", "internal/entities", "internal/question", "internal/chunk", "internal/speech", "internal/query", "internal/embed/...", "internal/neardup", "internal/notices", "internal/encode",
			"internal/backup", "internal/transfer", "internal/format/...", "internal/feeds", "internal/ingest", "internal/mailbox", "internal/retrieve", "internal/quotes", "internal/verify", "internal/stories", "internal/reader", "internal/answer", "internal/bulk", "internal/frontpage", "internal/eval",
		},
		mayUse:  []string{"ground", "vocabulary", "data", "language"},
		ordered: true,
	},
	"parts": {packages: []string{"internal/embedded/articledb", "internal/embedded/segment"}, mayUse: []string{"ground", "vocabulary"}}, // of one vendor each, see confined
	"vendors": {
		packages: []string{"internal/embedded", "internal/qdrant", "internal/openai", "internal/rerank"},
		mayUse:   []string{"ground", "vocabulary", "parts"},
	},
	"requests": {packages: []string{"internal/api"}, mayUse: []string{"vocabulary", "language"}},
	"clients":  {packages: []string{"internal/client"}, mayUse: []string{"ground", "vocabulary", "requests"}}, // not the server
	"fronts": {
		packages: []string{"internal/access", "internal/admission", "internal/debugserver", "internal/export", "internal/sheet", "internal/httpapi", "internal/web", "internal/mcp", "internal/slackbot", "internal/terminal"},
		mayUse:   []string{"ground", "vocabulary", "requests"},
		mutual:   true,
	},
	"suites":   {packages: []string{"internal/browsertest", "internal/fetchtest", "internal/indextest", "internal/embedded/concurrency", "internal/embedded/embeddedtest", "internal/ingest/memory", "internal/qdrant/conformance", "internal/seedstest"}, mayUse: []string{"ground", "vocabulary", "data", "language", "verbs", "vendors"}, ordered: true},
	"settings": {packages: []string{"internal/config"}, mayUse: []string{"ground", "vocabulary"}},
	"upkeep":   {packages: []string{"internal/archtest"}, stdOnly: true},
	"assembly": {
		packages: []string{"internal/app"},
		mayUse:   []string{"ground", "vocabulary", "data", "language", "verbs", "vendors", "requests", "clients", "fronts", "settings"},
	},
	"commands": {packages: []string{"cmd/..."}, mayUse: []string{"all"}},
}

// confined lists the modules that only some packages may import, tests of
// other packages included.
var confined = map[string][]string{
	"github.com/labstack":                {"internal/httpapi"},
	"github.com/sashabaranov/go-openai":  {"internal/openai"},
	"github.com/kljensen/snowball":       {"internal/lang"},
	"github.com/qdrant/go-client":        {"internal/qdrant"},
	"byline/internal/embedded/articledb": {"internal/embedded/..."},
	"byline/internal/embedded/segment":   {"internal/embedded/..."},
	"modernc.org/sqlite":                 {"internal/embedded/articledb"},
	"github.com/modelcontextprotocol":    {"internal/mcp"},
	"github.com/slack-go/slack":          {"internal/slackbot"},
	"github.com/spf13/cobra":             {"cmd/..."},
	"github.com/schollz/progressbar":     {"internal/terminal"},
	"github.com/ergochat/readline":       {"internal/terminal"},
}

// testOnly lists the modules that only tests (and suites of tests) may import.
var testOnly = []string{
	"github.com/chromedp",
	"github.com/creack/pty",
	"github.com/google/go-cmp",
	"github.com/pb33f",
	"github.com/rogpeppe/go-internal",
	"pgregory.net/rapid",
	"testing",
}

// checkImports finds imports that the layout does not allow.
func checkImports(t *tree) []Finding {
	var found []Finding
	for _, p := range t.packages {
		if layerOf(p.dir) == "" {
			found = append(found, Finding{
				Path: p.dir, Rule: "layout", Where: p.dir,
				Text: "the package has no place in the layout: add it to a layer in internal/archtest/imports.go",
			})
		}
		for _, s := range p.files {
			for _, spec := range s.file.Imports {
				imported := strings.Trim(spec.Path.Value, `"`)
				if reason := forbidden(p.dir, imported, s.test); reason != "" {
					found = append(found, t.finding(spec.Pos(), "imports", p.dir+" "+imported, "%s", reason))
				}
			}
		}
	}
	return found
}

// forbidden says why a file of the package in dir may not import the given
// package; it is empty if it may. A test may use any package of the project.
func forbidden(dir, imported string, test bool) string {
	for prefix, dirs := range confined {
		if within(imported, prefix) && !matchesAny(dir, dirs) {
			return "only " + strings.Join(dirs, ", ") + " may import " + prefix
		}
	}
	if test {
		return ""
	}
	if slices.ContainsFunc(testOnly, func(m string) bool { return within(imported, m) }) && layerOf(dir) != "suites" {
		return imported + " is for tests"
	}
	target, ours := strings.CutPrefix(imported, module+"/")
	if !ours {
		if layers[layerOf(dir)].stdOnly && !standard(imported) {
			return dir + " imports only the standard library"
		}
		return ""
	}
	if from, to := layerOf(dir), layerOf(target); !mayUse(dir, target) {
		return dir + " (" + from + ") may not import " + target + " (" + to + ")"
	}
	return ""
}

// mayUse reports whether the layout lets the package in dir use the one in target.
func mayUse(dir, target string) bool {
	from, to := layerOf(dir), layerOf(target)
	l := layers[from]
	if from != to {
		return to != "" && (slices.Contains(l.mayUse, to) || slices.Contains(l.mayUse, "all"))
	}
	return l.mutual || l.ordered && place(l, target) <= place(l, dir) || slices.Contains(l.mayUse, "all")
}

// place is the index of the pattern of l that dir matches.
func place(l layer, dir string) int {
	return slices.IndexFunc(l.packages, func(pattern string) bool { return matches(dir, pattern) })
}

// layerOf names the layer of the package in dir; it is empty if there is none.
func layerOf(dir string) string {
	for name, l := range layers {
		if matchesAny(dir, l.packages) {
			return name
		}
	}
	return ""
}

func matchesAny(dir string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return matches(dir, pattern) })
}

// matches reports whether dir is the folder that pattern names or, if pattern
// ends in "/...", lies below it.
func matches(dir, pattern string) bool {
	root, deep := strings.CutSuffix(pattern, "/...")
	return dir == root || deep && within(dir, root)
}

// within reports whether an import path is prefix or lies below it.
func within(imported, prefix string) bool {
	return imported == prefix || strings.HasPrefix(imported, prefix+"/")
}

// standard reports whether an import path is one of the standard library.
func standard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".") && first != module
}
