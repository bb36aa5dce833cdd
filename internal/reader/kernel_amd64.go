package reader

import "golang.org/x/sys/cpu"

// vectorsHere are those of this kind of processor that run here, the fastest first.
func vectorsHere() (all []*vectors) {
	x := cpu.X86
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL && x.HasAVX512VNNI {
		all = append(all, &vectors{"AVX-512", tileOutputs, headWidth, multiplyTile, multiplyFloats, greatest, roundTo, geluOf, softmaxOf})
	}
	if x.HasAVX2 && x.HasFMA {
		all = append(all, &vectors{"AVX2", blockWidth, headWidth / 2, tileAVX2, floatsAVX2, greatestAVX2, roundAVX2, geluAVX2, softmaxAVX2})
	}
	return all
}

//go:noescape
func multiplyTile(t *tile)

//go:noescape
func multiplyFloats(t *floats)

//go:noescape
func greatest(x *float32, n int) float32

//go:noescape
func roundTo(dst *byte, x *float32, n int, inverse float32)

//go:noescape
func geluOf(x *float32, n int)

//go:noescape
func softmaxOf(x *float32, n int, scale float32)

//go:noescape
func tileAVX2(t *tile)

//go:noescape
func floatsAVX2(t *floats)

//go:noescape
func greatestAVX2(x *float32, n int) float32

//go:noescape
func roundAVX2(dst *byte, x *float32, n int, inverse float32)

//go:noescape
func geluAVX2(x *float32, n int)

//go:noescape
func softmaxAVX2(x *float32, n int, scale float32)
