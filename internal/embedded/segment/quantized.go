package segment

import (
	"encoding/binary"

	"byline/internal/news"
)

// dense holds the quantised vectors of a space. It is empty if no point has one.
//
// A code plus 128 is a byte; the upper four bits of all codes of a point are
// in high, the lower four in low, so that a first look needs half the memory.
// Within a plane, byte j of a point holds component j in its lower half and
// component j + plane in its upper half; where dimensions are odd, there is one
// component more, which is 0.
type dense struct {
	dim   int
	scale []float32 // 0: no vector
	high  []byte    // plane bytes a point
	low   []byte    // the same
}

// plane is how many bytes each half of a vector takes.
func (d *dense) plane() int { return (d.dim + 1) / 2 }

func (d *dense) add(v news.Vector) {
	if len(v.Codes) != d.dim {
		v = news.Vector{Codes: make([]int8, d.dim)}
	}
	plane := d.plane()
	for j := range plane {
		a, b := byte(v.Codes[j])^0x80, byte(0x80)
		if plane+j < d.dim {
			b ^= byte(v.Codes[plane+j])
		}
		d.high = append(d.high, a>>4|b&0xf0)
		d.low = append(d.low, a&0x0f|b<<4)
	}
	d.scale = append(d.scale, v.Scale)
}

// fits reports whether all parts are there, for so many points or none.
func (d *dense) fits(points int) bool {
	n := len(d.scale)
	return (n == 0 || n == points) && len(d.high) == n*d.plane() && len(d.low) == n*d.plane()
}

// codes writes those of a point to dst, which has room for two planes.
func (d *dense) codes(dst []int8, point int) {
	plane := d.plane()
	high, low := d.high[point*plane:][:plane], d.low[point*plane:][:plane]
	out := bytesOf(dst[:2*plane])
	j := 0
	for ; j+8 <= plane; j += 8 { // eight bytes at a time
		const lower, upper, bias = 0x0f0f0f0f0f0f0f0f, 0xf0f0f0f0f0f0f0f0, 0x8080808080808080
		h, l := binary.LittleEndian.Uint64(high[j:]), binary.LittleEndian.Uint64(low[j:])
		binary.LittleEndian.PutUint64(out[j:], ((h&lower)<<4|l&lower)^bias)
		binary.LittleEndian.PutUint64(out[plane+j:], (h&upper|l>>4&lower)^bias)
	}
	for ; j < plane; j++ {
		out[j] = (high[j]<<4 | low[j]&0x0f) ^ 0x80
		out[plane+j] = (high[j]&0xf0 | low[j]>>4) ^ 0x80
	}
}

// vector returns the components of one that is there.
func (d *dense) vector(point int) []float32 {
	codes := make([]int8, 2*d.plane())
	d.codes(codes, point)
	out := make([]float32, d.dim)
	for i := range out {
		out[i] = d.scale[point] * float32(codes[i])
	}
	return out
}
