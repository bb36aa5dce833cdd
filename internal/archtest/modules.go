package archtest

import (
	"fmt"
	"regexp"
	"strings"
)

// dependencyDoc explains each module that the project imports.
const dependencyDoc = "docs/dependencies.md"

var (
	requireLine    = regexp.MustCompile(`(?m)^(?:require )?\s*(\S+\.\S+) (v\S+)( // indirect)?$`)
	dependencyLine = regexp.MustCompile("(?m)^- `([^`]+)` (v[^,\\s]+), ")
)

// required is a line of go.mod or of the document about dependencies.
type required struct {
	version  string
	line     int
	indirect bool
}

// checkModules finds modules that are imported but not explained, or explained
// but not imported, or explained in another version; and marks in go.mod that
// `go mod tidy` would change.
func checkModules(t *tree) []Finding {
	modules := requirements(requireLine, t.text("go.mod"))
	explained := requirements(dependencyLine, section(t.text(dependencyDoc), "## Direct dependencies"))
	imported := t.importedModules(modules)

	var found []Finding
	for name, m := range modules {
		e, ok := explained[name]
		switch {
		case imported[name] && !ok:
			found = append(found, Finding{
				Path: dependencyDoc, Rule: "dependencies", Text: name + " is imported but not explained",
			})
		case ok && e.version != m.version:
			found = append(found, Finding{
				Path: dependencyDoc, Line: e.line, Rule: "dependencies",
				Text: fmt.Sprintf("%s is %s in go.mod, not %s", name, m.version, e.version),
			})
		}
		if imported[name] == m.indirect {
			found = append(found, Finding{
				Path: "go.mod", Line: m.line, Rule: "dependencies",
				Text: name + " is wrongly marked as direct or indirect: run go mod tidy",
			})
		}
	}
	for name, e := range explained {
		if !imported[name] {
			found = append(found, Finding{
				Path: dependencyDoc, Line: e.line, Rule: "dependencies", Text: name + " is explained but not imported",
			})
		}
	}
	return found
}

// importedModules are those of the given modules that a Go file imports, tests included.
func (t *tree) importedModules(modules map[string]required) map[string]bool {
	imported := map[string]bool{}
	for _, p := range t.packages {
		for _, s := range p.files {
			for _, spec := range s.file.Imports {
				if name := moduleOf(strings.Trim(spec.Path.Value, `"`), modules); name != "" {
					imported[name] = true
				}
			}
		}
	}
	return imported
}

// moduleOf is the module with the longest path that holds the given package; it is empty if none does.
func moduleOf(imported string, modules map[string]required) string {
	longest := ""
	for name := range modules {
		if within(imported, name) && len(name) > len(longest) {
			longest = name
		}
	}
	return longest
}

// requirements reads modules and versions from the lines of content that match
// pattern, whose groups are module, version and, perhaps, a mark of being indirect.
func requirements(pattern *regexp.Regexp, content string) map[string]required {
	all := map[string]required{}
	for _, at := range pattern.FindAllStringSubmatchIndex(content, -1) {
		all[content[at[2]:at[3]]] = required{
			version:  content[at[4]:at[5]],
			line:     lineOf(content, at[2]),
			indirect: len(at) > 6 && at[6] >= 0,
		}
	}
	return all
}

// section blanks all lines of a Markdown text but those under heading, so that line numbers stay right.
func section(content, heading string) string {
	var kept strings.Builder
	inside := false
	for line := range strings.Lines(content) {
		if strings.HasPrefix(line, "## ") {
			inside = strings.TrimSpace(line) == heading
		}
		if inside {
			kept.WriteString(line)
		} else {
			kept.WriteByte('\n')
		}
	}
	return kept.String()
}

// text returns the content of the file with the given path; it is empty if there is none.
func (t *tree) text(path string) string {
	for _, s := range t.texts {
		if s.path == path {
			return s.content
		}
	}
	return ""
}
