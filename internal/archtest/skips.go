package archtest

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
)

var scriptSkip = regexp.MustCompile(`(?m)^[ \t]*(?:\[[^\]\n]*\][ \t]*)*skip\b`)

// checkSkips finds tests that may be skipped where nothing may be: a function
// that skips must look at REQUIRE_ALL and CI first, and a test script cannot
// skip at all. Fuzz targets and properties may skip an input that says nothing.
func checkSkips(t *tree) []Finding {
	var found []Finding
	for _, p := range t.packages {
		for _, s := range p.files {
			for _, decl := range s.file.Decls {
				f, ok := decl.(*ast.FuncDecl)
				if !ok || strings.HasPrefix(f.Name.Name, "Fuzz") || mentions(f, "REQUIRE_ALL") && mentions(f, "CI") {
					continue
				}
				for _, call := range skips(f) {
					found = append(found, t.finding(call.Pos(), "skip", p.dir+"."+f.Name.Name,
						"%s skips: it must fail instead where REQUIRE_ALL is 1 or CI is true", f.Name.Name))
				}
			}
		}
	}
	for _, s := range t.texts {
		if !inTestdata(s.path) || !strings.Contains(s.path, "script") {
			continue
		}
		for _, at := range scriptSkip.FindAllStringIndex(s.content, -1) {
			found = append(found, Finding{
				Path: s.path, Line: lineOf(s.content, at[1]), Rule: "skip", Where: s.path, Text: "the script skips itself",
			})
		}
	}
	return found
}

// skips lists the calls in f of a method that skips a test.
func skips(f *ast.FuncDecl) []*ast.CallExpr {
	var calls []*ast.CallExpr
	ast.Inspect(f, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.FuncLit:
			return !isProperty(n)
		case *ast.CallExpr:
			selector, ok := n.Fun.(*ast.SelectorExpr)
			if ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, selector.Sel.Name) {
				if x, ok := selector.X.(*ast.Ident); ok && slices.Contains([]string{"t", "tb", "b"}, x.Name) {
					calls = append(calls, n)
				}
			}
		}
		return true
	})
	return calls
}

// isProperty reports whether f is a property that rapid checks.
func isProperty(f *ast.FuncLit) bool {
	return slices.ContainsFunc(f.Type.Params.List, func(field *ast.Field) bool {
		pointer, ok := field.Type.(*ast.StarExpr)
		if !ok {
			return false
		}
		qualifier, _ := qualified(pointer.X)
		return qualifier == "rapid"
	})
}

// mentions reports whether f contains the string literal s.
func mentions(f *ast.FuncDecl, s string) bool {
	found := false
	ast.Inspect(f, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && literal.Value == `"`+s+`"` {
			found = true
		}
		return !found
	})
	return found
}
