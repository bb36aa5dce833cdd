package app

import (
	"context"

	"byline/internal/config"
)

// Location says where an index is.
type Location struct {
	Kind   string // a name of Kinds
	Dir    string // of an embedded index
	Prefix string // of the collections of one in Qdrant
	Addr   string // of Qdrant

	Without []string // parts of encoding that are left out, for an evaluation
}

// LocationOf is that of the index of a kind, by the settings.
func LocationOf(kind string, c config.Config) Location {
	return Location{Kind: kind, Dir: c.Data, Prefix: c.Qdrant.Prefix, Addr: c.Qdrant.Addr}
}

// String names the index for people.
func (l Location) String() string { return l.of().place(l) }

// Remote reports whether the index is on another machine: searches wait for
// it, and what a restore wrote cannot be taken back.
func (l Location) Remote() bool { return l.of().remote }

// of is the kind of the index.
func (l Location) of() kind { return kinds()[l.Kind] }

// Drop removes the index of an evaluation, as far as it is elsewhere than in
// the folder of the location.
func Drop(ctx context.Context, c Config, at Location) error {
	if drop := at.of().drop; drop != nil {
		return drop(ctx, c, at)
	}
	return nil
}
