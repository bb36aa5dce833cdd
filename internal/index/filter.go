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
		!f.UpdatedAfter.IsZero() && Changed(a) < f.UpdatedAfter.Unix():
		return false
	}
	for _, l := range LabelFilters(f) {
		values := Labels(a, l.Label)
		if len(l.Wanted) > 0 && !anyOf(values, l.Wanted) || anyOf(values, l.Unwanted) {
			return false
		}
	}
	return true
}

// Changed is when an article was last changed, as Seconds has it: where its outlet
// does not tell, when it was published.
func Changed(a *news.Article) int64 {
	if a.Updated.IsZero() {
		return Seconds(a.Published)
	}
	return Seconds(a.Updated)
}

// LabelFilter is what a filter says of one label, with values as Labels has them.
type LabelFilter struct {
	Label    news.Label
	Wanted   []string // one of them must be there, if there are any
	Unwanted []string // none of them may be there
}

// LabelFilters returns what a filter says of labels, those left out of which it
// says nothing.
func LabelFilters(f news.Filter) []LabelFilter {
	var language []string
	if f.Language != "" {
		language = []string{f.Language}
	}
	all := []LabelFilter{
		{news.LabelSource, FoldAll(f.Sources), FoldAll(f.NotSources)},
		{news.LabelAuthor, FoldAll(f.Authors), FoldAll(f.NotAuthors)},
		{news.LabelSection, FoldAll(f.Sections), FoldAll(f.NotSections)},
		{news.LabelSubject, FoldAll(f.Subjects), FoldAll(f.NotSubjects)},
		{news.LabelLanguage, FoldAll(language), FoldAll(f.NotLanguages)},
		{news.LabelFile, FoldFiles(f.Files), FoldFiles(f.NotFiles)},
	}
	return slices.DeleteFunc(all, func(l LabelFilter) bool { return len(l.Wanted)+len(l.Unwanted) == 0 })
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
