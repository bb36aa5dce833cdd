package archtest

import (
	"slices"
	"strconv"
	"strings"
)

// maxChain is how many packages may stand in a row of which each imports the next.
const maxChain = 6

// checkChains finds the longest rows of imports, tests left out. Who follows a
// question or an article through the code meets no more packages than stand in one.
func checkChains(t *tree) []Finding {
	imports := map[string][]string{}
	for p, s := range t.written() {
		if s.test {
			continue
		}
		for _, spec := range s.file.Imports {
			if target, ours := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), module+"/"); ours {
				imports[p.dir] = append(imports[p.dir], target)
			}
		}
	}
	longest := map[string][]string{}
	var found []Finding
	for dir := range imports {
		if chain := chainFrom(dir, imports, longest); len(chain) == maxChain+1 {
			found = append(found, Finding{Path: dir, Rule: "chain", Where: dir, Text: strings.Join(chain, " → ") +
				" is a longer row of imports than " + strconv.Itoa(maxChain) + "; let the caller declare what it needs as an interface"})
		}
	}
	return found
}

// chainFrom returns the longest row of imports that begins with a package. known
// holds the rows that were found before.
func chainFrom(dir string, imports map[string][]string, known map[string][]string) []string {
	if chain, ok := known[dir]; ok {
		return chain
	}
	known[dir] = []string{dir} // a circle, which does not compile, ends here
	var longest []string
	for _, target := range imports[dir] {
		if chain := chainFrom(target, imports, known); len(chain) > len(longest) || len(chain) == len(longest) && slices.Compare(chain, longest) < 0 {
			longest = chain
		}
	}
	known[dir] = slices.Concat([]string{dir}, longest)
	return known[dir]
}
