package field

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// dateInPath finds the date of an article in its address: /2024/03/05/, /20240305/, -2024-03-05.
var dateInPath = regexp.MustCompile(`[/_-]((?:19|20)\d{2})([/_-]?)(0[1-9]|1[0-2]|[1-9])([/_-]?)(0[1-9]|[12]\d|3[01]|[1-9])(?:[/_.-]|$)`)

// namedMonthInPath is such a date with the name of its month: /2024/mar/05/.
var namedMonthInPath = regexp.MustCompile(`(?i)/((?:19|20)\d{2})/([a-z]{3,9})/(\d{1,2})(?:/|$)`)

// DateOfAddress returns the date that is in an address, as midnight in a zone; nil means UTC.
func DateOfAddress(address string, loc *time.Location) (time.Time, bool) {
	if named := namedMonthInPath.FindStringSubmatch(address); named != nil {
		at, err := Time(strings.Join([]string{named[3], named[2], named[1]}, " "), loc)
		return at, err == nil
	}
	m := dateInPath.FindStringSubmatch(address)
	if len(m) == 0 || m[2] != m[4] || m[2] == "" && len(m[3])+len(m[5]) != 4 {
		return time.Time{}, false
	}
	at, err := Time(fmt.Sprintf("%s-%02s-%02s", m[1], m[3], m[5]), loc)
	return at, err == nil
}
