package embed

// The table is kept in a form that is summed fast without vector
// instructions: every component is a whole number of one common step, biased
// to be positive, four to a uint64. One addition then adds four components of
// a token, and whole numbers make the sum the same in any order and on any
// machine. A component is at most levels steps away from zero, so that
// rowsPerSpill rows fit into 16 bits before they must be moved to wider sums.
const (
	levels       = 1023
	rowsPerSpill = 65535 / (2 * levels)
	lanes        = 4 // components in a uint64
)

// table holds the vectors of the tokens, up to a common factor.
type table struct {
	width int      // uint64s of a row
	rows  []uint64 // tokens × width
}

func newTable(s static, dim int) *table {
	width := (dim + lanes - 1) / lanes
	t := &table{width: width, rows: make([]uint64, len(s.tokens)*width)}
	var most float32
	for i, scale := range s.scales {
		most = max(most, scale*float32(peak(s.codes[i*dim:(i+1)*dim])))
	}
	if most == 0 {
		most = 1 // nothing but zeros
	}
	var steps [256]uint64 // of each code, under the scale of the token at hand
	for i, scale := range s.scales {
		ratio := scale / most * levels
		for code := range steps {
			steps[code] = uint64(levels + round(float32(int8(code))*ratio))
		}
		row, codes := t.rows[i*width:(i+1)*width], s.codes[i*dim:(i+1)*dim]
		for j, code := range codes {
			row[j/lanes] |= steps[code] << (16 * (j % lanes))
		}
	}
	return t
}

// peak returns the largest magnitude among int8 codes.
func peak(codes []byte) int {
	most := 0
	for _, c := range codes {
		v := int(int8(c))
		most = max(most, v, -v)
	}
	return most
}

func round(x float32) int {
	if x < 0 {
		return -int(0.5 - x)
	}
	return int(x + 0.5)
}

func (t *table) row(id uint16) []uint64 {
	start := int(id) * t.width
	return t.rows[start : start+t.width : start+t.width]
}

// sum adds up rows of a table. The zero value is not ready for use.
type sum struct {
	table   *table
	pending pendingRows
	waiting int      // of pending
	near    []uint64 // sums of 16 bits, four to a uint64
	wide    []int64  // what was spilled from near, bias included
	count   int      // rows in wide
}

// pendingRows are tokens yet to be added, as many as fit into near at once, and then
// some of before: rows are asked from memory ahead, and who looks ahead finds a token.
type pendingRows [rowsPerSpill + rowsAhead]uint16

// rowsAhead is how many rows before it is added a row is asked from memory.
const rowsAhead = 4

func newSum(t *table) sum {
	return sum{table: t, near: make([]uint64, t.width), wide: make([]int64, t.width*lanes)}
}

func (s *sum) reset() {
	clear(s.wide)
	s.waiting, s.count = 0, 0
}

func (s *sum) add(id uint16) {
	s.pending[s.waiting%rowsPerSpill] = id
	s.waiting++
	if s.waiting == rowsPerSpill {
		s.spill()
	}
}

// addRows sets near to the sum of rows of a table.
func (t *table) addRows(near []uint64, ids []uint16) {
	clear(near)
	for ; len(ids) >= 4; ids = ids[4:] { // four at a time halve the traffic to memory
		a, b := t.row(ids[0])[:len(near)], t.row(ids[1])[:len(near)]
		c, d := t.row(ids[2])[:len(near)], t.row(ids[3])[:len(near)]
		for i := range near {
			near[i] += a[i] + b[i] + c[i] + d[i]
		}
	}
	for _, id := range ids {
		row := t.row(id)[:len(near)]
		for i := range near {
			near[i] += row[i]
		}
	}
}

// spill moves what waits to the wide sums.
func (s *sum) spill() {
	addRows(s.table, s.near, &s.pending, s.waiting)
	wide := s.wide[:len(s.near)*lanes]
	for i, x := range s.near {
		w := wide[lanes*i : lanes*i+lanes : lanes*i+lanes]
		w[0] += int64(uint16(x))
		w[1] += int64(uint16(x >> 16))
		w[2] += int64(uint16(x >> 32))
		w[3] += int64(uint16(x >> 48))
	}
	s.count += s.waiting
	s.waiting = 0
}

// total writes the sum of all rows added since reset to dst, in steps of the
// table, and reports whether it is other than zero.
func (s *sum) total(dst []float32) bool {
	s.spill()
	bias, nonzero := int64(s.count)*levels, false
	for i := range dst {
		v := s.wide[i] - bias
		dst[i] = float32(v)
		nonzero = nonzero || v != 0
	}
	return nonzero
}
