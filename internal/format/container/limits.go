package container

import (
	"io"

	"byline/internal/news"
)

// Limits bound what an input may unpack to. They hold for an input as a whole,
// with all that lies in it.
type Limits struct {
	Depth  int   // how many containers may lie within each other
	Inputs int   // how many files archives may hold, those that are passed over included
	Size   int64 // bytes that may come out; what is unpacked twice counts twice
	Ratio  int64 // bytes that may come out for one that was put in, once more than freely come out
	Spool  int64 // bytes of a zip archive that comes as a stream, and so has to be kept
}

// Default returns the limits for files, whose owner has chosen them.
func Default() Limits {
	return Limits{Depth: 4, Inputs: 1_000_000, Size: 1 << 40, Ratio: 200, Spool: 4 << 30}
}

// Strict returns the limits for what others send.
func Strict() Limits {
	return Limits{Depth: 4, Inputs: 10_000, Size: 1 << 30, Ratio: 200, Spool: 256 << 20}
}

const (
	// freely is how many bytes may come out whatever the ratio: a small file of
	// the same line over and over is no attack.
	freely = 64 << 20
	// directoryEntry is about what an entry takes in the directory of a zip archive.
	directoryEntry = 128
)

// metered counts what comes out of a container and ends at the limits.
type metered struct {
	o *opener
	r io.Reader
}

func (m metered) Read(p []byte) (int, error) {
	if m.o.exceeded != nil {
		return 0, m.o.exceeded
	}
	n, err := m.r.Read(p)
	m.o.unpacked += int64(n)
	switch limits, unpacked := m.o.limits, m.o.unpacked; {
	case unpacked > limits.Size:
		m.o.exceeded = news.Errorf(news.KindTooLarge, "more than %d bytes come out of the input; unpack it and give it in parts", limits.Size)
	case unpacked > freely && unpacked/limits.Ratio > m.o.given():
		m.o.exceeded = news.Errorf(news.KindTooLarge, "the input unpacks to more than %d times its size, as no news does; unpack it first if it is sound", limits.Ratio)
	default:
		return n, err
	}
	return 0, m.o.exceeded
}

// given is how many bytes were put in.
func (o *opener) given() int64 {
	if o.size > 0 {
		return o.size // of which an archive may have parts read over and over
	}
	return o.top.read
}

// admit counts a file in an archive.
func (o *opener) admit() bool {
	o.inputs++
	if o.inputs > o.limits.Inputs && o.exceeded == nil {
		o.exceeded = news.Errorf(news.KindTooLarge, "archives may hold %d files at most; unpack it and give the folder", o.limits.Inputs)
	}
	return o.exceeded == nil
}
