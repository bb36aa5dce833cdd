package web

// Batch is the page on which one asks about the lines of a table.
type Batch struct {
	Most int // lines that are taken at once
}

func (Batch) title() string { return "Batch" }

func (Batch) section() string { return "batch" }
