package answer

import (
	"slices"
	"strings"
)

// numbersIn lists the numbers of a text that are written in digits, as they
// stand in it, without grouping commas: "1,200.50" is 1200.50, "5th" is 5.
// Quotes are compared by them, and statements with passages.
func numbersIn(text string) []string {
	var list []string
	for i := 0; i < len(text); {
		if !isDigitAt(text, i) {
			i++
			continue
		}
		j := i
		for j < len(text) && (isDigitAt(text, j) || (text[j] == '.' || text[j] == ',') && isDigitAt(text, j+1)) {
			j++
		}
		list = append(list, strings.ReplaceAll(text[i:j], ",", ""))
		i = j
	}
	return list
}

func isDigitAt(text string, i int) bool { return i < len(text) && '0' <= text[i] && text[i] <= '9' }

// sameNumbers reports whether two texts have the same numbers in digits, in whatever order.
func sameNumbers(a, b string) bool { return slices.Equal(numberSet(a), numberSet(b)) }

// numberSet is the numbers of a text, ascending and distinct.
func numberSet(text string) []string {
	return slices.Compact(slices.Sorted(slices.Values(numbersIn(text))))
}
