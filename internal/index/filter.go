package index

import (
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
		f.Language != "" && Fold(f.Language) != Fold(a.Language):
		return false
	}
	return len(f.Subjects) == 0 || slices.ContainsFunc(a.Subjects, func(s string) bool { return anyFolded(f.Subjects, s) })
}

func anyFolded(list []string, s string) bool {
	s = Fold(s)
	return slices.ContainsFunc(list, func(x string) bool { return Fold(x) == s })
}

// Hidden reports whether an article of a date of publication is hidden from a
// search as of a moment: it is known to have been published later. As of the
// zero time nothing is hidden.
func Hidden(published, asOf time.Time) bool {
	return !asOf.IsZero() && !published.IsZero() && published.Unix() > asOf.Unix()
}
