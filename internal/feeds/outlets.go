package feeds

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"byline/internal/atomicfile"
	"byline/internal/format/field"
	"byline/internal/news"
)

// Outlet is what the outlet at a domain is called.
type Outlet struct {
	Domain string `json:"domain"` // without www.
	Name   string `json:"name"`
	Set    bool   `json:"set"` // by a person; else it is as the first page of the site said
}

// Outlets are the names of outlets by their domains: feeds often do not have
// them, and pages do. The file is meant to be edited as well. It is safe for use
// by several goroutines and processes.
type Outlets struct {
	path string

	mu       sync.Mutex
	known    map[string]Outlet
	modified time.Time
}

// NewOutlets names a file, which is made with the first name.
func NewOutlets(path string) *Outlets { return &Outlets{path: path} }

// All lists the outlets in the order of their domains.
func (o *Outlets) All() ([]Outlet, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.read(); err != nil {
		return nil, err
	}
	all := make([]Outlet, 0, len(o.known))
	for _, domain := range slices.Sorted(maps.Keys(o.known)) {
		all = append(all, o.known[domain])
	}
	return all, nil
}

// Of returns the outlet at a host; its Name is empty if it is not known.
func (o *Outlets) Of(host string) (Outlet, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	err := o.read()
	return o.known[host], err
}

// Learn notes what the pages at a host call their outlet, unless a name is known.
func (o *Outlets) Learn(ctx context.Context, host, name string) error {
	if known, err := o.Of(host); err != nil || known.Name != "" {
		return err
	}
	return o.change(ctx, func(all map[string]Outlet) {
		if all[host].Name == "" {
			all[host] = Outlet{Domain: host, Name: name}
		}
	})
}

// Set names the outlet at a domain for good; an empty name forgets it.
// KindInvalid: it is no domain.
func (o *Outlets) Set(ctx context.Context, domain, name string) (Outlet, error) {
	host := hostOf("https://" + strings.TrimSpace(domain))
	if host == "" || !strings.Contains(host, ".") || strings.ContainsAny(domain, "/:@ ") {
		return Outlet{}, news.InvalidField("domain", "%q is no domain, as harbour.example", field.Abbreviate(domain, 60))
	}
	outlet := Outlet{Domain: host, Name: field.Line(name), Set: true}
	return outlet, o.change(ctx, func(all map[string]Outlet) {
		if outlet.Name == "" {
			delete(all, host)
			return
		}
		all[host] = outlet
	})
}

// read reads the file if it has changed. The caller holds mu.
func (o *Outlets) read() error {
	info, err := os.Stat(o.path)
	if errors.Is(err, fs.ErrNotExist) {
		o.known, o.modified = nil, time.Time{}
		return nil
	}
	if err != nil || info.ModTime().Equal(o.modified) {
		return err
	}
	var all []Outlet
	if err := atomicfile.ReadJSON(o.path, &all); err != nil {
		return err
	}
	o.known, o.modified = make(map[string]Outlet, len(all)), info.ModTime()
	for _, outlet := range all {
		o.known[outlet.Domain] = outlet
	}
	return nil
}

// change writes the file while no other process does.
func (o *Outlets) change(ctx context.Context, edit func(map[string]Outlet)) (err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := os.MkdirAll(filepath.Dir(o.path), 0o750); err != nil {
		return err
	}
	lock := flock.New(o.path + ".lock")
	if _, err := lock.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	o.modified = time.Time{} // two changes may come within the grain of file times
	if err := o.read(); err != nil {
		return err
	}
	all := maps.Clone(o.known)
	if all == nil {
		all = map[string]Outlet{}
	}
	edit(all)
	list := make([]Outlet, 0, len(all))
	for _, domain := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[domain])
	}
	o.modified = time.Time{}
	return atomicfile.WriteJSON(o.path, list)
}
