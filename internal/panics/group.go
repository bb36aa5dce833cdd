package panics

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Group is an [errgroup.Group] in which a panic is an error as any other: it
// cancels the rest, and Wait returns it. The zero value has no context to cancel.
type Group errgroup.Group

// WithContext makes a group and a context that ends with its first error, or with Wait.
func WithContext(ctx context.Context) (*Group, context.Context) {
	g, ctx := errgroup.WithContext(ctx)
	return (*Group)(g), ctx
}

// SetLimit bounds how many goroutines run at a time. It is called before Go.
func (g *Group) SetLimit(n int) { (*errgroup.Group)(g).SetLimit(n) }

// Go runs f in a goroutine, once there is room for it.
func (g *Group) Go(f func() error) {
	(*errgroup.Group)(g).Go(func() error { return Catch(f) })
}

// Wait waits for all goroutines and returns the first error.
func (g *Group) Wait() error { return (*errgroup.Group)(g).Wait() }
