package articledb

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"sync"

	"byline/internal/index"

	"modernc.org/sqlite"
)

// registerFunctions gives SQL three functions of ours. The driver keeps one table
// of functions for the whole process, so it is told once.
var registerFunctions = sync.OnceValue(func() error {
	if err := sqlite.RegisterDeterministicScalarFunction("lower_unicode", 1, lowerUnicode); err != nil {
		return err
	}
	if err := sqlite.RegisterDeterministicScalarFunction("file_is", 2, fileIs); err != nil {
		return err
	}
	return sqlite.RegisterDeterministicScalarFunction("row_sum", 6, sumOfColumns)
})

// lowerUnicode is index.Fold: SQLite's own lower knows only the letters of ASCII.
func lowerUnicode(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	switch v := args[0].(type) {
	case nil:
		return nil, nil //nolint:nilnil // NULL
	case string:
		return index.Fold(v), nil
	default:
		return nil, fmt.Errorf("lower_unicode: %T is no text", v)
	}
}

// fileIs reports whether a file has a key (index.FileKeys).
func fileIs(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	file, _ := args[0].(string) // NULL: it is no file
	key, ok := args[1].(string)
	if !ok {
		return nil, fmt.Errorf("file_is: %T is no text", args[1])
	}
	if slices.Contains(index.FileKeys(file), key) {
		return int64(1), nil
	}
	return int64(0), nil
}

// sumOfColumns is the checksum of a row of id, revision, stored, hash, fields and body.
func sumOfColumns(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	var r versionRow
	var ok [6]bool
	var fields string
	r.id, ok[0] = args[0].(string)
	r.revision, ok[1] = args[1].(int64)
	r.stored, ok[2] = args[2].(int64)
	r.hash, ok[3] = args[3].([]byte)
	fields, ok[4] = args[4].(string)
	r.body, ok[5] = args[5].([]byte)
	if ok != [6]bool{true, true, true, true, true, true} {
		return nil, fmt.Errorf("row_sum: got %T, %T, %T, %T, %T, %T", args[0], args[1], args[2], args[3], args[4], args[5])
	}
	r.fields = []byte(fields)
	return r.checksum(), nil
}
