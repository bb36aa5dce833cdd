//go:build amd64 && goexperiment.simd

package segment

import "simd/archsimd"

// ways are all the ways of making sums, with the widest vectors first.
func ways() []way {
	return []way{
		{"avx512", archsimd.X86.AVX512(), 32, dotAVX512, 128, highNibblesAVX512},
		{"avx2", archsimd.X86.AVX2(), 16, dotAVX2, 64, highNibblesAVX2},
		{"portable", true, 1, dotPortable, 2, highNibblesPortable},
	}
}
