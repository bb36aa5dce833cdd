package segment

import "golang.org/x/sys/cpu"

// ways are those of this kind of processor, the fastest first.
func ways() []way {
	return []way{
		{"NEON with dot products", cpu.ARM64.HasASIMDDP, 16, dotNEON, 32, highNibblesSDOT},
		{"NEON", cpu.ARM64.HasASIMD, 16, dotNEON, 32, highNibblesNEON},
	}
}

//go:noescape
func fourSDOT(dst *int32, points int, q *int8, plane int, rows *byte)

//go:noescape
func fourNEON(dst *int32, points int, q *int8, plane int, rows *byte)

//go:noescape
func dot16NEON(q *int16, codes *int8, n int) int32

func highNibblesSDOT(dst []int32, q []int8, rows []byte) { byFours(fourSDOT, dst, q, rows) }

func highNibblesNEON(dst []int32, q []int8, rows []byte) { byFours(fourNEON, dst, q, rows) }

func dotNEON(q []int16, codes []int8) int32 {
	codes = codes[:len(q)]
	return dot16NEON(&q[0], &codes[0], len(q))
}
