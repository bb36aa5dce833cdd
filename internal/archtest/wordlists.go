package archtest

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
)

// languageHome is where lists of words are kept.
const languageHome = "internal/lang"

// A few words are grammar; from longestGrammar on they are a list. Of
// alternatives in a regular expression, fewer are.
const (
	longestGrammar = 6
	mostChoices    = 4
)

var (
	lowerWord = regexp.MustCompile(`^\p{Ll}[\p{Ll}'’ ]+$`)
	choice    = regexp.MustCompile(`^\p{Ll}[\p{Ll}? ]*$`)
)

// checkWordLists finds lists of words of a language outside internal/lang, but
// in the tests and the suites of them: in a literal, in a case, in a text that is cut at white space, and as the
// alternatives of a regular expression. A list of something else that looks
// like one, such as the names of tags, is an exception.
func checkWordLists(t *tree) []Finding {
	var found []Finding
	for _, p := range t.packages {
		if layer := layerOf(p.dir); p.dir == languageHome || layer == "suites" || layer == "upkeep" {
			continue
		}
		for _, s := range p.files {
			if s.test || s.generated {
				continue
			}
			for _, decl := range s.file.Decls {
				if at := wordList(decl); at.IsValid() {
					found = append(found, t.finding(at, "word list", p.dir+"."+declared(decl, at),
						"a list of words: put it into a pack of %s, for the code knows no language", languageHome))
				}
			}
		}
	}
	return found
}

// wordList returns where the first list of words in a declaration is, if there is one.
func wordList(decl ast.Decl) token.Pos {
	at := token.NoPos
	ast.Inspect(decl, func(node ast.Node) bool {
		if !at.IsValid() && node != nil && isWordList(node) {
			at = node.Pos()
		}
		return !at.IsValid()
	})
	return at
}

func isWordList(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.CompositeLit:
		return !isDocument(n.Type) && countWords(n.Elts) >= longestGrammar
	case *ast.CaseClause:
		return countWords(n.List) >= longestGrammar
	case *ast.CallExpr:
		_, name := qualified(n.Fun)
		return len(n.Args) == 1 && (strings.HasPrefix(name, "Fields") || strings.HasSuffix(name, "Set")) && countWordsIn(n.Args[0]) >= longestGrammar
	case *ast.BasicLit:
		return n.Kind == token.STRING && hasChoices(n.Value)
	}
	return false
}

// countWords counts those of some expressions that are words: the keys of a map, or else values.
func countWords(list []ast.Expr) int {
	keys, values := 0, 0
	for _, e := range list {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			if _, isField := pair.Key.(*ast.Ident); isField || isRune(pair.Key) {
				continue
			}
			keys += countIf(isWord(pair.Key))
			e = pair.Value
		}
		values += countIf(isWord(e))
	}
	return max(keys, values)
}

// isDocument reports whether a type is that of a JSON object, whose keys are names of fields.
func isDocument(declared ast.Expr) bool {
	m, ok := declared.(*ast.MapType)
	if !ok {
		return false
	}
	_, value := qualified(m.Value)
	return value == "any"
}

func isRune(e ast.Expr) bool {
	l, ok := e.(*ast.BasicLit)
	return ok && l.Kind == token.CHAR
}

func countIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func isWord(e ast.Expr) bool {
	text, ok := literal(e)
	return ok && lowerWord.MatchString(text)
}

// countWordsIn counts the words of a text, none if it has anything else.
func countWordsIn(e ast.Expr) int {
	text, _ := literal(e)
	words := strings.Fields(text)
	for _, w := range words {
		if !lowerWord.MatchString(w) {
			return 0
		}
	}
	return len(words)
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

// hasChoices reports whether a text has alternatives that are words, as a regular expression has them.
func hasChoices(text string) bool {
	run := 0
	for part := range strings.SplitSeq(text, "|") {
		part, _, _ = strings.Cut(part[strings.LastIndexByte(part, '(')+1:], ")")
		run++
		if !choice.MatchString(strings.ToLower(strings.TrimPrefix(part, "?:"))) {
			run = 0
		}
		if run >= mostChoices {
			return true
		}
	}
	return false
}

// declared names what a declaration declares at a place within it.
func declared(decl ast.Decl, at token.Pos) string {
	if f, ok := decl.(*ast.FuncDecl); ok {
		return f.Name.Name
	}
	name := ""
	ast.Inspect(decl, func(node ast.Node) bool {
		if v, ok := node.(*ast.ValueSpec); ok && v.Pos() <= at {
			name = v.Names[0].Name
		}
		return true
	})
	return name
}
