package segment

import "golang.org/x/sys/cpu"

// ways are those of this kind of processor, the fastest first.
func ways() []way {
	x := cpu.X86
	return []way{
		{"AVX-512", x.HasAVX512F && x.HasAVX512BW && x.HasAVX512VL && x.HasAVX512VNNI, 16, dotAVX2, 128, highNibblesVNNI},
		{"AVX2", x.HasAVX2, 16, dotAVX2, 64, highNibblesAVX2},
	}
}

//go:noescape
func fourVNNI(dst *int32, points int, q *int8, plane int, rows *byte)

//go:noescape
func fourAVX2(dst *int32, points int, q *int8, plane int, rows *byte)

//go:noescape
func dot16AVX2(q *int16, codes *int8, n int) int32

func highNibblesVNNI(dst []int32, q []int8, rows []byte) { byFours(fourVNNI, dst, q, rows) }

func highNibblesAVX2(dst []int32, q []int8, rows []byte) { byFours(fourAVX2, dst, q, rows) }

func dotAVX2(q []int16, codes []int8) int32 {
	codes = codes[:len(q)]
	return dot16AVX2(&q[0], &codes[0], len(q))
}
