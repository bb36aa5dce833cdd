package dates

import "time"

// month returns the month that a word names, 0 if none; short says that it is
// an abbreviation, which could be a person's name.
func month(w string) (m int, short bool) {
	switch w {
	case "january":
		return 1, false
	case "february":
		return 2, false
	case "march":
		return 3, false
	case "april":
		return 4, false
	case "may":
		return 5, false
	case "june":
		return 6, false
	case "july":
		return 7, false
	case "august":
		return 8, false
	case "september":
		return 9, false
	case "october":
		return 10, false
	case "november":
		return 11, false
	case "december":
		return 12, false
	}
	return shortMonth(w), true
}

func shortMonth(w string) int {
	switch w {
	case "jan":
		return 1
	case "feb":
		return 2
	case "mar":
		return 3
	case "apr":
		return 4
	case "jun":
		return 6
	case "jul":
		return 7
	case "aug":
		return 8
	case "sep", "sept":
		return 9
	case "oct":
		return 10
	case "nov":
		return 11
	case "dec":
		return 12
	}
	return 0
}

// weekday returns the day of the week that a word names.
func weekday(w string) (time.Weekday, bool) {
	switch w {
	case "monday":
		return time.Monday, true
	case "tuesday":
		return time.Tuesday, true
	case "wednesday":
		return time.Wednesday, true
	case "thursday":
		return time.Thursday, true
	case "friday":
		return time.Friday, true
	case "saturday":
		return time.Saturday, true
	case "sunday":
		return time.Sunday, true
	}
	return 0, false
}

// season returns the first month of a season as the meteorologists of the
// northern hemisphere count; winter begins in month 0, the December before.
func season(w string) (first int, ok bool) {
	switch w {
	case "winter":
		return 0, true
	case "spring":
		return 3, true
	case "summer":
		return 6, true
	case "autumn", "fall":
		return 9, true
	}
	return 0, false
}

// unit is a length of time that can be counted.
type unit uint8

const (
	noUnit unit = iota
	unitHour
	unitDay
	unitWeek
	unitMonth
	unitQuarter
	unitYear
	unitDecade
)

// unitOf returns the unit that a word names in the singular or the plural.
func unitOf(w string) unit {
	switch w {
	case "hour", "hours":
		return unitHour
	case "day", "days":
		return unitDay
	case "week", "weeks":
		return unitWeek
	case "month", "months":
		return unitMonth
	case "quarter", "quarters":
		return unitQuarter
	case "year", "years":
		return unitYear
	case "decade", "decades":
		return unitDecade
	}
	return noUnit
}

// cardinal returns the number that a word stands for, 0 if none. "A few" and
// "several" are read generously: a filter should rather let in too much.
func cardinal(w string) int {
	switch w {
	case "a", "an", "one":
		return 1
	case "two", "couple":
		return 2
	case "three":
		return 3
	case "four":
		return 4
	case "five", "few":
		return 5
	case "six":
		return 6
	case "seven", "several":
		return 7
	case "eight":
		return 8
	case "nine":
		return 9
	case "ten":
		return 10
	case "eleven":
		return 11
	case "twelve", "dozen":
		return 12
	}
	return 0
}

// ordinal returns the number of "first" to "fourth", 0 if it is none.
func ordinal(w string) int {
	switch w {
	case "first":
		return 1
	case "second":
		return 2
	case "third":
		return 3
	case "fourth":
		return 4
	}
	return 0
}

// part is a part of a period: of its thirds or its halves.
type part uint8

const (
	whole part = iota
	early
	mid
	late
	firstHalf
	secondHalf
)

// partOf returns the part that a word names, and whether "of" must follow.
func partOf(w string) (p part, of bool) {
	switch w {
	case "early":
		return early, false
	case "mid":
		return mid, false
	case "late":
		return late, false
	case "beginning", "start":
		return early, true
	case "middle":
		return mid, true
	case "end":
		return late, true
	}
	return whole, false
}

// makesName tells whether a word before a day of the week makes it a name
// ("Black Friday") or another one than the latest ("next Friday").
func makesName(w string) bool {
	switch w {
	case "next", "coming", "following", "every", "each", "any", "per", "black", "good", "super", "cyber", "giving", "ash",
		"palm", "easter", "bloody", "fat", "ruby", "holy", "maundy", "shrove", "whit", "blue", "throwback", "sheffield", "freaky":
		return true
	}
	return false
}

// countedOrNamed tells whether a word after a year makes it a number ("2000
// people") or a part of a name ("2024 election").
func countedOrNamed(w string) bool {
	switch w {
	case "people", "men", "women", "children", "staff", "percent", "per", "km", "kg", "m", "million", "billion", "strong",
		"election", "olympics", "budget", "season", "cup", "final", "census", "draft", "championship", "tournament", "model",
		"edition", "survey", "report", "campaign", "race", "referendum", "vote", "film", "movie", "song", "album", "act", "law",
		"summit", "conference", "convention", "ceremony", "awards", "war", "coup", "crisis", "earthquake", "hurricane", "world",
		"presidential", "general", "midterm", "primary", "federal", "fiscal", "tax", "super", "nobel", "winter", "summer":
		return true
	case "does", "this", "across", "versus", "plus", "unless", "besides", "towards", "always", "perhaps", "news", "onwards":
		return false
	}
	n := len(w)
	return n >= 4 && w[n-1] == 's' && w[n-2] != '\''
}

// isPublication tells whether what a word names is published, so that "from 2023" after it says when.
func isPublication(w string) bool {
	switch w {
	case "article", "articles", "story", "stories", "news", "report", "reports", "reporting", "coverage", "headline", "headlines", "interview", "interviews":
		return true
	}
	return false
}
