package embedded

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// registerFold gives SQL the function fold, which is strings.ToLower: SQLite's
// own lower knows only the letters of ASCII. The driver keeps one table of
// functions for the whole process, so it is told once.
var registerFold = sync.OnceValue(func() error {
	return sqlite.RegisterDeterministicScalarFunction("fold", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		switch v := args[0].(type) {
		case nil:
			return nil, nil
		case string:
			return strings.ToLower(v), nil
		default:
			return nil, fmt.Errorf("fold: %T is no text", v)
		}
	})
})
