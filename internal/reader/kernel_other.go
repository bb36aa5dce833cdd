//go:build !amd64

package reader

// bestKernel is the only one there is.
func bestKernel() kernel { return portable }
