package embedded

import (
	"context"
	"errors"
	"fmt"

	"byline/internal/embedded/articledb"
)

// Repaired tells what Repair did.
type Repaired = articledb.Repaired

// RepairOptions say how to repair.
type RepairOptions = articledb.RepairOptions

// Repair makes a new database of all that can be read of a damaged one, see
// articledb.Repair. What searches use is made anew when the index is opened next.
func Repair(ctx context.Context, dir string, o RepairOptions) (done Repaired, err error) {
	x := &Index{dir: dir, opts: Options{Logger: o.Logger}}
	if err := x.checkDatabase(); err != nil {
		return done, wrap("repair", err)
	}
	if err := x.acquire(); err != nil {
		return done, wrap("repair", err)
	}
	defer func() { err = errors.Join(err, x.release()) }()
	if done, err = articledb.Repair(ctx, dir, o); err != nil {
		return done, fmt.Errorf("embedded: repairing %s: %w", dir, articledb.DiskFull(err))
	}
	return done, nil
}
