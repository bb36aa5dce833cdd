package news

import (
	"slices"
	"time"
)

// The fields that a person can set, as they are stored.
const (
	FieldHeadline  = "headline"
	FieldSource    = "source"
	FieldPublished = "published"
)

// Edit is what a person sets of an article. A nil field is left as it is.
type Edit struct {
	Headline  *string
	Source    *string
	Published *time.Time
	// Release names fields that are no longer to be kept as a person has set them.
	Release []string
}

// Decision is what a person decided about an article, and what outlasts what is
// loaded again.
type Decision struct {
	Deleted bool // it is not to come back
	Edit    Edit
}

// IsZero reports whether the edit changes nothing.
func (e Edit) IsZero() bool {
	return e.Headline == nil && e.Source == nil && e.Published == nil && len(e.Release) == 0
}

// Apply sets the fields of an article, and notes that they are set.
func (e Edit) Apply(a *Article) {
	edited := slices.DeleteFunc(slices.Clone(a.Edited), func(f string) bool { return slices.Contains(e.Release, f) })
	if e.Headline != nil {
		a.Headline, edited = *e.Headline, append(edited, FieldHeadline)
	}
	if e.Source != nil {
		a.Source, edited = *e.Source, append(edited, FieldSource)
	}
	if e.Published != nil {
		a.Published, edited = *e.Published, append(edited, FieldPublished)
	}
	slices.Sort(edited)
	a.Edited = slices.Compact(edited)
	if len(a.Edited) == 0 {
		a.Edited = nil
	}
}

// EditsOf returns what a person has set of a stored article, for another
// version of it.
func EditsOf(a *Article) Edit {
	var e Edit
	for _, f := range a.Edited {
		switch f {
		case FieldHeadline:
			e.Headline = &a.Headline
		case FieldSource:
			e.Source = &a.Source
		case FieldPublished:
			e.Published = &a.Published
		}
	}
	return e
}
