package archtest

import (
	"go/ast"
	"iter"
	"path"
	"slices"
	"strings"
)

// Retired names say nothing to who knows the field: people search for its words
// (CONTRIBUTING.md, "Where things are"). They are not to come back; what is new
// and cannot be named otherwise is an Exception. Files are named after the
// behaviour in them.
var (
	retiredNames = strings.Fields(`allParts bears bring deads entrance heads hear heed holding invited likely lookAtAll lose
		manner pace passing patience purpose quickly removeStrays seal settles spend stranger strays sweep tagged tidy turnAway
		uppers watched welcome whisper wholeSpace withdraw`)
	retiredFiles = strings.Fields("bearing choose copies fold manner opening peek planes pool refine silence timing traits turn upkeep verbs whole wire")
)

// checkNames finds retired names of files, and of what a package declares.
func checkNames(t *tree) []Finding {
	var found []Finding
	for _, s := range t.texts {
		name, _, _ := strings.Cut(path.Base(s.path), ".")
		name = strings.TrimSuffix(strings.TrimSuffix(name, "_test"), "_internal")
		if slices.Contains(retiredFiles, name) && !inTestdata(s.path) && !within(s.path, "seeds") {
			found = append(found, Finding{Path: s.path, Rule: "name", Where: s.path,
				Text: "nobody would look for it under this name: name it after the behaviour in it, as the field does"})
		}
	}
	for p, s := range t.written() {
		for name := range declaredNames(s.file) {
			first := strings.ToLower(name.Name[:1])
			if slices.Contains(retiredNames, first+name.Name[1:]) {
				found = append(found, t.finding(name.Pos(), "name", p.dir+"."+name.Name,
					"nobody would look for %s under this name: name it as the field does", name.Name))
			}
		}
	}
	return found
}

// declaredNames yields the names of functions, methods, types, constants and variables of a file.
func declaredNames(file *ast.File) iter.Seq[*ast.Ident] {
	return func(yield func(*ast.Ident) bool) {
		for _, decl := range file.Decls {
			f, is := decl.(*ast.FuncDecl)
			if is && !yield(f.Name) {
				return
			}
			group, is := decl.(*ast.GenDecl)
			if !is {
				continue
			}
			for _, spec := range group.Specs {
				var names []*ast.Ident
				switch s := spec.(type) {
				case *ast.TypeSpec:
					names = []*ast.Ident{s.Name}
				case *ast.ValueSpec:
					names = s.Names
				}
				for _, name := range names {
					if !yield(name) {
						return
					}
				}
			}
		}
	}
}
