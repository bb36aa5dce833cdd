package archtest

import (
	"go/ast"
	"slices"
	"strings"
)

// emptyNames are package names that say nothing about what is inside.
var emptyNames = []string{"common", "helper", "helpers", "lib", "misc", "model", "models", "shared", "types", "util", "utils"}

// checkPackages finds packages with a name that says nothing, with no doc
// comment or several, and init functions.
func checkPackages(t *tree) []Finding {
	var found []Finding
	for _, p := range t.packages {
		if slices.Contains(emptyNames, p.name) {
			found = append(found, t.finding(p.files[0].file.Name.Pos(), "name", "",
				"the name %s does not say what the package is for", p.name))
		}
		found = append(found, t.checkPackageComment(p)...)
		for _, s := range p.files {
			for _, decl := range s.file.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
					found = append(found, t.finding(f.Pos(), "init", "", "init runs unasked: call a function where it is needed"))
				}
			}
		}
	}
	return found
}

// checkPackageComment finds a package without exactly one doc comment of the usual form.
func (t *tree) checkPackageComment(p *pkg) []Finding {
	if !p.hasCode() {
		return nil
	}
	var found []Finding
	documented := false
	for _, s := range p.files {
		switch {
		case s.test || s.file.Doc == nil:
		case documented:
			found = append(found, t.finding(s.file.Doc.Pos(), "comment", "", "package %s has a second doc comment", p.name))
		default:
			documented = true
			comment := s.file.Doc.Text()
			if p.name != "main" && !strings.HasPrefix(comment, "Package "+p.name+" ") {
				found = append(found, t.finding(s.file.Doc.Pos(), "comment", "", `the doc comment must start with "Package %s"`, p.name))
			}
		}
	}
	if !documented {
		found = append(found, Finding{Path: p.dir, Rule: "comment", Text: "package " + p.name + " has no doc comment"})
	}
	return found
}
