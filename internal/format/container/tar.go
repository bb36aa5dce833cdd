package container

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
)

// tarBlock is the size of the header of an entry.
const tarBlock = 512

// isTar reports whether head begins with the header of an entry: old archives
// have no mark, but every header has a sum over itself.
func isTar(head []byte) bool {
	if len(head) < tarBlock || head[0] == 0 {
		return false
	}
	text := string(bytes.Trim(head[148:156], " \x00"))
	want, err := strconv.ParseInt(text, 8, 64)
	if err != nil {
		return false
	}
	var sum int64
	for i, c := range head[:tarBlock] {
		if i >= 148 && i < 156 {
			c = ' '
		}
		sum += int64(c)
	}
	return sum == want
}

func (o *opener) tar(at place, r *bufio.Reader) {
	t := tar.NewReader(r)
	files := 0
	beside := pageFolders{}
	for !o.ended() {
		h, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			if files == 0 {
				o.fail(at.name, errNothing())
			}
			beside.tell(o, at)
			return
		case err != nil && !errors.Is(err, tar.ErrInsecurePath): // which entry refuses
			o.fail(at.name, damaged("tar", err))
			return
		case !o.admit():
			o.fail(at.name, o.exceeded)
			return
		}
		if h.Typeflag == tar.TypeReg && !beside.holds(h.Name) {
			files++
			o.entry(at, entry{h.Name, h.ModTime}, func() (io.ReadCloser, error) { return io.NopCloser(mender{"tar", t}), nil })
		}
	}
}
