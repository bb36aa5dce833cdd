package news

import (
	"cmp"
	"slices"
	"strings"
)

// NoticeKind is what an outlet says of an article that it has published.
type NoticeKind string

// The kinds of notices, the gravest first.
const (
	NoticeRetraction    NoticeKind = "retraction"
	NoticeCorrection    NoticeKind = "correction"
	NoticeClarification NoticeKind = "clarification"
	NoticeUpdate        NoticeKind = "update"
)

// NoticeKinds lists the kinds, the gravest first.
func NoticeKinds() []NoticeKind {
	return []NoticeKind{NoticeRetraction, NoticeCorrection, NoticeClarification, NoticeUpdate}
}

// Notice says that an article was retracted, corrected, clarified or updated.
type Notice struct {
	Kind NoticeKind `json:"kind"`
	Text string     `json:"text,omitempty"` // in the words of the outlet; "": only its state says so
	// Of is the headline or address of another article that this is a notice on, as it
	// names it; "" if it is on the article that has it.
	Of string `json:"of,omitempty"`
	// By is the ID of another article that says so. Such a notice is found when an
	// article is read, and is not stored with it.
	By string `json:"by,omitempty"`
	// Outlet is who says so, of an article of which this one is a copy. It is not stored either.
	Outlet string `json:"outlet,omitempty"`
}

// TakeFrom gives an article the gravest notice on one that is a copy of it, if that was
// retracted or corrected: what is wrong in the one is wrong in the other.
func (a *Article) TakeFrom(other *Article) {
	n, ok := other.Notice()
	if !ok || n.Of != "" || n.Kind != NoticeRetraction && n.Kind != NoticeCorrection {
		return
	}
	if own, ok := a.Notice(); ok && own.Kind.gravity() <= n.Kind.gravity() {
		return
	}
	n.By, n.Outlet = cmp.Or(n.By, other.ID), cmp.Or(n.Outlet, other.Source)
	a.Notices = append(slices.Clone(a.Notices), n)
}

// OwnNotices are those that an article itself has, which are stored with it.
func (a *Article) OwnNotices() []Notice {
	if !slices.ContainsFunc(a.Notices, func(n Notice) bool { return n.By != "" }) {
		return a.Notices
	}
	return slices.DeleteFunc(slices.Clone(a.Notices), func(n Notice) bool { return n.By != "" })
}

// Notice returns the gravest notice on an article; of two that are alike the first.
func (a *Article) Notice() (Notice, bool) {
	for _, kind := range NoticeKinds() {
		if i := slices.IndexFunc(a.Notices, func(n Notice) bool { return n.Kind == kind }); i >= 0 {
			return a.Notices[i], true
		}
	}
	return Notice{}, false
}

// Mark says in a word or two, for people, what the gravest notice on the article is,
// and that its outlet has removed it: "retracted", "retracted by Nordwire" for a copy of
// what that had, "retraction of “Ferry aground”" for the notice, "corrected, withdrawn at source on 2 January 2006"; empty if there is nothing to say. It stands with whatever is cited.
func (a Article) Mark() string {
	var parts []string
	if n, ok := a.Notice(); ok {
		done := n.Kind.done()
		if n.Outlet != "" && n.Outlet != a.Source {
			done += " by " + n.Outlet
		}
		if n.Of != "" {
			done = string(n.Kind) + " of “" + n.Of + "”"
		}
		parts = append(parts, done)
	}
	if note := a.WithdrawnNote(); note != "" {
		parts = append(parts, note)
	}
	return strings.Join(parts, ", ")
}

// gravity is the place of a kind, 0 for the gravest.
func (k NoticeKind) gravity() int { return slices.Index(NoticeKinds(), k) }

// done is what was done to an article that has a notice of a kind.
func (k NoticeKind) done() string {
	switch k {
	case NoticeRetraction:
		return "retracted"
	case NoticeCorrection:
		return "corrected"
	case NoticeClarification:
		return "clarified"
	case NoticeUpdate:
		return "updated"
	}
	return string(k)
}
