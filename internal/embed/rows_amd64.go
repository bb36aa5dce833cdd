package embed

import "golang.org/x/sys/cpu"

// vectorWidth is how many uint64s of rows the registers of AVX2 hold at once.
const vectorWidth = 64

// addRows sets near to the sum of the first rows that are pending.
func addRows(t *table, near []uint64, pending *pendingRows, count int) {
	if cpu.X86.HasAVX2 && len(near) == vectorWidth && t.width == vectorWidth {
		addRowsAVX2(&near[0], &t.rows[0], &pending[0], count)
		return
	}
	t.addRows(near, pending[:count])
}

//go:noescape
func addRowsAVX2(near, rows *uint64, ids *uint16, count int)
