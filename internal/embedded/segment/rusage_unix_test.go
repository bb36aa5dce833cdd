//go:build unix

package segment

import (
	"syscall"
	"time"
)

// processorTime is what the process has used of all processors. Unlike the time
// on the wall it does not grow while others have them.
func processorTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
