//go:build !amd64 || !goexperiment.simd

package segment

// Instructions names the vector instructions that scans use; "" for none, as
// where the program was built without them, see Vectorised.
func Instructions() string { return "" }

// Vectorised reports whether the program was built with vector instructions.
const Vectorised = false

func dot(q []int16, codes []int8) int32 { return dotPortable(q, codes) }

func highNibbles(dst []int32, q []int8, rows []byte) { highNibblesPortable(dst, q, rows) }
