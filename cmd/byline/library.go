package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"byline/internal/embedded"
	"byline/internal/encode"
	"byline/internal/httpapi"
	"byline/internal/ingest"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/qdrant"
	"byline/internal/retrieve"
)

// index is what every index does for those that read and fill it.
type index interface {
	retrieve.Index
	ingest.Store
	httpapi.Library
}

// keeper is what every index does for those that look after it.
type keeper interface {
	httpapi.Remover
	Stats(ctx context.Context) (news.Stats, error)
	Close() error
}

// library is an open index with what searches and fills it.
type library struct {
	index
	keeper
	encoder   *encode.Encoder
	embedder  encode.Embedder
	retriever *retrieve.Retriever
	ingester  *ingest.Ingester
	queue     *ingest.Queue // brings vectors that come later; nil: all come at once
	wrong     *wrongSpans   // of all that shows words of this index

	ready func(ctx context.Context) error // whether it can be used right now; nil: always
	flush func() error                    // writes to disk what is only in memory
}

// location says where an index is.
type location struct {
	kind   string // a name of kinds
	dir    string // of an embedded index
	prefix string // of the collections of one in Qdrant
	addr   string // of Qdrant

	without []string // parts of encoding that are left out, for an evaluation
}

// String names the index for people.
func (l location) String() string {
	return l.of().place(l)
}

// of is the kind of the index.
func (l location) of() kind { return kinds()[l.kind] }

// location is that of the index that the settings name.
func (a *app) location() location { return a.locationOf(a.config.Index) }

// locationOf is that of the index of a kind, by the settings.
func (a *app) locationOf(kind string) location {
	return location{kind: kind, dir: a.config.Data, prefix: a.config.Qdrant.Prefix, addr: a.config.Qdrant.Addr}
}

// purpose says what an index is opened for.
type purpose int

const (
	reading    purpose = iota // the index must be there; another process may be writing
	writing                   // made if it is not there
	serving                   // the same, but for reading only where nothing can be written
	rebuilding                // all that searches need is made anew
)

// open opens an index. The caller closes it.
func (a *app) open(ctx context.Context, at location, to purpose) (*library, error) {
	if err := a.here("this command works on an index"); err != nil {
		return nil, err
	}
	if to != writing && to != serving {
		if err := at.of().mustBeThere(at); err != nil {
			return nil, err
		}
	}
	encoder, embedder, err := a.newEncoder(ctx, at)
	if err != nil {
		return nil, err
	}
	reranker, err := newReranker(a.config.Rerank)
	if err != nil {
		return nil, err
	}
	l := &library{encoder: encoder, embedder: embedder, wrong: &wrongSpans{log: a.log}}
	if err := at.of().open(a, ctx, l, at, to); err != nil {
		return nil, err
	}
	l.retriever = l.retriever.WithWrongSpans(l.wrong.report)
	if reranker != nil {
		l.retriever = l.retriever.WithReranker(reranker, a.config.Rerank.Hits, a.log)
	}
	return l, nil
}

// newEncoder makes the encoder that the settings ask for, for the index at a
// location, and the embedder in it.
func (a *app) newEncoder(ctx context.Context, at location) (*encode.Encoder, encode.Embedder, error) {
	embedder, err := a.knowingDimension(ctx, at)
	if err != nil {
		return nil, nil, err
	}
	encoder, err := encode.New(lexical.New(), a.discreet(embedder)).Without(at.without...)
	return encoder, embedder, err
}

// knowingDimension makes an embedder that knows its dimension: from the
// settings, from the index if the same model filled it, else by asking.
func (a *app) knowingDimension(ctx context.Context, at location) (encode.Embedder, error) {
	return a.embedderLike(ctx, func() (name string, dim int, err error) {
		return at.of().embedder(ctx, at)
	})
}

// embedderLike makes an embedder whose dimension, where the settings do not
// say, is that of one that was used before, if it is the same model.
func (a *app) embedderLike(ctx context.Context, before func() (name string, dim int, err error)) (encode.Embedder, error) {
	embedder, err := newEmbedder(a.config.Embed)
	if err != nil || embedder.Identity().Dim > 0 {
		return embedder, err
	}
	c := a.config.Embed
	if name, dim, err := before(); err == nil && dim > 0 {
		c.Dim = dim
		if known, err := newEmbedder(c); err == nil && known.Identity().String() == name {
			return known, nil
		}
	}
	return embedder, askDimension(ctx, embedder)
}

func (a *app) openEmbedded(ctx context.Context, l *library, at location, to purpose) error {
	start, progress := time.Now(), a.newProgress()
	defer progress.done()
	x, err := embedded.Open(ctx, at.dir, embedded.Options{
		ReadOnly:    to == reading,
		KeepServing: to == serving,
		Encode:      l.encoder.Encode,
		Encoding:    encode.Version,
		Embedder:    l.embedder.Identity().String(),
		Dim:         l.embedder.Identity().Dim,
		Deferred:    l.encoder.Deferred(),
		Rebuild:     to == rebuilding,
		OnRebuild: func(done, total int) {
			progress.show("preparing stored articles for search", int64(done), int64(total), time.Since(start))
		},
		Logger: a.log,
	})
	if err != nil {
		return err
	}
	l.index, l.keeper, l.flush = x, x, x.Flush
	l.retriever = retrieve.New(x, x, l.encoder, time.Now)
	subjects, err := x.Subjects(ctx)
	if err != nil {
		return errors.Join(err, x.Close())
	}
	l.ingester = ingest.New(x, l.encoder, subjects, ingest.WithLogger(a.log))
	l.setQueue(x, a.log)
	return nil
}

func (l *library) setQueue(backlog ingest.Backlog, logger *slog.Logger) {
	if l.encoder.Deferred() {
		l.queue = ingest.NewQueue(backlog, l.embedder, logger)
	}
}

func mustHoldIndex(dir string) error {
	there, err := embedded.Holds(dir)
	if err == nil && !there {
		return news.Errorf(news.KindInvalid, "there is no index in %s; take articles in with `byline ingest`, or name another folder with --data", dir)
	}
	return err
}

func (a *app) openQdrant(ctx context.Context, l *library, at location, to purpose) error {
	options := a.qdrantOptions(l.encoder, at)
	options.ReadOnly = to == reading
	x, err := qdrant.Open(ctx, options)
	if err != nil {
		return err
	}
	var subjects []string // only an ingest needs them
	if to == writing || to == serving {
		if subjects, err = x.Subjects(ctx); err != nil {
			return errors.Join(err, x.Close())
		}
	}
	l.index, l.keeper, l.ready = x, x, x.Ready
	l.flush = func() error { return nil } // what is acknowledged is stored
	l.retriever = retrieve.New(x, x, l.encoder, time.Now)
	l.ingester = ingest.New(x, l.encoder, subjects, ingest.WithLogger(a.log))
	l.setQueue(x, a.log)
	return nil
}

func (a *app) qdrantOptions(encoder *encode.Encoder, at location) qdrant.Options {
	o := a.qdrantPlace(at)
	o.Encoding, o.Embedder, o.Dim = encode.Version, encoder.Identity().String(), encoder.Identity().Dim
	return o
}

// qdrantPlace says where an index is, and nothing of what is in it.
func (a *app) qdrantPlace(at location) qdrant.Options {
	c := a.config.Qdrant
	return qdrant.Options{
		Addr: at.addr, APIKey: c.APIKey, TLS: c.TLS, CA: c.CA, Timeout: c.Timeout, Pool: c.Pool,
		Prefix: at.prefix, Shards: c.Shards, Replicas: c.Replicas, Quantisation: c.Quantisation,
		Logger: a.log,
	}
}
