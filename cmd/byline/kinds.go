package main

import (
	"context"
	"io"
	"maps"
	"slices"
	"strings"

	"byline/internal/config"
	"byline/internal/embed"
	"byline/internal/embedded"
	"byline/internal/news"
	"byline/internal/qdrant"
)

// kind is a kind of index: all that commands do in a way of its own with each.
// Whatever package index says of all of them needs no line here.
type kind struct {
	place       func(at location) string // for people
	mustBeThere func(at location) error  // as far as can be told before it is open
	open        func(a *app, ctx context.Context, l *library, at location, to purpose) error
	embedder    func(ctx context.Context, at location) (name string, dim int, err error) // that filled an index; "": not known before it is open
	export      func(a *app, ctx context.Context, at location) (exporter, io.Closer, error)
	restore     func(t *restoring, ctx context.Context, force bool) error
	reindex     func(a *app, ctx context.Context, dropOld bool) (report purpose, err error)
	repair      func(a *app, ctx context.Context, dryRun bool) error
	drop        func(a *app, ctx context.Context, at location) error // beside the folder of an evaluation; nil: nothing

	remote bool // on another machine: searches wait for it, and what a restore wrote cannot be taken back
}

// kinds is the table of all of them, by the name in the settings.
func kinds() map[string]kind {
	return map[string]kind{
		config.IndexEmbedded: {
			place:       func(at location) string { return at.dir },
			mustBeThere: func(at location) error { return mustHoldIndex(at.dir) },
			open:        (*app).openEmbedded,
			embedder:    func(ctx context.Context, at location) (string, int, error) { return embedded.Embedder(ctx, at.dir) },
			export:      (*app).exportEmbedded,
			restore:     (*restoring).intoEmbedded,
			reindex:     func(*app, context.Context, bool) (purpose, error) { return rebuilding, nil },
			repair:      (*app).repairEmbedded,
		},
		config.IndexQdrant: {
			place:       func(at location) string { return at.prefix + " in Qdrant at " + at.addr },
			mustBeThere: func(location) error { return nil },
			open:        (*app).openQdrant,
			embedder:    func(context.Context, location) (string, int, error) { return "", 0, nil },
			export:      (*app).exportQdrant,
			restore:     (*restoring).intoQdrant,
			reindex:     (*app).reindexQdrant,
			repair: func(*app, context.Context, bool) error {
				return news.Errorf(news.KindInvalid, "Qdrant keeps its own data; send damaged articles again, make what searches need anew with `byline reindex`, or put a backup back with `byline restore`")
			},
			drop:   (*app).dropQdrant,
			remote: true,
		},
	}
}

// kindNames are the names of all kinds, in alphabetical order.
func kindNames() []string { return slices.Sorted(maps.Keys(kinds())) }

// listOfKinds is what a flag that names a kind can be.
func listOfKinds() string { return strings.Join(kindNames(), " or ") }

func (a *app) exportEmbedded(ctx context.Context, at location) (exporter, io.Closer, error) {
	if err := mustHoldIndex(at.dir); err != nil {
		return nil, nil, err
	}
	e, err := embedded.OpenExport(ctx, at.dir, a.log)
	return e, e, err
}

func (a *app) exportQdrant(ctx context.Context, at location) (exporter, io.Closer, error) {
	builtIn, err := embed.Load()
	if err != nil {
		return nil, nil, err
	}
	e, err := qdrant.OpenExport(ctx, a.qdrantPlace(at), builtIn.Identity().String())
	return e, e, err
}

func (a *app) dropQdrant(ctx context.Context, at location) error {
	encoder, _, err := a.newEncoder(ctx, at)
	if err != nil {
		return err
	}
	return qdrant.Drop(ctx, a.qdrantOptions(encoder, at))
}
