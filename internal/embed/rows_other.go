//go:build !amd64

package embed

// addRows sets near to the sum of the first rows that are pending.
func addRows(t *table, near []uint64, pending *pendingRows, count int) {
	t.addRows(near, pending[:count])
}
