package slackbot

import (
	"time"

	"github.com/jellydator/ttlcache/v3"
)

// recent remembers values for a while, the newest of them. It is safe for concurrent use.
type recent[V any] struct{ cache *ttlcache.Cache[string, V] }

func newRecent[V any](size uint64, ttl time.Duration) *recent[V] {
	return &recent[V]{ttlcache.New(
		ttlcache.WithTTL[string, V](ttl), ttlcache.WithCapacity[string, V](size), ttlcache.WithDisableTouchOnHit[string, V]())}
}

// get returns what is remembered under key.
func (r *recent[V]) get(key string) (value V, ok bool) {
	item := r.cache.Get(key)
	if item == nil {
		return value, false
	}
	return item.Value(), true
}

// put remembers value under key.
func (r *recent[V]) put(key string, value V) { r.cache.Set(key, value, ttlcache.DefaultTTL) }

// add remembers value under key, unless something is remembered there; it
// returns what is, and whether it is new.
func (r *recent[V]) add(key string, value V) (now V, fresh bool) {
	item, there := r.cache.GetOrSet(key, value)
	return item.Value(), !there
}
