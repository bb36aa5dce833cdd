package archtest

import (
	"go/ast"
	"go/types"
)

// The limits on the shape of code. Tests are exempt: a table may be long.
const (
	maxLines      = 60 // of a function body
	maxParameters = 5
	maxMethods    = 3 // of an interface
)

// checkFunctions finds functions that are too long or take too many parameters.
func checkFunctions(t *tree) []Finding {
	var found []Finding
	for p, s := range t.written() {
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			where := p.dir + "." + functionName(f)
			lines := t.fset.Position(f.End()).Line - t.fset.Position(f.Pos()).Line - 1
			if lines > maxLines {
				found = append(found, t.finding(f.Pos(), "length", where,
					"%s has %d lines; more than %d are hard to read", functionName(f), lines, maxLines))
			}
			if n := f.Type.Params.NumFields(); n > maxParameters {
				found = append(found, t.finding(f.Pos(), "parameters", where,
					"%s takes %d parameters; more than %d want a struct", functionName(f), n, maxParameters))
			}
		}
	}
	return found
}

// checkInterfaces finds interfaces with too many methods. An embedded interface
// counts with its own methods if it is declared in the same package, else as one.
func checkInterfaces(t *tree) []Finding {
	var found []Finding
	for p, s := range t.written() {
		ast.Inspect(s.file, func(node ast.Node) bool {
			spec, ok := node.(*ast.TypeSpec)
			if !ok {
				return true
			}
			declared, ok := spec.Type.(*ast.InterfaceType)
			if !ok {
				return true
			}
			if n := p.countMethods(declared); n > maxMethods {
				found = append(found, t.finding(spec.Pos(), "interface", p.dir+"."+spec.Name.Name,
					"interface %s has %d methods; a caller needs at most %d", spec.Name.Name, n, maxMethods))
			}
			return true
		})
	}
	return found
}

func (p *pkg) countMethods(declared *ast.InterfaceType) int {
	n := 0
	for _, field := range declared.Methods.List {
		switch embedded := field.Type.(type) {
		case *ast.FuncType:
			n++
		case *ast.SelectorExpr:
			n++
		case *ast.Ident:
			object, ok := p.info.Uses[embedded]
			if !ok {
				continue
			}
			if i, ok := object.Type().Underlying().(*types.Interface); ok {
				n += i.NumMethods()
			}
		}
	}
	return n
}

// functionName is the name of f, with the type of its receiver if it has one.
func functionName(f *ast.FuncDecl) string {
	if receiver := receiverName(f); receiver != "" {
		return receiver + "." + f.Name.Name
	}
	return f.Name.Name
}

// receiverName is the name of the type that f is a method of; it is empty for a function.
func receiverName(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	expr := f.Recv.List[0].Type
	for {
		switch e := expr.(type) {
		case *ast.StarExpr:
			expr = e.X
		case *ast.IndexExpr:
			expr = e.X
		case *ast.IndexListExpr:
			expr = e.X
		case *ast.Ident:
			return e.Name
		default:
			return ""
		}
	}
}
