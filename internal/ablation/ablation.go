// Package ablation leaves parts of something out, one or several at a time, so
// that what they earn can be measured.
package ablation

import (
	"slices"
	"strings"

	"byline/internal/news"
)

// Part is a part of what settings of type T describe.
type Part[T any] struct {
	Name    string
	Disable func(*T) // changes settings so that the part is left out
}

// Names lists the names of parts.
func Names[T any](parts []Part[T]) []string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.Name
	}
	return names
}

// Disable changes settings so that the parts with the given names are left out.
// of says what they are parts of, for an error of KindInvalid where there is no
// such part.
func Disable[T any](settings *T, of string, parts []Part[T], names ...string) error {
	for _, name := range names {
		i := slices.IndexFunc(parts, func(p Part[T]) bool { return p.Name == name })
		if i < 0 {
			return news.Errorf(news.KindInvalid, "%s: there is no part %q to leave out; there are %s", of, name, strings.Join(Names(parts), ", "))
		}
		parts[i].Disable(settings)
	}
	return nil
}
