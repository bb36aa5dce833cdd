package archtest

import (
	"regexp"
	"strings"
)

// The patterns are put together from pieces so that they do not find themselves.
var (
	unfinished = regexp.MustCompile(`\b(?:` + "TO" + "DO|FIX" + "ME|XX" + `X)\b`)
	machine    = regexp.MustCompile(`(?:^|[\s"'` + "`" + `(=:,])(?:/wo` + `rk/|/tmp/by` + `line|/ro` + `ot/|\.\./sha` + `red)`)
)

// checkWords finds marks of unfinished work and paths of the machines that the
// project was built on. News text may hold any word, so that samples and test
// data are searched for paths alone.
func checkWords(t *tree) []Finding {
	var found []Finding
	for _, s := range t.texts {
		if strings.HasSuffix(s.path, ".min.js") || s.path == "go.sum" {
			continue
		}
		for _, at := range machine.FindAllStringIndex(s.content, -1) {
			found = append(found, Finding{
				Path: s.path, Line: lineOf(s.content, at[1]), Rule: "words", Where: s.path,
				Text: "names a path of one machine: " + strings.TrimSpace(s.content[at[0]:at[1]]),
			})
		}
		if inTestdata(s.path) || within(s.path, "seeds") {
			continue
		}
		for _, at := range unfinished.FindAllStringIndex(s.content, -1) {
			found = append(found, Finding{
				Path: s.path, Line: lineOf(s.content, at[1]), Rule: "words", Where: s.path,
				Text: s.content[at[0]:at[1]] + " marks unfinished work: finish it or file an issue",
			})
		}
	}
	return found
}

// lineOf is the number of the line, from 1, that offset is in.
func lineOf(content string, offset int) int {
	return 1 + strings.Count(content[:offset], "\n")
}
