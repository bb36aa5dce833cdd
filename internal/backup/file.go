package backup

import (
	"errors"
	"io"
	"os"

	"byline/internal/atomicfile"
)

// WriteFile makes a file appear under its name when it is whole and on disk;
// only its owner may read it. Until then it is PATH.tmp.
func WriteFile(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path+".tmp", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := f.Chmod(0o600); err != nil { // one that was left behind may be open to others
		return errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	return atomicfile.Fill(f, path, write)
}
