package archtest

import (
	"go/ast"
	"strings"
)

// starters are functions that call one of their arguments in another goroutine.
var starters = map[string]bool{"context.AfterFunc": true, "time.AfterFunc": true}

// checkGoroutines finds goroutines in which a panic would end the process:
// those that are not started by internal/panics. Tests may end so.
func checkGoroutines(t *tree) []Finding {
	var found []Finding
	for p, s := range t.written() {
		if layerOf(p.dir) == "ground" || layerOf(p.dir) == "suites" {
			continue
		}
		for _, spec := range s.file.Imports {
			if imported := strings.Trim(spec.Path.Value, `"`); imported == "golang.org/x/sync/errgroup" {
				found = append(found, t.finding(spec.Pos(), "goroutine", p.dir+" "+imported,
					"a panic in a group of errgroup ends the process: take a group of internal/panics"))
			}
		}
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(f, func(node ast.Node) bool {
				if bare(node) {
					found = append(found, t.finding(node.Pos(), "goroutine", p.dir+"."+f.Name.Name,
						"a panic in this goroutine ends the process: start it by internal/panics"))
				}
				return true
			})
		}
	}
	return found
}

// bare reports whether node starts a goroutine that recovers nothing. That x.Go
// is sync.WaitGroup's shows in its function, which returns no error.
func bare(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.GoStmt:
		return true
	case *ast.CallExpr:
		qualifier, name := qualified(n.Fun)
		if starters[qualifier+"."+name] {
			return true
		}
		selector, ok := n.Fun.(*ast.SelectorExpr)
		if !ok || selector.Sel.Name != "Go" || len(n.Args) != 1 {
			return false
		}
		work, ok := n.Args[0].(*ast.FuncLit)
		return ok && work.Type.Results == nil
	}
	return false
}
