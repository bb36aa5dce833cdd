package segment

import (
	"io"
	"slices"
)

// writtenTogether is how many bytes of a piece are written at a time, so that no more of
// a file that it lies in are in memory.
const writtenTogether = 1 << 20

// section is a part of a segment file, of a size that is known before it is written.
type section struct {
	size  int
	write func(io.Writer) error
}

// inMemory is a section that lies in one place.
func inMemory(text []byte) section { return pieces{text}.section() }

// pieces are what a section is put together of.
type pieces [][]byte

func (p pieces) size() (n int) {
	for _, text := range p {
		n += len(text)
	}
	return n
}

func (p pieces) section() section {
	return section{p.size(), func(w io.Writer) error {
		for _, text := range p {
			for part := range slices.Chunk(text, writtenTogether) {
				if _, err := w.Write(part); err != nil {
					return err
				}
			}
		}
		return nil
	}}
}
