package eval

import (
	"fmt"
	"io"
)

// KindScore tells how many made cases of a kind were told right.
type KindScore struct {
	Kind  string  `json:"kind"`
	Same  bool    `json:"same"` // whether it is a case of what is looked for
	Cases int     `json:"cases"`
	Right float64 `json:"right"` // share that is told to be what it is
}

// KindScores are those of the kinds of cases, in the order in which they are made.
type KindScores []KindScore

// add counts a case, of which it was told whether it is what is looked for. Cases of a
// kind come one behind the other.
func (s *KindScores) add(kind string, same, told bool) {
	if n := len(*s); n == 0 || (*s)[n-1].Kind != kind {
		*s = append(*s, KindScore{Kind: kind, Same: same})
	}
	k := &(*s)[len(*s)-1]
	k.Cases++
	k.Right += oneIf(told == same)
}

// average makes shares of counts, once all are added.
func (s KindScores) average() {
	for i := range s {
		s[i].Right /= float64(s[i].Cases)
	}
}

// write writes a table; cases is what is counted, and other what is said of a kind that
// is none of what is looked for.
func (s KindScores) write(w io.Writer, cases, other string) error {
	_, err := fmt.Fprintf(w, "%6s %7s  %s\n", cases, "right", "kind")
	for _, k := range s {
		name := k.Kind
		if !k.Same {
			name = other + ": " + name
		}
		if err == nil {
			_, err = fmt.Fprintf(w, "%6d %7.4f  %s\n", k.Cases, k.Right, name)
		}
	}
	return err
}
