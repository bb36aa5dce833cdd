package embedded

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"byline/internal/atomicfile"
	"byline/internal/embedded/segment"
)

// Segments are merged as in a log-structured merge tree: small ones often, big
// ones seldom, so that an article is rewritten about log2(articles/flush) times.
const (
	memorySegments = 32        // more segments than these in memory are merged into one
	flushBytes     = 32 << 20  // more bytes than these in memory go to disk
	mergeBytes     = 512 << 20 // segments of more bytes than these are merged no further
)

// manifest names the segment files that count, oldest first.
type manifest struct {
	Format   int      `json:"format"`
	Segments []string `json:"segments"`
}

// compact merges and flushes what has become too many or too much.
func (x *Index) compact() error {
	var inMemory []*segment.View
	bytes := 0
	for _, s := range x.snapshot.Load().segs {
		if s.Name == "" {
			inMemory = append(inMemory, s)
			bytes += s.Size()
		}
	}
	switch {
	case bytes >= flushBytes && !x.opts.ReadOnly:
		return x.flush()
	case len(inMemory) >= memorySegments:
		merged, err := segment.Merge(inMemory, x.stamp).Segment()
		if err != nil {
			return err
		}
		x.replace(append(x.onDisk(), segment.NewView(merged, nil)))
	}
	return nil
}

// onDisk returns the segments of the snapshot that have files.
func (x *Index) onDisk() []*segment.View {
	return slices.DeleteFunc(slices.Clone(x.snapshot.Load().segs), func(s *segment.View) bool { return s.Name == "" })
}

// flush writes what is in memory to a new segment file, merged with the files
// that are no bigger, and with those of which half are tombstones.
func (x *Index) flush() error {
	var merging, keep []*segment.View
	bytes, dirty := 0, false
	segs := x.snapshot.Load().segs
	for _, s := range slices.Backward(segs) { // files are oldest and biggest first, memory comes last
		if x.outdated(s) && s.Dead() < s.Articles() { // it cannot be merged with others
			keep = append(keep, s)
			continue
		}
		small := s.Name == "" || s.Size() <= bytes && bytes+s.Size() <= mergeBytes
		if small || 2*s.Dead() > s.Articles() {
			merging = append(merging, s)
			bytes += s.Size()
			dirty = dirty || s.Name == "" || s.Dead() > 0
			continue
		}
		keep = append(keep, s)
	}
	if !dirty {
		return nil
	}
	slices.Reverse(merging)
	slices.Reverse(keep)
	written, err := x.writeSegment(segment.Merge(merging, x.stamp))
	if err != nil {
		return err
	}
	if written.Articles() > 0 {
		keep = append(keep, segment.NewView(written, nil))
	}
	if err := x.writeManifest(keep); err != nil {
		return err
	}
	x.replace(keep)
	for _, s := range merging {
		if s.Name != "" {
			_ = os.Remove(x.segmentPath(s.Name)) // what stays behind is removed at the next start
		}
	}
	return nil
}

func (x *Index) segmentPath(name string) string { return filepath.Join(x.dir, "segments", name) }

func (x *Index) writeSegment(b *segment.Builder) (*segment.Segment, error) {
	x.next++
	name := fmt.Sprintf("%06d.seg", x.next)
	err := writeFile(x.segmentPath(name), b.Write)
	if err != nil {
		return nil, fmt.Errorf("writing segment: %w", err)
	}
	s, err := segment.Open(x.segmentPath(name), x.stamp)
	if err != nil {
		return nil, fmt.Errorf("reading back %s: %w", name, err)
	}
	s.Name = name
	s.LetGo() // of what was read to check it
	return s, nil
}

func (x *Index) writeManifest(segs []*segment.View) error {
	m := manifest{Format: 1, Segments: []string{}}
	for _, s := range segs {
		m.Segments = append(m.Segments, s.Name)
	}
	err := writeFile(x.segmentPath("manifest.json"), func(w io.Writer) error { return json.NewEncoder(w).Encode(m) })
	if err != nil {
		return fmt.Errorf("writing manifest: %w", err)
	}
	return nil
}

// readManifest returns the names of the segment files. One that is missing or
// damaged is as good as empty: the segments are made anew.
func (x *Index) readManifest() ([]string, error) {
	b, err := os.ReadFile(x.segmentPath("manifest.json"))
	if files, _ := filepath.Glob(x.segmentPath("*.seg")); errors.Is(err, os.ErrNotExist) && len(files) == 0 {
		return nil, nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(b, &m); err != nil || m.Format != 1 || m.Segments == nil {
		x.opts.Logger.Warn("the segment manifest is missing or damaged; rebuilding the search structures", "dir", x.dir)
		return nil, nil //nolint:nilerr // what is damaged is made anew
	}
	return m.Segments, nil
}

// writeFile makes a file appear under its name whole or not at all.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path + ".tmp")
	if err != nil {
		return err
	}
	return atomicfile.Fill(f, path, write)
}
