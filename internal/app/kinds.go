package app

import (
	"context"
	"io"
	"maps"
	"slices"

	"byline/internal/config"
	"byline/internal/embedded"
	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/transfer"
)

// kind is a kind of index: all that is done in a way of its own with each.
// Whatever package index says of all of them needs no line here.
type kind struct {
	place       func(at Location) string // for people
	mustBeThere func(at Location) error  // as far as can be told before it is open
	open        func(ctx context.Context, e *Engine, mode OpenMode) (index.Index, error)
	embedder    func(ctx context.Context, at Location) (name string, dim int, err error) // that filled an index; "": not known before it is open
	export      func(ctx context.Context, c Config, at Location) (transfer.Exporter, io.Closer, error)
	restore     func(ctx context.Context, r *restoring) error
	reindex     func(ctx context.Context, c Config, r Reindexing) (OpenMode, error)
	repair      func(ctx context.Context, c Config, r Repairing) (embedded.Repaired, error)
	drop        func(ctx context.Context, c Config, at Location) error // beside the folder of an evaluation; nil: nothing

	remote bool // see Location.Remote
}

// kinds is the table of all of them, by the name in the settings.
func kinds() map[string]kind {
	return map[string]kind{
		config.IndexEmbedded: {
			place:       func(at Location) string { return at.Dir },
			mustBeThere: func(at Location) error { return mustHoldIndex(at.Dir) },
			open:        openEmbedded,
			embedder:    func(ctx context.Context, at Location) (string, int, error) { return embedded.Embedder(ctx, at.Dir) },
			export:      exportEmbedded,
			restore:     restoreEmbedded,
			reindex:     func(context.Context, Config, Reindexing) (OpenMode, error) { return Rebuilding, nil },
			repair:      repairEmbedded,
		},
		config.IndexQdrant: {
			place:       func(at Location) string { return at.Prefix + " in Qdrant at " + at.Addr },
			mustBeThere: func(Location) error { return nil },
			open:        openQdrant,
			embedder:    func(context.Context, Location) (string, int, error) { return "", 0, nil },
			export:      exportQdrant,
			restore:     restoreQdrant,
			reindex:     reindexQdrant,
			repair: func(context.Context, Config, Repairing) (embedded.Repaired, error) {
				return embedded.Repaired{}, news.Errorf(news.KindInvalid, "Qdrant keeps its own data; send damaged articles again, make what searches need anew with `byline reindex`, or put a backup back with `byline restore`")
			},
			drop:   dropQdrant,
			remote: true,
		},
	}
}

// Kinds are the names of all kinds of index, in alphabetical order.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds())) }

// Export opens what gives all that an index keeps. The caller closes it.
// KindInvalid: there is no index.
func Export(ctx context.Context, c Config, at Location) (transfer.Exporter, io.Closer, error) {
	return at.of().export(ctx, c, at)
}

// Reindexing says how to make all that searching needs anew.
type Reindexing struct {
	At      Location
	DropOld bool // remove what was replaced; in Qdrant only
	// OnProgress is told how many articles are done, OnDropped what was removed.
	OnProgress func(done, total int)
	OnDropped  func(names []string)
}

// Reindex makes all that searching needs anew from the stored articles, or
// leaves it to who opens the index in the mode that it returns. An interrupted
// one goes on where it was if it is called again.
func Reindex(ctx context.Context, c Config, r Reindexing) (OpenMode, error) {
	return r.At.of().reindex(ctx, c, r)
}

// Repairing says how to repair an index.
type Repairing struct {
	At         Location
	DryRun     bool // change nothing
	OnProgress func(done, total int)
}

// Repair makes a new database of what can be read of a damaged one. KindInvalid:
// there is no index, or it is of a kind that keeps its own data.
func Repair(ctx context.Context, c Config, r Repairing) (embedded.Repaired, error) {
	return r.At.of().repair(ctx, c, r)
}
