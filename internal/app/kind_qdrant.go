package app

import (
	"context"
	"io"

	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/qdrant"
	"byline/internal/transfer"
)

func openQdrant(ctx context.Context, e *Engine, mode OpenMode) (index.Index, error) {
	options := qdrantOptions(e.config, e.Encoder, e.at)
	options.ReadOnly = mode == Reading
	return qdrant.Open(ctx, options)
}

func qdrantOptions(c Config, encoder *encode.Encoder, at Location) qdrant.Options {
	o := qdrantPlace(c, at)
	o.Encoding, o.Embedder, o.Dim = c.encoding(), encoder.Identity().String(), encoder.Identity().Dim
	return o
}

// qdrantPlace says where an index is, and nothing of what is in it.
func qdrantPlace(c Config, at Location) qdrant.Options {
	q := c.Settings.Qdrant
	return qdrant.Options{
		Addr: at.Addr, APIKey: q.APIKey, TLS: q.TLS, CA: q.CA, Timeout: q.Timeout, Pool: q.Pool,
		Prefix: at.Prefix, Shards: q.Shards, Replicas: q.Replicas, Quantisation: q.Quantisation,
		Logger: c.Logger,
	}
}

func exportQdrant(ctx context.Context, c Config, at Location) (transfer.Exporter, io.Closer, error) {
	builtIn, err := embed.Load()
	if err != nil {
		return nil, nil, err
	}
	e, err := qdrant.OpenExport(ctx, qdrantPlace(c, at), builtIn.Identity().String())
	return e, e, err
}

func restoreQdrant(ctx context.Context, r *restoring) error {
	err := qdrant.Restore(ctx, qdrantOptions(r.config, r.encoder, r.At), qdrant.Restoring{
		Kept: r.Incoming.Kept, Vectors: r.done.Vectors, Encode: r.encoder.Encode, Hash: encode.Hash, OnStored: r.OnStored,
	})
	if err != nil {
		return err
	}
	return r.Incoming.Place()
}

// reindexQdrant builds the collections anew; what is left to do is to read them.
func reindexQdrant(ctx context.Context, c Config, r Reindexing) (OpenMode, error) {
	encoder, _, err := newEncoder(ctx, c, r.At)
	if err != nil {
		return Reading, err
	}
	options := qdrantOptions(c, encoder, r.At)
	if r.DropOld {
		// An index of another embedder is an error here, and the reason to go on.
		if dropped, err := qdrant.DropOld(ctx, options); err == nil && len(dropped) > 0 {
			r.OnDropped(dropped)
			return Reading, nil
		} else if err != nil && news.KindOf(err) != news.KindInvalid {
			return Reading, err
		}
	}
	err = qdrant.Reindex(ctx, options, qdrant.Reindexing{Encode: encoder.Complete, OnProgress: r.OnProgress})
	if err != nil || !r.DropOld {
		return Reading, err
	}
	dropped, err := qdrant.DropOld(ctx, options)
	r.OnDropped(dropped)
	return Reading, err
}

func dropQdrant(ctx context.Context, c Config, at Location) error {
	encoder, _, err := newEncoder(ctx, c, at)
	if err != nil {
		return err
	}
	return qdrant.Drop(ctx, qdrantOptions(c, encoder, at))
}
