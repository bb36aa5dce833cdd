package app

import (
	"context"

	"byline/internal/backup"
	"byline/internal/encode"
	"byline/internal/lexical"
	"byline/internal/transfer"
)

// Restoring says what to make an index of, and how.
type Restoring struct {
	At       Location
	Header   backup.Header // of the backup
	Incoming transfer.Incoming
	Replace  bool            // an embedded index that is there; it is kept
	OnStored func(total int) // is told how many articles are stored
}

// Restored is what a restore did.
type Restored struct {
	Replaced string // where the index is that was replaced; empty if there was none
	Vectors  bool   // those of the backup are of the embedder that is configured
	Embedder string // that is configured
}

// restoring is a restore under way.
type restoring struct {
	Restoring

	config  Config
	encoder *encode.Encoder
	done    Restored
}

// Restore makes an index of a backup. KindConflict: there is one already. After
// an error nothing has changed.
func Restore(ctx context.Context, c Config, r Restoring) (Restored, error) {
	h := r.Header
	embedder, err := embedderLike(ctx, c.Settings.Embed, func() (string, int, error) { return h.Embedder, h.Dim, nil })
	if err != nil {
		return Restored{}, err
	}
	names, err := c.openNames()
	if err != nil {
		return Restored{}, err
	}
	work := restoring{Restoring: r, config: c, encoder: encode.New(lexical.New(), embedder, names)}
	id := work.encoder.Identity()
	work.done.Embedder, work.done.Vectors = id.String(), id.String() == h.Embedder && id.Dim == h.Dim
	err = r.At.of().restore(ctx, &work)
	return work.done, err
}
