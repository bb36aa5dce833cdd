package field

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"byline/internal/lang"
)

// DateOrder is the order in which dates in numbers have their day and month.
type DateOrder uint8

// The orders of day and month.
const (
	UnknownOrder DateOrder = iota
	DayFirst               // 31/12/2017
	MonthFirst             // 12/31/2017
)

// OrderIn tells the order in which dates in numbers are written in a language, as
// "it", "pt-BR" or "en_US". In English it is unknown unless a region is named.
func OrderIn(tag string) DateOrder {
	t, err := language.Parse(strings.ReplaceAll(tag, "_", "-"))
	if err != nil || tag == "" {
		return UnknownOrder
	}
	region, confidence := t.Region()
	base, _ := t.Base()
	switch {
	case confidence >= language.High && lang.OnPages().MonthFirst[strings.ToLower(region.String())]:
		return MonthFirst
	case confidence >= language.High || base.String() != "en":
		return DayFirst
	}
	return UnknownOrder
}

// numericDates finds dates in numbers where a field begins: behind a quote, a tag, a separator or a line end.
var numericDates = regexp.MustCompile(`(?:^|["'>,;\t\n])[ ]*(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})(?:["'<,;\t\r\n T]|$)`)

// OrderOfDates tells the order of the dates of a file from those in its
// beginning that can only be read one way. If there are none, or they differ, it is unknown.
func OrderOfDates(beginning []byte) DateOrder {
	order := UnknownOrder
	for _, m := range numericDates.FindAllSubmatch(beginning, -1) {
		one, _ := strconv.Atoi(string(m[1])) // digits, by the pattern
		two, _ := strconv.Atoi(string(m[2]))
		switch told := orderOf(one, two); {
		case told == UnknownOrder:
		case order == UnknownOrder:
			order = told
		case order != told:
			return UnknownOrder
		}
	}
	return order
}

// orderOf returns the order that two numbers of a date have if only one of them can be a month.
func orderOf(one, two int) DateOrder {
	switch {
	case one > 12 && one <= 31 && two >= 1 && two <= 12:
		return DayFirst
	case two > 12 && two <= 31 && one >= 1 && one <= 12:
		return MonthFirst
	}
	return UnknownOrder
}
