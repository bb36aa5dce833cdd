package access

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"byline/internal/atomicfile"
)

// MarkName is what a mark is called, in each of the folders that hold one.
const MarkName = "keys-needed"

// markText is for whoever finds the file.
const markText = `There have been API keys, so that Byline does not serve without any: a file of
keys that is lost must not open the server. "byline keys off" takes this back.
`

// Marks are files that say that there have been keys. One of them is enough:
// they lie in folders that are not lost together, that of the articles and
// that of the keys.
type Marks []string

// MarksIn names the marks in folders, of which some may be the same.
func MarksIn(folders ...string) Marks {
	var m Marks
	seen := map[string]bool{}
	for _, folder := range folders {
		path := filepath.Join(folder, MarkName)
		if !seen[path] {
			m = append(m, path)
		}
		seen[path] = true
	}
	return m
}

// Set makes the marks. The error is for none that could be made.
func (m Marks) Set() error {
	var faults []error
	for _, path := range m {
		_, err := os.Stat(path)
		if err == nil {
			continue
		}
		if err = os.MkdirAll(filepath.Dir(path), 0o750); err == nil {
			err = atomicfile.WriteFile(path, []byte(markText))
		}
		if err != nil {
			faults = append(faults, err)
		}
	}
	if len(m) == 0 || len(faults) < len(m) {
		return nil
	}
	return fmt.Errorf("access: remembering that there are keys: %w", errors.Join(faults...))
}

// Found returns a mark that is there, "" if none is.
func (m Marks) Found() (string, error) {
	for _, path := range m {
		info, err := stat(path)
		if err != nil { // who cannot look must not take it for absent
			return "", fmt.Errorf("access: %w", err)
		}
		if info != nil {
			return path, nil
		}
	}
	return "", nil
}

// Remove takes the marks away.
func (m Marks) Remove() error {
	var faults []error
	for _, path := range m {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			faults = append(faults, fmt.Errorf("access: %w", err))
		}
	}
	return errors.Join(faults...)
}
