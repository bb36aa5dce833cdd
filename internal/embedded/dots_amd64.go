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

// dotsAVX512 takes 32 components at a time; len(q) is a multiple of 32.
func dotsAVX512(dst []int32, q []int16, codes []int8) {
	for p := range dst {
		row := codes[p*len(q):][:len(q)]
		var sum archsimd.Int32x16
		for i := 0; i+32 <= len(q) && i+32 <= len(row); i += 32 {
			a := archsimd.LoadInt16x32((*[32]int16)(q[i:]))
			b := archsimd.LoadInt8x32((*[32]int8)(row[i:])).ExtendToInt16()
			sum = sum.Add(a.DotProductPairs(b))
		}
		dst[p] = sum8(sum.GetLo().Add(sum.GetHi()))
	}
	archsimd.ClearAVXUpperBits()
}

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
