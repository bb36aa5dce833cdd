//go:build unix

package segment

import "golang.org/x/sys/unix"

// letGo lets go of the pages of a mapped file, which come back when they are read. It is
// a hint, so that faults are passed over.
func letGo(mapped []byte) { _ = unix.Madvise(mapped, unix.MADV_DONTNEED) }
