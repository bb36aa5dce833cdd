package segment

// way is one way of making the sums of products, by the instructions of a
// processor or in portable code. All give the same sums: they are of whole numbers.
type way struct {
	name            string
	runsHere        bool // the processor has what it needs
	dotUnit         int  // dot takes multiples of so many dimensions
	dot             func(q []int16, codes []int8) int32
	highNibblesUnit int // the same for highNibbles
	highNibbles     func(dst []int32, q []int8, rows []byte)
}

// portable is what every processor has.
var portable = way{"portable code", true, 1, dotPortable, 2, highNibblesPortable} // that is never changed

// usable are the ways that this processor has, the fastest first.
var usable = func() (all []way) { // that are never changed
	for _, w := range append(ways(), portable) {
		if w.runsHere {
			all = append(all, w)
		}
	}
	return all
}()

// Instructions names the instructions that scans use; "" for those of portable code.
func Instructions() string {
	if w := usable[0]; w.name != portable.name {
		return w.name
	}
	return ""
}

// dot returns the sum of q[i]·codes[i] over i.
func dot(q []int16, codes []int8) int32 {
	for _, w := range usable {
		if len(q)%w.dotUnit == 0 && len(q) > 0 {
			return w.dot(q, codes)
		}
	}
	return 0
}

// highNibbles sets dst[p] to the sum over j of q[j] times the lower four bits of
// rows[p·n+j] and q[n+j] times its upper four, n being half of len(q).
func highNibbles(dst []int32, q []int8, rows []byte) {
	for _, w := range usable {
		if len(q)%w.highNibblesUnit == 0 {
			w.highNibbles(dst, q, rows)
			return
		}
	}
}

// byFours has four points taken at a time, so that their sums do not wait for each
// other and one load of the query serves all four, and the rest in portable code.
func byFours(four func(dst *int32, points int, q *int8, plane int, rows *byte), dst []int32, q []int8, rows []byte) {
	plane := len(q) / 2
	points := len(dst) &^ 3
	rows = rows[:len(dst)*plane]
	if points > 0 && plane > 0 {
		four(&dst[0], points, &q[0], plane, &rows[0])
	}
	highNibblesPortable(dst[points:], q, rows[points*plane:])
}

// dotPortable is dot.
func dotPortable(q []int16, codes []int8) int32 {
	codes = codes[:len(q)]
	var a, b, c, d int32
	i := 0
	for ; i+4 <= len(q); i += 4 {
		a += int32(q[i]) * int32(codes[i])
		b += int32(q[i+1]) * int32(codes[i+1])
		c += int32(q[i+2]) * int32(codes[i+2])
		d += int32(q[i+3]) * int32(codes[i+3])
	}
	for ; i < len(q); i++ {
		a += int32(q[i]) * int32(codes[i])
	}
	return a + b + c + d
}

// highNibblesPortable is highNibbles.
func highNibblesPortable(dst []int32, q []int8, rows []byte) {
	n := len(q) / 2
	first, second := q[:n], q[n:][:n]
	for p := range dst {
		row := rows[p*n:][:n]
		var a, b int32
		for j, x := range row {
			a += int32(first[j]) * int32(x&0x0f)
			b += int32(second[j]) * int32(x>>4)
		}
		dst[p] = a + b
	}
}
