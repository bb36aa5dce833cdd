package index

import (
	"path"
	"slices"
	"strings"
	"time"

	"byline/internal/news"
)

// Fold is the form in which outlets, subjects and languages are compared.
func Fold(s string) string { return strings.ToLower(s) }

// FoldAll folds each string of a list.
func FoldAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = Fold(s)
	}
	return out
}

// Matches reports whether a filter lets an article through. Times are compared
// to the second. An article without a date passes no filter of dates.
func Matches(f news.Filter, a *news.Article) bool {
	published := Seconds(a.Published)
	switch {
	case (!f.After.IsZero() || !f.Before.IsZero()) && published == UnknownDate,
		!f.After.IsZero() && published < f.After.Unix(),
		!f.Before.IsZero() && published >= f.Before.Unix(),
		len(f.Sources) > 0 && !anyFolded(f.Sources, a.Source),
		f.Language != "" && Fold(f.Language) != Fold(a.Language),
		len(f.Files) > 0 && !anyOf(FileKeys(a.File), FoldFiles(f.Files)):
		return false
	}
	return len(f.Subjects) == 0 || slices.ContainsFunc(a.Subjects, func(s string) bool { return anyFolded(f.Subjects, s) })
}

func anyFolded(list []string, s string) bool {
	s = Fold(s)
	return slices.ContainsFunc(list, func(x string) bool { return Fold(x) == s })
}

// FileKeys returns all that a filter of files can ask for to find what lay in a
// file, folded: its path, each folder on it, its name alone, and "*.html".
func FileKeys(file string) []string {
	if file == "" {
		return nil
	}
	file = Fold(file)
	keys := []string{file}
	for i, c := range file {
		if c == '/' && i > 0 {
			keys = append(keys, file[:i])
		}
	}
	name := path.Base(file)
	keys = append(keys, name)
	if ext := path.Ext(name); ext != "" && ext != name {
		keys = append(keys, "*"+ext)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// FoldFiles writes what a filter asks for as FileKeys does: "./Reports/" and
// "Reports/*" are "reports".
func FoldFiles(files []string) []string {
	out := make([]string, len(files))
	for i, f := range files {
		f = strings.TrimPrefix(Fold(strings.ReplaceAll(f, "\\", "/")), "./")
		out[i] = strings.TrimSuffix(strings.TrimSuffix(f, "/*"), "/")
	}
	return out
}

func anyOf(list, wanted []string) bool {
	return slices.ContainsFunc(wanted, func(w string) bool { return slices.Contains(list, w) })
}

// Hidden reports whether an article of a date of publication is hidden from a
// search as of a moment: it is known to have been published later. As of the
// zero time nothing is hidden.
func Hidden(published, asOf time.Time) bool {
	return !asOf.IsZero() && !published.IsZero() && published.Unix() > asOf.Unix()
}
