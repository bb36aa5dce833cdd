package access

import (
	"slices"
	"strings"

	"byline/internal/news"
)

// Scope is something that a key may be used for. No scope implies another.
type Scope string

// The scopes.
const (
	Read  Scope = "read"  // search, and read articles
	Ask   Scope = "ask"   // have questions answered, which may cost money
	Write Scope = "write" // take articles in, and delete them
	Admin Scope = "admin" // look after the server, as its metrics do
)

// Scopes returns all scopes, in the order in which they are shown.
func Scopes() []Scope { return []Scope{Read, Ask, Write, Admin} }

// ParseScopes reads scopes with commas or spaces between them. Their order and
// repetitions do not matter. There must be one at least.
func ParseScopes(text string) ([]Scope, error) {
	given := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	scopes := make([]Scope, len(given))
	for i, name := range given {
		scopes[i] = Scope(name)
	}
	if err := checkScopes(scopes); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(Scopes(), func(s Scope) bool { return !slices.Contains(scopes, s) }), nil
}

func checkScopes(scopes []Scope) error {
	if len(scopes) == 0 {
		return news.InvalidField("scopes", "there is none; give one or more of %s", ListScopes(Scopes()))
	}
	for _, s := range scopes {
		if !slices.Contains(Scopes(), s) {
			return news.InvalidField("scopes", "%q is not one of %s", s, ListScopes(Scopes()))
		}
	}
	return nil
}

// ListScopes writes scopes as ParseScopes reads them.
func ListScopes(scopes []Scope) string {
	names := make([]string, len(scopes))
	for i, s := range scopes {
		names[i] = string(s)
	}
	return strings.Join(names, ",")
}
