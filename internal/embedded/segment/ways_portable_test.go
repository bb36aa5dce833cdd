//go:build !amd64 || !goexperiment.simd

package segment

// ways are all the ways of making sums.
func ways() []way { return []way{{"portable", true, 1, dotPortable, 2, highNibblesPortable}} }
