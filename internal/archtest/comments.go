package archtest

import (
	"go/ast"
	"go/token"
	"iter"
	"slices"
)

// selfEvident are methods that a well-known interface explains.
var selfEvident = []string{"Error", "Len", "Less", "Read", "ServeHTTP", "String", "Swap", "Unwrap", "Write"}

// checkComments finds exported names without a doc comment. A constant or
// variable may share the comment of its group or stand before one on its line.
func checkComments(t *tree) []Finding {
	var found []Finding
	for p, s := range t.written() {
		if p.name == "main" {
			continue
		}
		for name := range undocumented(s.file) {
			found = append(found, t.finding(name.Pos(), "comment", p.dir+"."+name.Name, "%s has no doc comment", name.Name))
		}
	}
	return found
}

// undocumented yields the exported names of file that have no doc comment.
func undocumented(file *ast.File) iter.Seq[*ast.Ident] {
	return func(yield func(*ast.Ident) bool) {
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && !hidden(d) && !yield(d.Name) {
					return
				}
			case *ast.GenDecl:
				for _, name := range undocumentedNames(d) {
					if !yield(name) {
						return
					}
				}
			}
		}
	}
}

// hidden reports whether the method f needs no comment: the type is not
// exported, or the name says it all.
func hidden(f *ast.FuncDecl) bool {
	receiver := receiverName(f)
	return receiver != "" && (!token.IsExported(receiver) || slices.Contains(selfEvident, f.Name.Name))
}

func undocumentedNames(d *ast.GenDecl) []*ast.Ident {
	var names []*ast.Ident
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && s.Doc == nil && (d.Doc == nil || d.Lparen.IsValid()) {
				names = append(names, s.Name)
			}
		case *ast.ValueSpec:
			if s.Doc != nil || s.Comment != nil || d.Doc != nil {
				continue
			}
			for _, name := range s.Names {
				if name.IsExported() {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

// written yields the files that people wrote and that are not tests, with their packages.
func (t *tree) written() iter.Seq2[*pkg, source] {
	return func(yield func(*pkg, source) bool) {
		for _, p := range t.packages {
			for _, s := range p.files {
				if !s.test && !s.generated && !yield(p, s) {
					return
				}
			}
		}
	}
}
