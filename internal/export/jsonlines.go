package export

import "io"

// jsonLines writes a document a line: hits and citations as the API sends them,
// which whoever makes a document knows.
type jsonLines struct{ w io.Writer }

func (*jsonLines) begin(*Document) error { return nil }
func (*jsonLines) end() error            { return nil }

func (j *jsonLines) item(_ int, it *Item) error {
	line, err := it.line()
	if err != nil {
		return err
	}
	_, err = j.w.Write(append(line, '\n'))
	return err
}
