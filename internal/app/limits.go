package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"byline/internal/atomicfile"
	"byline/internal/batch"
)

// forgetLimitsAfter is how long what a server refused is taken for true. It may
// have been set up anew since, and a window that is too small cuts texts.
const forgetLimitsAfter = 7 * 24 * time.Hour

// servedLimits is what is known of the servers that make vectors and rerank, by
// what serverID calls them.
type servedLimits map[string]servedLimit

type servedLimit struct {
	batch.Memory
	Since time.Time `json:"since"` // the first refusal
}

// limitsPath is the file of what servers of models take.
func (l Location) limitsPath() string { return filepath.Join(l.Dir, "limits.json") }

// serverID stands for a server and its model, and gives away nothing of an
// address that may hold a key.
func serverID(url, model string) string {
	sum := sha256.Sum256([]byte(url + "\n" + model))
	return hex.EncodeToString(sum[:8])
}

// limited are the servers of these settings that take so much and no more.
func (e *Engine) limited() map[string]limited {
	s := e.config.Settings
	out := map[string]limited{}
	if x, ok := e.embedder.(limited); ok {
		out[serverID(s.Embed.URL, s.Embed.Model)] = x
	}
	if e.reranker != nil {
		out[serverID(s.Rerank.URL, s.Rerank.Model)] = e.reranker
	}
	return out
}

// limited is a server that refuses what is too much for it.
type limited interface{ Limits() *batch.Limits }

// recallLimits tells the servers of models what was learned of them before.
func (e *Engine) recallLimits(ctx context.Context) {
	known, err := readLimits(e.at.limitsPath())
	if err != nil {
		e.config.Logger.WarnContext(ctx, "what servers of models take is found out again", "error", err)
	}
	for id, server := range e.limited() {
		if m, ok := known[id]; ok && time.Since(m.Since) < forgetLimitsAfter {
			server.Limits().Recall(m.Memory)
		}
	}
}

// keepLimits keeps what was learned for those who open the index later. What
// was kept holds as long as it was to, whatever is learned beside it.
func (e *Engine) keepLimits() error {
	path := e.at.limitsPath()
	known, err := readLimits(path)
	if err != nil {
		known = servedLimits{}
	}
	changed := false
	for id, server := range e.limited() {
		m, before := server.Limits().Memory(), known[id]
		if m.Refusals == 0 || m == before.Memory {
			continue
		}
		since := before.Since
		if time.Since(since) >= forgetLimitsAfter {
			since = time.Now().UTC()
		}
		known[id], changed = servedLimit{m, since}, true
	}
	if !changed {
		return nil
	}
	if err := atomicfile.WriteJSON(path, known); err != nil && !errors.Is(err, fs.ErrNotExist) { // an index elsewhere needs no folder, and none is made for this
		return fmt.Errorf("app: %w", err)
	}
	return nil
}

func readLimits(path string) (servedLimits, error) {
	known := servedLimits{}
	err := atomicfile.ReadJSON(path, &known)
	if errors.Is(err, fs.ErrNotExist) {
		return known, nil
	}
	if err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	return known, nil
}

// Close keeps what was learned of the servers of models, and closes the index.
func (e *Engine) Close() error {
	if e.mode != Reading {
		if err := e.keepLimits(); err != nil {
			e.config.Logger.Warn("what servers of models take is found out again the next time", "error", err)
		}
	}
	return e.Index.Close()
}
