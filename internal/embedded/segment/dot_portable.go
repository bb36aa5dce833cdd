//go:build !amd64 || !goexperiment.simd

package segment

func dot(q []int16, codes []int8) int32 { return dotPortable(q, codes) }

func highNibbles(dst []int32, q []int8, rows []byte) { highNibblesPortable(dst, q, rows) }
