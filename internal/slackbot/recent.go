package slackbot

import (
	"container/list"
	"sync"
	"time"
)

// recent remembers values for a while, the newest of them. It is safe for concurrent use.
type recent[V any] struct {
	mu    sync.Mutex
	ttl   time.Duration
	max   int
	order *list.List // of remembered[V], oldest first
	byKey map[string]*list.Element
}

type remembered[V any] struct {
	key   string
	value V
	until time.Time
}

func newRecent[V any](size int, ttl time.Duration) *recent[V] {
	return &recent[V]{ttl: ttl, max: size, order: list.New(), byKey: map[string]*list.Element{}}
}

// get returns what is remembered under key.
func (r *recent[V]) get(key string) (value V, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.look(key)
}

func (r *recent[V]) look(key string) (value V, ok bool) {
	e, ok := r.byKey[key]
	if !ok {
		return value, false
	}
	m, ok := e.Value.(remembered[V])
	if !ok || time.Now().After(m.until) {
		return value, false
	}
	return m.value, true
}

// put remembers value under key.
func (r *recent[V]) put(key string, value V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keep(key, value)
}

func (r *recent[V]) keep(key string, value V) {
	if e, ok := r.byKey[key]; ok {
		r.order.Remove(e)
	}
	r.byKey[key] = r.order.PushBack(remembered[V]{key: key, value: value, until: time.Now().Add(r.ttl)})
	for r.order.Len() > r.max {
		oldest := r.order.Remove(r.order.Front())
		if m, ok := oldest.(remembered[V]); ok {
			delete(r.byKey, m.key)
		}
	}
}

// add remembers value under key, unless something is remembered there; it
// returns what is, and whether it is new.
func (r *recent[V]) add(key string, value V) (now V, fresh bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if old, ok := r.look(key); ok {
		return old, false
	}
	r.keep(key, value)
	return value, true
}
