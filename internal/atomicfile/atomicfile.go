// Package atomicfile makes files appear under their names whole or not at all,
// and stay there when the machine loses power.
package atomicfile

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// WriteFile makes path hold text, for its owner alone. A crash at any moment
// leaves the old text or the new. The folder has to be there.
func WriteFile(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp") // with mode 0600
	if err != nil {
		return err
	}
	return Fill(f, path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// WriteJSON is WriteFile of a line of JSON.
func WriteJSON(path string, value any) error {
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(value); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return WriteFile(path, text.Bytes())
}

// ReadJSON reads what WriteJSON wrote. The error names the file; it is
// fs.ErrNotExist if there is none.
func ReadJSON(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// Fill writes a file that was made for it and gives it the name path, replacing
// what had it. Where it fails, the file is removed and path is as it was. It
// closes f.
func Fill(f *os.File, path string, write func(io.Writer) error) (err error) {
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return Place(f, path)
}

// Place gives a file that is written the name path, for good, and closes it.
func Place(f *os.File, path string) error {
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(path))
}

// SyncDir makes sure that what was named in a folder stays so.
func SyncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close() // only opened to be synced
	return f.Sync()
}
