//go:build !amd64 && !arm64

package reader

// vectorsHere are none where there is nothing but portable code.
func vectorsHere() []*vectors { return nil }
