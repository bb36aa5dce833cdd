//go:build amd64 && goexperiment.simd

package embedded

import "simd/archsimd"

// dots sets dst[p] to the sum of q[i]·codes[p·len(q)+i] over i. It uses the
// widest vectors that the processor has.
func dots(dst []int32, q []int16, codes []int8) {
	switch {
	case len(q)%32 == 0 && archsimd.X86.AVX512():
		dotsAVX512(dst, q, codes)
	case len(q)%16 == 0 && archsimd.X86.AVX2():
		dotsAVX2(dst, q, codes)
	default:
		dotsPortable(dst, q, codes)
	}
}

// dotsAVX512 takes 32 components of four points at a time: their sums do not
// wait for each other, and one load of the query serves all four. len(q) is a
// multiple of 32.
func dotsAVX512(dst []int32, q []int16, codes []int8) {
	n := len(q)
	for ; len(dst) >= 4; dst, codes = dst[4:], codes[4*n:] {
		a, b, c, d := codes[:n], codes[n:2*n], codes[2*n:3*n], codes[3*n:4*n]
		var sumA, sumB, sumC, sumD archsimd.Int32x16
		for i := 0; i+32 <= n; i += 32 {
			x := archsimd.LoadInt16x32((*[32]int16)(q[i:]))
			sumA = sumA.Add(x.DotProductPairs(load32(a[i:])))
			sumB = sumB.Add(x.DotProductPairs(load32(b[i:])))
			sumC = sumC.Add(x.DotProductPairs(load32(c[i:])))
			sumD = sumD.Add(x.DotProductPairs(load32(d[i:])))
		}
		dst[0], dst[1], dst[2], dst[3] = sum16(sumA), sum16(sumB), sum16(sumC), sum16(sumD)
	}
	for p := range dst {
		var sum archsimd.Int32x16
		for i := 0; i+32 <= n; i += 32 {
			x := archsimd.LoadInt16x32((*[32]int16)(q[i:]))
			sum = sum.Add(x.DotProductPairs(load32(codes[p*n+i:])))
		}
		dst[p] = sum16(sum)
	}
	archsimd.ClearAVXUpperBits()
}

func load32(codes []int8) archsimd.Int16x32 {
	return archsimd.LoadInt8x32((*[32]int8)(codes)).ExtendToInt16()
}

func sum16(v archsimd.Int32x16) int32 { return sum8(v.GetLo().Add(v.GetHi())) }

// dotsAVX2 takes 16 components at a time; len(q) is a multiple of 16.
func dotsAVX2(dst []int32, q []int16, codes []int8) {
	for p := range dst {
		row := codes[p*len(q):][:len(q)]
		var sum archsimd.Int32x8
		for i := 0; i+16 <= len(q) && i+16 <= len(row); i += 16 {
			a := archsimd.LoadInt16x16((*[16]int16)(q[i:]))
			b := archsimd.LoadInt8x16((*[16]int8)(row[i:])).ExtendToInt16()
			sum = sum.Add(a.DotProductPairs(b))
		}
		dst[p] = sum8(sum)
	}
	archsimd.ClearAVXUpperBits()
}

func sum8(v archsimd.Int32x8) int32 {
	half := v.GetLo().Add(v.GetHi())
	half = half.AddPairs(half)
	return half.AddPairs(half).GetElem(0)
}
