package embedded

import (
	"context"
	"errors"
	"log/slog"

	"byline/internal/embedded/articledb"
)

// Export is the state of an index at one moment, for a backup.
type Export = articledb.Export

// OpenExport takes hold of the state of the index in dir. The caller closes it
// soon: until then, the log of what is written meanwhile cannot be cut short.
func OpenExport(ctx context.Context, dir string, log *slog.Logger) (*Export, error) {
	x := &Index{dir: dir, opts: Options{ReadOnly: true, Logger: log}}
	if err := x.openDatabase(ctx); err != nil {
		return nil, errors.Join(wrap("reading "+dir, err), x.release())
	}
	e, err := articledb.NewExport(ctx, x.db)
	return e, wrap("reading "+dir, err)
}
