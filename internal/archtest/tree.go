package archtest

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// maxText is the size in bytes above which a file counts as data and is not searched for words.
const maxText = 1 << 20

// tree is the project, parsed.
type tree struct {
	fset     *token.FileSet
	packages []*pkg
	texts    []text
	programs []string // paths of files that a machine runs
}

// pkg is the files of one folder that share a package clause. The files of an
// external test package (package x_test) are a pkg of their own.
type pkg struct {
	dir   string // from the root of the project, as "internal/news"; "." for the root
	name  string
	files []source
	info  *types.Info // as far as it can be known without the imported packages
	types *types.Package
}

// source is a Go file.
type source struct {
	path      string
	file      *ast.File
	test      bool // ends in _test.go
	generated bool
}

// text is a file that is not binary, Go files included.
type text struct {
	path    string
	content string
}

// load parses every Go file and reads every text file of fsys, but for folders
// that start with a dot (.ci excepted) and what .gitignore names as "/x/" or "/x".
func load(fsys fs.FS) (*tree, error) {
	ignored, err := ignoredPaths(fsys)
	if err != nil {
		return nil, err
	}
	t := &tree{fset: token.NewFileSet()}
	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && name != ".ci" && (ignored[name] || strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		case entry.IsDir() && name != "." && isModule(fsys, name):
			return fs.SkipDir
		case !entry.Type().IsRegular() || ignored[name]:
			return nil
		}
		return t.read(fsys, name)
	})
	if err != nil {
		return nil, fmt.Errorf("archtest: reading the project: %w", err)
	}
	for _, p := range t.packages {
		p.resolve(t.fset)
	}
	return t, nil
}

// isModule reports whether a folder is a module of its own, which the layout is not for.
func isModule(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, path.Join(name, "go.mod"))
	return err == nil
}

func ignoredPaths(fsys fs.FS) (map[string]bool, error) {
	content, err := fs.ReadFile(fsys, ".gitignore")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("archtest: %w", err)
	}
	ignored := map[string]bool{}
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "/") {
			ignored[strings.Trim(line, "/")] = true
		}
	}
	return ignored, nil
}

func (t *tree) read(fsys fs.FS, name string) error {
	if program, err := isProgram(fsys, name); err != nil {
		return err
	} else if program {
		t.programs = append(t.programs, name)
		return nil
	}
	info, err := fs.Stat(fsys, name)
	if err != nil || info.Size() > maxText {
		return err
	}
	content, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	if bytes.IndexByte(content[:min(len(content), 8000)], 0) >= 0 {
		return nil
	}
	t.texts = append(t.texts, text{path: name, content: string(content)})
	if path.Ext(name) != ".go" || inTestdata(name) {
		return nil
	}
	file, err := parser.ParseFile(t.fset, name, content, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	p := t.packageOf(path.Dir(name), file.Name.Name)
	p.files = append(p.files, source{
		path:      name,
		file:      file,
		test:      strings.HasSuffix(name, "_test.go"),
		generated: ast.IsGenerated(file),
	})
	return nil
}

func (t *tree) packageOf(dir, name string) *pkg {
	i := slices.IndexFunc(t.packages, func(p *pkg) bool { return p.dir == dir && p.name == name })
	if i >= 0 {
		return t.packages[i]
	}
	p := &pkg{dir: dir, name: name}
	t.packages = append(t.packages, p)
	return p
}

// resolve finds out which variable each name means. Types of imported packages
// stay unknown, and the errors that follow from it are of no interest.
func (p *pkg) resolve(fset *token.FileSet) {
	p.info = &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: noImporter{}, Error: func(error) {}}
	files := make([]*ast.File, len(p.files))
	for i, s := range p.files {
		files[i] = s.file
	}
	// The error repeats the first of those that are ignored.
	p.types, _ = config.Check(p.dir, fset, files, p.info)
}

// hasCode reports whether the package has files that are not tests.
func (p *pkg) hasCode() bool {
	return slices.ContainsFunc(p.files, func(s source) bool { return !s.test })
}

// finding makes a finding at pos.
func (t *tree) finding(pos token.Pos, rule, where, format string, args ...any) Finding {
	at := t.fset.Position(pos)
	return Finding{Path: at.Filename, Line: at.Line, Rule: rule, Where: where, Text: fmt.Sprintf(format, args...)}
}

func inTestdata(name string) bool {
	return slices.Contains(strings.Split(name, "/"), "testdata")
}

// noImporter knows no package; go/types then carries on with an empty one.
type noImporter struct{}

func (noImporter) Import(string) (*types.Package, error) {
	return nil, errors.New("not loaded")
}
