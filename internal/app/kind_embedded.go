package app

import (
	"context"
	"errors"
	"io"

	"byline/internal/embedded"
	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/transfer"
)

func mustHoldIndex(dir string) error {
	there, err := embedded.Holds(dir)
	if err == nil && !there {
		return news.Errorf(news.KindInvalid, "there is no index in %s; take articles in with `byline ingest`, or name another folder with --data", dir)
	}
	return err
}

func openEmbedded(ctx context.Context, e *Engine, mode OpenMode) (index.Index, error) {
	options := embeddedOptions(e.config, e.Encoder)
	options.ReadOnly, options.Rebuild = mode == Reading, mode == Rebuilding
	options.KeepServing, options.Background = mode == Serving, mode == Serving
	x, err := embedded.Open(ctx, e.at.Dir, options)
	if err != nil {
		return nil, heldBy(e.at.Dir, err)
	}
	if mode == Reading {
		return x, nil
	}
	if err := withdrawn(e.at.Dir); err != nil && x.Writable() {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// heldBy adds to an error that a folder is held by which server, if it is one.
func heldBy(dir string, err error) error {
	if !embedded.IsHeld(err) {
		return err
	}
	if r, errRunning := runningIn(dir); errRunning == nil {
		return news.Errorf(news.KindConflict, "%w (`byline serve` at %s, process %d)", err, r.URL, r.PID)
	}
	return err
}

func embeddedOptions(c Config, encoder *encode.Encoder) embedded.Options {
	return embedded.Options{
		Encode: encoder.Encode, Encoding: c.encoding(),
		Embedder: encoder.Identity().String(), Dim: encoder.Identity().Dim, Deferred: encoder.Deferred(),
		OnRebuild: c.OnRebuild, Logger: c.Logger,
	}
}

func exportEmbedded(ctx context.Context, c Config, at Location) (transfer.Exporter, io.Closer, error) {
	if err := mustHoldIndex(at.Dir); err != nil {
		return nil, nil, err
	}
	e, err := embedded.OpenExport(ctx, at.Dir, c.Logger)
	return e, e, err
}

func repairEmbedded(ctx context.Context, c Config, r Repairing) (embedded.Repaired, error) {
	if err := mustHoldIndex(r.At.Dir); err != nil {
		return embedded.Repaired{}, err
	}
	return embedded.Repair(ctx, r.At.Dir, embedded.RepairOptions{DryRun: r.DryRun, Logger: c.Logger, Progress: r.OnProgress})
}

func restoreEmbedded(ctx context.Context, r *restoring) error {
	there, err := embedded.Holds(r.At.Dir)
	if err != nil {
		return err
	}
	if there {
		r.done.Replaced = embedded.Replaced(r.At.Dir)
	}
	return embedded.Restore(ctx, r.At.Dir, embedded.Restoring{
		Options: embeddedOptions(r.config, r.encoder),
		Kept:    r.Incoming.Kept, Vectors: r.done.Vectors, Replace: r.Replace, Hash: encode.Hash, OnStored: r.OnStored,
		Before: r.Incoming.Place,
	})
}
