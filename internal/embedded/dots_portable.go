//go:build !amd64 || !goexperiment.simd

package embedded

func dots(dst []int32, q []int16, codes []int8) { dotsPortable(dst, q, codes) }

func uppers(dst []int32, q []int8, rows []byte) { uppersPortable(dst, q, rows) }
