package embed

// Builtin reads the built-in model anew, for measuring.
func Builtin() (*Model, error) { return Parse(weights) }

// BuiltinChecksum returns the checksum in the header of the built-in model.
func BuiltinChecksum() string {
	f, err := readFile(weights)
	if err != nil {
		return err.Error()
	}
	return f.header.Checksum
}
