package reader

import "golang.org/x/sys/cpu"

// vectorsHere are those of this kind of processor that run here, the fastest first.
func vectorsHere() (all []*vectors) {
	if cpu.ARM64.HasASIMDDP {
		all = append(all, &vectors{"NEON with dot products", blockWidth, headWidth / 2, tileSDOT, floatsNEON, greatestNEON, roundNEON, geluNEON, softmaxNEON})
	}
	if cpu.ARM64.HasASIMD {
		all = append(all, &vectors{"NEON", blockWidth, headWidth / 2, tileNEON, floatsNEON, greatestNEON, roundNEON, geluNEON, softmaxNEON})
	}
	return all
}

//go:noescape
func tileSDOT(t *tile)

//go:noescape
func tileNEON(t *tile)

//go:noescape
func floatsNEON(t *floats)

//go:noescape
func greatestNEON(x *float32, n int) float32

//go:noescape
func roundNEON(dst *byte, x *float32, n int, inverse float32)

//go:noescape
func geluNEON(x *float32, n int)

//go:noescape
func softmaxNEON(x *float32, n int, scale float32)
