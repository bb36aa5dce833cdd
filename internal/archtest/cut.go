package archtest

import "go/ast"

// cutters is the package whose Article.Cut checks what it cuts.
const cutters = "internal/news"

// checkCuts finds words that are cut from the body of an article elsewhere than
// in Article.Cut, which knows whether they are the words that were meant. It
// sees what is written down: a body that was given another name escapes it.
func checkCuts(t *tree) []Finding {
	var found []Finding
	for p, s := range t.written() {
		if p.dir == cutters {
			continue
		}
		for _, decl := range s.file.Decls {
			where := p.dir
			if f, ok := decl.(*ast.FuncDecl); ok {
				where += "." + functionName(f)
			}
			ast.Inspect(decl, func(node ast.Node) bool {
				if isBody(cutFrom(node)) {
					found = append(found, t.finding(node.Pos(), "cut", where, "words are cut from a body unchecked: use Article.Cut"))
				}
				return true
			})
		}
	}
	return found
}

// cutFrom returns what node takes a part of, nil if it takes none.
func cutFrom(node ast.Node) ast.Expr {
	switch n := node.(type) {
	case *ast.SliceExpr:
		return ast.Unparen(n.X)
	case *ast.IndexExpr:
		return ast.Unparen(n.X)
	}
	return nil
}

func isBody(expr ast.Expr) bool {
	field, ok := expr.(*ast.SelectorExpr)
	return ok && field.Sel.Name == "Body"
}
