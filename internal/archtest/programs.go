package archtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// programMarks are how programs of Linux, macOS and Windows begin.
func programMarks() [][]byte {
	return [][]byte{[]byte("\x7fELF"), []byte("\xcf\xfa\xed\xfe"), []byte("\xca\xfe\xba\xbe"), []byte("MZ\x90\x00")}
}

// isProgram reports whether a file is one that a machine runs, by how it begins.
func isProgram(fsys fs.FS, name string) (bool, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return false, fmt.Errorf("archtest: %w", err)
	}
	defer func() { _ = f.Close() }()
	begin := make([]byte, 4)
	if _, err := io.ReadFull(f, begin); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return false, nil // shorter than any program
		}
		return false, fmt.Errorf("archtest: %w", err)
	}
	for _, mark := range programMarks() {
		if bytes.Equal(begin, mark) {
			return true, nil
		}
	}
	return false, nil
}

// checkPrograms finds programs that were built: once committed, everybody who
// clones the project loads them for ever.
func checkPrograms(t *tree) (found []Finding) {
	for _, name := range t.programs {
		found = append(found, Finding{Path: name, Rule: "program", Text: "a program that was built: delete it, and build into bin/"})
	}
	return found
}
