//go:build !amd64 || !goexperiment.simd

package embedded

// dots sets dst[p] to the sum of q[i]·codes[p·len(q)+i] over i.
func dots(dst []int32, q []int16, codes []int8) { dotsPortable(dst, q, codes) }
