// Package archtest keeps the architecture: which package may import which, how
// long a function may be, what must be documented, and what must never be
// written. Its test runs the rules over the project, by parsing the files. (A
// test that asks `go list` is cached and stays green after a breach elsewhere;
// the files that a test opens are part of its cache key.)
//
// A rule is a function from the parsed tree to findings. A breach that is right
// all the same is an Exception, which must say why and is itself a finding once
// nothing needs it.
package archtest

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
)

// Finding is a breach of a rule.
type Finding struct {
	Path  string // of the file, from the root of the project
	Line  int    // from 1; 0 if the whole file or folder is meant
	Rule  string // name of the rule
	Where string // what an Exception names, as "internal/news.Errorf"; empty if there can be no exception
	Text  string // what is wrong and what to do
}

func (f Finding) String() string {
	place := f.Path
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d", f.Path, f.Line)
	}
	return fmt.Sprintf("%s: %s (%s)", place, f.Text, f.Rule)
}

// Exception allows one breach of a rule.
type Exception struct {
	Rule   string
	Where  string // as in the Finding that it allows
	Reason string
}

// rules are all the rules, by no particular order.
var rules = []func(*tree) []Finding{
	checkImports,
	checkChains,
	checkPackages,
	checkFunctions,
	checkInterfaces,
	checkComments,
	checkState,
	checkGoroutines,
	checkCuts,
	checkSkips,
	checkWords,
	checkNames,
	checkWordLists,
	checkModules,
	checkPrograms,
}

// Check runs every rule over the project in fsys and returns the findings that
// no exception allows, by path and line. The error says why the tree could not
// be read; a Go file that does not parse is one such reason.
func Check(fsys fs.FS, exceptions []Exception) ([]Finding, error) {
	t, err := load(fsys)
	if err != nil {
		return nil, err
	}
	var all []Finding
	for _, rule := range rules {
		all = append(all, rule(t)...)
	}
	findings := without(all, exceptions)
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})
	return findings, nil
}

// without drops the findings that an exception allows, and adds one for each
// exception that has no reason or allows nothing.
func without(findings []Finding, exceptions []Exception) []Finding {
	used := make([]bool, len(exceptions))
	kept := slices.DeleteFunc(findings, func(f Finding) bool {
		i := slices.IndexFunc(exceptions, func(e Exception) bool {
			return f.Where != "" && e.Rule == f.Rule && e.Where == f.Where
		})
		if i >= 0 {
			used[i] = true
		}
		return i >= 0
	})
	for i, e := range exceptions {
		if e.Reason == "" {
			kept = append(kept, Finding{Path: e.Where, Rule: e.Rule, Text: "the exception gives no reason"})
		}
		if !used[i] {
			kept = append(kept, Finding{Path: e.Where, Rule: e.Rule, Text: "the exception is no longer needed"})
		}
	}
	return kept
}
