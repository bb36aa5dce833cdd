package access

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json"

	"byline/internal/atomicfile"
	"byline/internal/panics"
)

// state is what a Guard remembers over restarts.
type state struct {
	Usage    map[string]Usage `json:"usage"`    // by ID of the key
	Sessions map[Hash]session `json:"sessions"` // by hash of the secret
}

// Usage is what a key was used for.
type Usage struct {
	LastUsed time.Time `json:"last_used"`
	Day      string    `json:"day"`   // the UTC day that Count is of, as 2006-01-02
	Count    int       `json:"count"` // requests on that day
}

// ReadUsage returns the usage of keys, by their ID, from the state that a Guard
// saved; none if there is no such file.
func ReadUsage(path string) (map[string]Usage, error) {
	s, err := readState(path)
	return s.Usage, err
}

func readState(path string) (state, error) {
	var s state
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, fmt.Errorf("access: %w", err)
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return state{}, fmt.Errorf("access: %s: %w", path, err)
	}
	return s, nil
}

// restore takes the saved state over. Without it quotas begin anew and people
// sign in again, which is no reason not to serve.
func (g *Guard) restore() {
	if g.sources.State == "" {
		return
	}
	s, err := readState(g.sources.State)
	if err != nil {
		g.log.Warn("how much of their quotas keys have used is not known any more, and people must sign in again", "error", err)
		return
	}
	for id, u := range s.Usage {
		g.usage[id] = &usage{last: u.LastUsed, day: u.Day, count: u.Count}
	}
	for hash, one := range s.Sessions {
		g.sessions[hash] = one
	}
}

// Save writes the state if it has changed.
func (g *Guard) Save() error {
	s, changed := g.snapshot()
	if !changed || g.sources.State == "" {
		return nil
	}
	text, err := json.Marshal(s, json.Deterministic(true))
	if err == nil {
		err = os.MkdirAll(filepath.Dir(g.sources.State), 0o750)
	}
	if err == nil {
		err = atomicfile.WriteFile(g.sources.State, append(text, '\n'))
	}
	if err != nil {
		g.mu.Lock()
		g.changed = true
		g.mu.Unlock()
		return fmt.Errorf("access: saving the use of keys: %w", err)
	}
	return nil
}

// snapshot copies the state, without keys and sessions that are gone.
func (g *Guard) snapshot() (state, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.changed {
		return state{}, false
	}
	g.changed = false
	g.refresh()
	s := state{Usage: map[string]Usage{}, Sessions: map[Hash]session{}}
	for id, u := range g.usage {
		if _, kept := g.keys[id]; kept && !u.last.IsZero() {
			s.Usage[id] = Usage{LastUsed: u.last.UTC().Truncate(time.Second), Day: u.day, Count: u.count}
		}
	}
	for hash, one := range g.sessions {
		if _, kept := g.keys[one.Key]; kept && g.now().Before(one.Expires) {
			s.Sessions[hash] = one
		}
	}
	return s, true
}

// SaveLoop saves the state every so often until ctx is done, and then once more. A
// state that cannot be saved is logged, once until it can.
func (g *Guard) SaveLoop(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	failed := false
	save := func() {
		err := panics.Catch(g.Save)
		if err != nil && !failed {
			g.log.WarnContext(ctx, "a restart will forget who is signed in and what keys were used for", "error", err)
		}
		failed = err != nil
	}
	for {
		select {
		case <-tick.C:
			save()
		case <-ctx.Done():
			save()
			return
		}
	}
}
