package lang

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed packs/*.txt
var packs embed.FS

// load reads a pack of this package, which a test has read before: the file
// that is named for the language, and those that go on from it ("en.places.txt").
func load(code string, stem func(string) string) *Pack {
	p := &Pack{Code: code, Stem: stem}
	for _, name := range filesOf(code) {
		text, err := packs.ReadFile(name)
		if err == nil {
			err = p.read(strings.TrimSuffix(path.Base(name), ".txt"), string(text))
		}
		if err != nil {
			panic(fmt.Sprintf("lang: the pack of %q: %v", code, err))
		}
	}
	return p
}

// filesOf lists the files of a language.
func filesOf(code string) []string {
	more, err := fs.Glob(packs, "packs/"+code+".*.txt")
	if err != nil {
		panic(fmt.Sprintf("lang: files of %q: %v", code, err)) // the pattern is wrong
	}
	return append([]string{"packs/" + code + ".txt"}, more...)
}

// Parse reads a pack, which stems nothing. A file has one entry a line, below
// the name of its section in brackets; lines that begin with # are comments. An
// entry is a word or, in sections whose field maps one thing to another, two
// with a colon and a space between them. One that white space belongs to is in
// quotes. The error names the line.
func Parse(code, text string) (*Pack, error) {
	p := &Pack{Code: code, Stem: neutral().Stem}
	if err := p.read(code, text); err != nil {
		return nil, err
	}
	return p, nil
}

// read adds the sections of a file to a pack.
func (p *Pack) read(name, text string) error {
	fields := map[string]reflect.Value{}
	collect(reflect.ValueOf(p).Elem(), fields)
	var section reflect.Value
	seen := map[string]bool{}
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		line = strings.TrimSpace(line)
		var err error
		switch title, ok := sectionName(line); {
		case line == "" || line[0] == '#':
		case ok && seen[title]:
			err = errors.New("the section is there twice")
		case ok:
			seen[title] = true
			if section = fields[title]; !section.IsValid() {
				err = errors.New("there is no such section")
			}
		case !section.IsValid():
			err = errors.New("the entry is in no section")
		default:
			err = add(section, line)
		}
		if err != nil {
			return fmt.Errorf("lang: pack %s, line %d: %q: %w", name, n, line, err)
		}
	}
	for _, list := range fields {
		longestFirst(list)
	}
	for _, names := range []Words{p.Entities.WomensNames, p.Entities.MensNames} {
		for name := range names {
			if p.Entities.GivenNames == nil {
				p.Entities.GivenNames = Words{}
			}
			p.Entities.GivenNames[name] = true
		}
	}
	return nil
}

func sectionName(line string) (string, bool) {
	if len(line) < 2 || line[0] != '[' || line[len(line)-1] != ']' {
		return "", false
	}
	return line[1 : len(line)-1], true
}

// collect finds the fields of a struct, and of those in it, by their section.
func collect(s reflect.Value, fields map[string]reflect.Value) {
	for i := range s.NumField() {
		tag, ok := s.Type().Field(i).Tag.Lookup("section")
		if name, _, _ := strings.Cut(tag, ","); ok {
			fields[name] = s.Field(i)
		} else if s.Field(i).Kind() == reflect.Struct {
			collect(s.Field(i), fields)
		}
	}
}

// add adds an entry to a field.
func add(field reflect.Value, entry string) error {
	if entry[0] == '"' {
		unquoted, err := strconv.Unquote(entry)
		if err != nil {
			return errors.New("the quotes do not match")
		}
		entry = unquoted
	}
	key, value, paired := strings.Cut(entry, ": ")
	switch f := field.Addr().Interface().(type) {
	case *[]string:
		*f = append(*f, entry)
		return nil
	case *Words:
		return put(f, entry, true)
	case *[]Pair:
		*f = append(*f, Pair{key, value})
	case *map[string]string:
		if err := put(f, key, value); err != nil {
			return err
		}
	case *map[string]int:
		n, err := strconv.Atoi(value)
		if err != nil {
			return errors.New("the value is no number")
		}
		if err := put(f, key, n); err != nil {
			return err
		}
	}
	if !paired {
		return errors.New("there is no value behind a colon")
	}
	return nil
}

// put adds an entry to a map, which it makes if there is none.
//
//nolint:gocritic // the pointer is for a map that is made here
func put[V any](m *map[string]V, key string, value V) error {
	if _, twice := (*m)[key]; twice {
		return errors.New("the entry is there twice")
	}
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = value
	return nil
}

// longestFirst brings a list into the order in which its entries are tried.
func longestFirst(field reflect.Value) {
	switch list := field.Interface().(type) {
	case []string:
		slices.SortStableFunc(list, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	case []Pair:
		slices.SortStableFunc(list, func(a, b Pair) int { return cmp.Compare(len(b.Key), len(a.Key)) })
	}
}

// Pattern is a regular expression that matches one of several, as a group.
// It matches nothing if there are none.
func Pattern(alternatives []string) string {
	if len(alternatives) == 0 {
		return `[^\x00-\x{10FFFF}]`
	}
	return "(?:" + strings.Join(alternatives, "|") + ")"
}

// PatternOf is a [Pattern] of words as they are written, the longest first.
func PatternOf(lists ...iter.Seq[string]) string {
	var words []string
	for _, list := range lists {
		words = slices.AppendSeq(words, list)
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	return Pattern(words)
}

// join adds what another pack knows.
func (p *Pack) join(other *Pack) {
	fields, others := map[string]reflect.Value{}, map[string]reflect.Value{}
	collect(reflect.ValueOf(p).Elem(), fields)
	collect(reflect.ValueOf(other).Elem(), others)
	for name, field := range fields {
		switch from := others[name]; {
		case from.Len() == 0:
		case field.Kind() == reflect.Slice:
			field.Set(reflect.AppendSlice(field, from))
		default:
			if field.IsNil() {
				field.Set(reflect.MakeMap(field.Type()))
			}
			for entry := from.MapRange(); entry.Next(); {
				if !field.MapIndex(entry.Key()).IsValid() {
					field.SetMapIndex(entry.Key(), entry.Value())
				}
			}
		}
		longestFirst(field)
	}
}
