//go:build !unix

package segment

import "time"

// processorTime is not known here.
func processorTime() time.Duration { return 0 }
