//go:build amd64 && goexperiment.simd

package segment

import "simd/archsimd"

// Vectorised reports whether the program was built with vector instructions.
const Vectorised = true

// Instructions names the vector instructions that scans use; "" for none, as
// where the processor has none that are known.
func Instructions() string {
	switch {
	case archsimd.X86.AVX512():
		return "AVX-512"
	case archsimd.X86.AVX2():
		return "AVX2"
	}
	return ""
}

// The functions below use the widest vectors that the processor has.

// dot is dotPortable.
func dot(q []int16, codes []int8) int32 {
	switch {
	case len(q)%32 == 0 && archsimd.X86.AVX512():
		return dotAVX512(q, codes)
	case len(q)%16 == 0 && archsimd.X86.AVX2():
		return dotAVX2(q, codes)
	}
	return dotPortable(q, codes)
}

// dotAVX512 takes 32 components at a time; len(q) is a multiple of 32.
func dotAVX512(q []int16, codes []int8) int32 {
	var sum archsimd.Int32x16
	for i := 0; i+32 <= len(q) && i+32 <= len(codes); i += 32 {
		x := archsimd.LoadInt16x32((*[32]int16)(q[i:]))
		sum = sum.Add(x.DotProductPairs(archsimd.LoadInt8x32((*[32]int8)(codes[i:])).ExtendToInt16()))
	}
	out := sum16(sum)
	archsimd.ClearAVXUpperBits()
	return out
}

// dotAVX2 takes 16 components at a time; len(q) is a multiple of 16.
func dotAVX2(q []int16, codes []int8) int32 {
	var sum archsimd.Int32x8
	for i := 0; i+16 <= len(q) && i+16 <= len(codes); i += 16 {
		x := archsimd.LoadInt16x16((*[16]int16)(q[i:]))
		sum = sum.Add(x.DotProductPairs(archsimd.LoadInt8x16((*[16]int8)(codes[i:])).ExtendToInt16()))
	}
	out := sum8(sum)
	archsimd.ClearAVXUpperBits()
	return out
}

// highNibbles is highNibblesPortable.
func highNibbles(dst []int32, q []int8, rows []byte) {
	switch n := len(q) / 2; {
	case n%64 == 0 && archsimd.X86.AVX512():
		highNibblesAVX512(dst, q, rows)
	case n%32 == 0 && archsimd.X86.AVX2():
		highNibblesAVX2(dst, q, rows)
	default:
		highNibblesPortable(dst, q, rows)
	}
}

// highNibblesAVX512 takes four points at a time: their sums do not wait for each
// other, and one load of the query serves all four. Half of len(q) is a
// multiple of 64.
func highNibblesAVX512(dst []int32, q []int8, rows []byte) {
	n := len(q) / 2
	for ; len(dst) >= 4; dst, rows = dst[4:], rows[4*n:] {
		a, b, c, d := rows[:n], rows[n:2*n], rows[2*n:3*n], rows[3*n:4*n]
		var sumA, sumB, sumC, sumD archsimd.Int32x16
		for j := 0; j+64 <= n; j += 64 {
			x, y := archsimd.LoadInt8x64((*[64]int8)(q[j:])), archsimd.LoadInt8x64((*[64]int8)(q[n+j:]))
			sumA = sumA.Add(upper64(x, y, a[j:]))
			sumB = sumB.Add(upper64(x, y, b[j:]))
			sumC = sumC.Add(upper64(x, y, c[j:]))
			sumD = sumD.Add(upper64(x, y, d[j:]))
		}
		sums4(halved(sumA), halved(sumB), halved(sumC), halved(sumD)).Store((*[4]int32)(dst))
	}
	for p := range dst {
		var sum archsimd.Int32x16
		for j := 0; j+64 <= n; j += 64 {
			x, y := archsimd.LoadInt8x64((*[64]int8)(q[j:])), archsimd.LoadInt8x64((*[64]int8)(q[n+j:]))
			sum = sum.Add(upper64(x, y, rows[p*n+j:]))
		}
		dst[p] = sum16(sum)
	}
	archsimd.ClearAVXUpperBits()
}

// upper64 multiplies 64 bytes by halves: x with the lower, y with the upper
// ones. Two products of 15 and 127 at most fit into 16 bits, and so do four.
//
// What is shifted in from the byte above is masked off. The shift takes its
// distance from a vector: ShiftAllRight moves its into a register by an
// instruction of SSE, not of AVX, and while the upper halves of registers are in
// use that stalls Intel's processors for as long as twenty points take.
// TestVectorInstructions finds such instructions.
func upper64(x, y archsimd.Int8x64, row []byte) archsimd.Int32x16 {
	mask, four := archsimd.BroadcastUint8x64(0x0f), archsimd.BroadcastUint32x16(4)
	v := archsimd.LoadUint8x64((*[64]byte)(row))
	pairs := v.And(mask).DotProductPairsSaturated(x).
		Add(v.AsUint32x16().ShiftRight(four).AsUint8x64().And(mask).DotProductPairsSaturated(y))
	return pairs.DotProductPairs(archsimd.BroadcastInt16x32(1))
}

// highNibblesAVX2 is highNibblesAVX512 with vectors of half the width. Half of len(q) is a
// multiple of 32.
func highNibblesAVX2(dst []int32, q []int8, rows []byte) {
	n := len(q) / 2
	for ; len(dst) >= 4; dst, rows = dst[4:], rows[4*n:] {
		a, b, c, d := rows[:n], rows[n:2*n], rows[2*n:3*n], rows[3*n:4*n]
		var sumA, sumB, sumC, sumD archsimd.Int32x8
		for j := 0; j+32 <= n; j += 32 {
			x, y := archsimd.LoadInt8x32((*[32]int8)(q[j:])), archsimd.LoadInt8x32((*[32]int8)(q[n+j:]))
			sumA = sumA.Add(upper32(x, y, a[j:]))
			sumB = sumB.Add(upper32(x, y, b[j:]))
			sumC = sumC.Add(upper32(x, y, c[j:]))
			sumD = sumD.Add(upper32(x, y, d[j:]))
		}
		sums4(sumA, sumB, sumC, sumD).Store((*[4]int32)(dst))
	}
	for p := range dst {
		var sum archsimd.Int32x8
		for j := 0; j+32 <= n; j += 32 {
			x, y := archsimd.LoadInt8x32((*[32]int8)(q[j:])), archsimd.LoadInt8x32((*[32]int8)(q[n+j:]))
			sum = sum.Add(upper32(x, y, rows[p*n+j:]))
		}
		dst[p] = sum8(sum)
	}
	archsimd.ClearAVXUpperBits()
}

// upper32 is upper64 for 32 bytes.
func upper32(x, y archsimd.Int8x32, row []byte) archsimd.Int32x8 {
	mask, four := archsimd.BroadcastUint8x32(0x0f), archsimd.BroadcastUint32x8(4)
	v := archsimd.LoadUint8x32((*[32]byte)(row))
	pairs := v.And(mask).DotProductPairsSaturated(x).
		Add(v.AsUint32x8().ShiftRight(four).AsUint8x32().And(mask).DotProductPairsSaturated(y))
	return pairs.DotProductPairs(archsimd.BroadcastInt16x16(1))
}

// sums4 returns the sums of four vectors.
func sums4(a, b, c, d archsimd.Int32x8) archsimd.Int32x4 {
	pairs := a.AddPairsGrouped(b).AddPairsGrouped(c.AddPairsGrouped(d))
	return pairs.GetLo().Add(pairs.GetHi())
}

func sum16(v archsimd.Int32x16) int32 { return sum8(halved(v)) }

func sum8(v archsimd.Int32x8) int32 {
	half := v.GetLo().Add(v.GetHi())
	half = half.AddPairs(half)
	return half.AddPairs(half).GetElem(0)
}

func halved(v archsimd.Int32x16) archsimd.Int32x8 { return v.GetLo().Add(v.GetHi()) }
