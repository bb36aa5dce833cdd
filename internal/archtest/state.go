package archtest

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// sharedState are types whose only use is to be changed.
var sharedState = map[string][]string{
	"sync":   {"Cond", "Map", "Mutex", "Once", "RWMutex", "WaitGroup"},
	"atomic": {"Bool", "Int32", "Int64", "Pointer", "Uint32", "Uint64", "Uintptr", "Value"},
}

// changers are functions that change their first argument, by package; the
// builtin ones have none.
var changers = map[string][]string{
	"":       {"clear", "copy", "delete"},
	"maps":   {"Copy", "DeleteFunc"},
	"slices": {"Reverse", "Sort", "SortFunc", "SortStableFunc"},
	"sort":   {"Float64s", "Ints", "Slice", "SliceStable", "Strings"},
}

// checkState finds package variables that are changed after their declaration,
// or that can have no other purpose, and assignments to those of other
// packages. It sees what is written down: a change through a method or an alias
// escapes it.
func checkState(t *tree) []Finding {
	var found []Finding
	for _, p := range t.packages {
		for _, s := range p.files {
			found = append(found, t.checkDeclared(p, s)...)
			ast.Inspect(s.file, func(node ast.Node) bool {
				for _, target := range changed(node) {
					if name := p.packageVariable(target); name != nil {
						found = append(found, t.finding(name.Pos(), "state", p.dir+"."+name.Name,
							"package variable %s is changed here: pass it or keep it in a struct", name.Name))
					}
				}
				return true
			})
		}
	}
	return found
}

// checkDeclared finds package variables of a type that is there to be changed.
func (t *tree) checkDeclared(p *pkg, s source) []Finding {
	var found []Finding
	for _, decl := range s.file.Decls {
		d, ok := decl.(*ast.GenDecl)
		if !ok || d.Tok != token.VAR {
			continue
		}
		for _, spec := range d.Specs {
			v, ok := spec.(*ast.ValueSpec)
			if !ok || !isSharedState(v) {
				continue
			}
			found = append(found, t.finding(v.Pos(), "state", p.dir+"."+v.Names[0].Name,
				"package variable %s holds state: keep it in a struct", v.Names[0].Name))
		}
	}
	return found
}

func isSharedState(v *ast.ValueSpec) bool {
	declared := v.Type
	if declared == nil && len(v.Values) == 1 {
		if literal, ok := v.Values[0].(*ast.CompositeLit); ok {
			declared = literal.Type
		}
	}
	if generic, ok := declared.(*ast.IndexExpr); ok {
		declared = generic.X
	}
	qualifier, name := qualified(declared)
	return qualifier != "" && slices.Contains(sharedState[qualifier], name)
}

// changed lists the expressions that node changes or whose address it takes.
func changed(node ast.Node) []ast.Expr {
	switch n := node.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return n.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			return []ast.Expr{n.Key, n.Value}
		}
	case *ast.UnaryExpr:
		if _, whole := ast.Unparen(n.X).(*ast.Ident); n.Op == token.AND && whole {
			return []ast.Expr{n.X}
		}
	case *ast.CallExpr:
		if qualifier, name := qualified(n.Fun); slices.Contains(changers[qualifier], name) && len(n.Args) > 0 {
			return n.Args[:1]
		}
	}
	return nil
}

// qualified splits a name as sync.Mutex or delete into package and name.
func qualified(expr ast.Expr) (qualifier, name string) {
	switch e := expr.(type) {
	case *ast.Ident:
		return "", e.Name
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			return x.Name, e.Sel.Name
		}
	}
	return "", ""
}

// packageVariable returns the name in expr of the package variable that a
// change of expr changes: x in x.f[i]. It is nil if there is none.
func (p *pkg) packageVariable(expr ast.Expr) *ast.Ident {
	for {
		switch e := expr.(type) {
		case *ast.SelectorExpr:
			if x, ok := e.X.(*ast.Ident); ok {
				if _, ok := p.info.Uses[x].(*types.PkgName); ok {
					return e.Sel // a variable of another package
				}
			}
			expr = e.X
		case *ast.IndexExpr:
			expr = e.X
		case *ast.SliceExpr:
			expr = e.X
		case *ast.StarExpr:
			expr = e.X
		case *ast.ParenExpr:
			expr = e.X
		case *ast.Ident:
			if v, ok := p.info.Uses[e].(*types.Var); ok && p.types != nil && v.Parent() == p.types.Scope() {
				return e
			}
			return nil
		default:
			return nil
		}
	}
}
