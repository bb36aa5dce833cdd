//go:build !amd64

package reader

// vectors are those of no processor that is known.
type vectors struct {
	name string
	kernel
}

func vectorsHere() []*vectors { return nil }
