package mailbox

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/emersion/go-imap/v2"

	"byline/internal/atomicfile"
)

// state is how far a mailbox was read.
type state struct {
	Validity uint32   `json:"uid_validity"` // of the numbers
	Last     imap.UID `json:"last_uid"`     // that was dealt with
}

func readState(path string) (state, error) {
	var s state
	err := atomicfile.ReadJSON(path, &s)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, fmt.Errorf("mailbox: %w; remove it, and all of the mailbox is looked at again", err)
	}
	return s, nil
}

func (s state) write(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return fmt.Errorf("mailbox: %w", err)
	}
	if err := atomicfile.WriteJSON(path, s); err != nil {
		return fmt.Errorf("mailbox: %w", err)
	}
	return nil
}
