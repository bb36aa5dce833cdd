package embed

// TextError is that of a model that made no vector of a text.
type TextError struct {
	Index int // of the text
	Err   error
}

func (e *TextError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong with the vector.
func (e *TextError) Unwrap() error { return e.Err }
