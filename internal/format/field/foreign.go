package field

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"byline/internal/lang"
)

// foreignPart returns the name of a field within one that says whose it is, else the name itself.
func foreignPart(plain string) string {
	for _, of := range lang.InColumns().Behind {
		if rest, ok := strings.CutSuffix(plain, of); ok && rest != "" {
			return rest
		}
	}
	for _, before := range lang.InColumns().Before {
		if rest, ok := strings.CutPrefix(plain, before); ok && rest != "" {
			return rest
		}
	}
	return plain
}

// foreignRank is by how much less a name in another language counts than the English one
// that says the same: "Medium" is an outlet, but of what kind beside an "Outlet Name".
const foreignRank = 30

// withForeign adds the names in other languages to the spellings, each behind the English
// one that says the same.
func withForeign(spellings map[string]spelling) map[string]spelling {
	names := lang.InColumns().Names
	for _, name := range slices.Sorted(maps.Keys(names)) {
		for _, spelt := range []string{name, withoutAccents(name)} {
			if _, taken := spellings[spelt]; !taken {
				of := spellings[names[name]]
				of.rank += foreignRank
				spellings[spelt] = of
			}
		}
	}
	return spellings
}

// withoutAccents writes a name as those do who have no accents on their keyboard, or
// use none in the names of columns.
func withoutAccents(name string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(name))
	return norm.NFC.String(strings.NewReplacer("đ", "d", "ł", "l", "ø", "o", "ß", "ss").Replace(plain))
}

// plainForeign is plainName of a name beyond ASCII.
func plainForeign(dst, name []byte) []byte {
	lower := bytes.ToLower(norm.NFC.Bytes(name))
	for _, separator := range []string{"_", "-", " ", ".", "@", ":"} {
		lower = bytes.ReplaceAll(lower, []byte(separator), nil)
	}
	return append(dst, lower...)
}

// isForeignName reports whether the name of a field is in a language other than English.
func isForeignName(name string) bool {
	plain := string(plainName(nil, []byte(name)))
	_, foreign := lang.InColumns().Names[plain]
	return foreign || foreignPart(plain) != plain
}

// StandsFor says what a column or a member of this name holds of an article:
// whether anything is known of it, and whether that is the headline or the text.
func StandsFor(name string) (known, text bool) {
	name = strings.TrimSpace(name)
	t := spellingOf(name).target
	return t != unknown && t < targets, IsText(name)
}

// IsFullText reports whether a column of this name holds a text that is no summary.
func IsFullText(name string) bool {
	s := spellingOf(strings.TrimSpace(name))
	return s.target == body && s.rank < weakRank
}

// IsDate reports whether a column of this name holds the time of publication.
func IsDate(name string) bool {
	return spellingOf(strings.TrimSpace(name)).target == published
}

// IsUpdate reports whether a column of this name holds the time of the last change.
func IsUpdate(name string) bool {
	s := spellingOf(strings.TrimSpace(name))
	return s.target == updated && s.rank < weakRank
}

// IsOutletName reports whether a column of this name holds the name of an outlet.
func IsOutletName(name string) bool {
	s := spellingOf(strings.TrimSpace(name))
	return s.target == source && s.rank < weakRank && strings.Contains(strings.ToLower(name), "name")
}

// IsOutletField reports whether a column of this name holds an outlet.
func IsOutletField(name string) bool {
	s := spellingOf(strings.TrimSpace(name))
	return s.target == source && s.rank < weakRank
}
