package gazetteer

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// packed are the spellings of cities, as spellings.py makes them.
//
//go:embed spellings.gz
var packed []byte

// spellings are the lines of them, in order: 6 MB, once somebody asks.
var spellings = sync.OnceValue(func() []byte {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic("gazetteer: spellings.gz: " + err.Error())
	}
	all, err := io.ReadAll(r)
	if err != nil {
		panic("gazetteer: spellings.gz: " + err.Error())
	}
	return all
})

// MostWords is how many words a spelling of a city has at most that is looked for.
const MostWords = 4

// Spelled returns the English name of the city whose name words begin with in the
// spelling of another language, or of another time, and how many words these are; 0 if
// there is none, or they are the English name. Words have no white space in them.
func Spelled(words []string) (name string, n int) {
	for n = min(len(words), MostWords); n > 0; n-- {
		if name = english(key(strings.Join(words[:n], " "))); name != "" {
			return name, n
		}
	}
	return "", 0
}

// english finds a spelling among the lines.
func english(spelling string) string {
	all := spellings()
	want := []byte(spelling + "\t")
	low, high := 0, len(all) // the line is within, and both are where lines begin
	for low < high {
		at := low + (high-low)/2
		at = bytes.LastIndexByte(all[:at], '\n') + 1
		end := at + bytes.IndexByte(all[at:], '\n')
		switch line := all[at:end]; {
		case bytes.HasPrefix(line, want):
			return string(line[len(want):])
		case bytes.Compare(line, want) < 0:
			low = end + 1
		default:
			high = at
		}
	}
	return ""
}

// key is a spelling as the lines have it: in small letters, without accents and marks.
func key(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '_':
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
