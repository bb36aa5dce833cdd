package access

import (
	"context"

	"byline/internal/news"
)

type contextKey struct{}

// WithKey returns a context of work that is done for the holder of a key.
func WithKey(ctx context.Context, k Key) context.Context {
	return context.WithValue(ctx, contextKey{}, k)
}

// KeyOf returns the key that work is done for. There is none where no keys are
// needed, and where a person at the machine itself is served.
func KeyOf(ctx context.Context) (Key, bool) {
	k, ok := ctx.Value(contextKey{}).(Key)
	return k, ok
}

// Require returns a news.KindForbidden error that names the scope if work is
// done for the holder of a key that lacks it.
func Require(ctx context.Context, s Scope) error {
	k, ok := KeyOf(ctx)
	if !ok || k.Has(s) {
		return nil
	}
	return news.Errorf(news.KindForbidden, "this needs the scope %q, which the API key %s does not have; it has %s", s, k.label(), ListScopes(k.Scopes))
}
