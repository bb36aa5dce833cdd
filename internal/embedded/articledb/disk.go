package articledb

import (
	"errors"
	"syscall"

	"byline/internal/news"
)

// CannotWrite reports whether an error comes from a disk that is full or a
// place that may not be written to.
func CannotWrite(err error) bool {
	for _, e := range []error{syscall.ENOSPC, syscall.EROFS, syscall.EACCES, syscall.EPERM, syscall.EDQUOT} {
		if errors.Is(err, e) {
			return true
		}
	}
	switch sqliteCode(err) {
	case sqliteFull, sqliteReadOnly, sqliteCantOpen, sqliteIOErr:
		return true
	}
	return false
}

// DiskFull says what to do about a disk that is full or cannot be written to.
func DiskFull(err error) error {
	const shmSize = sqliteIOErr | 19<<8 // there is no room for SQLite's shared memory
	var sqlite interface{ Code() int }
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), sqliteCode(err) == sqliteFull, errors.As(err, &sqlite) && sqlite.Code() == shmSize:
		return news.Errorf(news.KindUnavailable, "the disk is full: free some space and try again; what was stored before is safe (%w)", err)
	case errors.Is(err, syscall.EROFS), sqliteCode(err) == sqliteReadOnly, sqliteCode(err) == sqliteCantOpen:
		return news.Errorf(news.KindUnavailable, "the folder cannot be written to: make it writable and try again; what was stored before is safe (%w)", err)
	}
	return err
}
