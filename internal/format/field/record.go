package field

// Record is a piece of an input that holds an article, its fields not yet read,
// or the reason why it is missing.
type Record struct {
	Number int    // line on which it starts, or its number in an array or a sheet, from 1
	Data   []byte // owned by the receiver
	Whole  bool   // it is all of its input, of a format in which there may be several
	Err    error
}
