package field

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"byline/internal/lang"
)

// numerals find what SpellDate rewrites.
type numerals struct {
	era, han, bracketed, clock, halfBefore, halfBehind, glued, numbered *regexp.Regexp
	months                                                              *strings.Replacer // those of more than one word
}

var dateNumerals = sync.OnceValue(func() *numerals {
	words := &lang.Any().Time
	pattern := regexp.MustCompile
	var months []string
	for _, list := range []map[string]int{words.ForeignMonths, words.FurtherMonths} {
		for _, name := range slices.Sorted(maps.Keys(list)) {
			if strings.Contains(name, " ") {
				months = append(months, name, time.Month(list[name]).String())
			}
		}
	}
	before, behind := lang.PatternOf(maps.Keys(words.HalvesBefore)), lang.PatternOf(maps.Keys(words.HalvesBehind))
	return &numerals{
		era:        pattern(lang.PatternOf(maps.Keys(words.Eras)) + ` ?(?:元|\d{1,3}) ?年`),
		han:        pattern(`[〇零一二三四五六七八九十]+[年月日号號时時点點分]`),
		bracketed:  pattern(`([日일]|\d)\.? ?[(（][\p{Han}\p{Hangul}]{1,3}[)）]`),
		clock:      pattern(`(\d{1,2}) ?[时時点點시](?: ?(\d{1,2}) ?[分분])?(?: ?\d{1,2} ?[秒초])?`),
		halfBefore: pattern(`(` + before + `) *(\d{1,2}:\d{2}(?::\d{2})?)`),
		halfBehind: pattern(`(?i)(\d{1,2}:\d{2}(?::\d{2})?) ?(` + behind + `)($|[^\pL])`),
		glued:      pattern(`([日日일号號]|(?:^|[^\d])\d{4}-\d{2}-\d{2})(\d{1,2}:)`),
		numbered:   pattern(`(?i)(?:\pL+ )?(\d{1,2}) ` + quoted(words.MonthOpenings) + ` (\d{1,2}),?(?: ` + quoted(words.YearOpenings) + `)? (\d{4})`),
		months:     strings.NewReplacer(months...),
	}
})

// SpellDate returns a text with the dates and times of day in it spelled as [Time]
// reads them: digits of other scripts as ours, years of eras counted, 22時05分 and
// 오후 10시 5분 with a colon, no weekday in brackets. What is ASCII is as it was.
func SpellDate(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return s
	}
	s = strings.Map(lang.Digit, s)
	if !strings.ContainsAny(s, "0123456789年") {
		return s
	}
	n, words := dateNumerals(), &lang.Any().Time
	s = spellPersian(s)
	s = strings.NewReplacer("،", ",", "，", ",", "：", ":", "／", "/").Replace(s)
	s = n.months.Replace(s)
	s = n.han.ReplaceAllStringFunc(s, hanNumber)
	s = n.era.ReplaceAllStringFunc(s, func(m string) string {
		for name, year := range words.Eras {
			if rest, ok := strings.CutPrefix(m, name); ok {
				number := strings.Trim(strings.TrimSuffix(rest, "年"), " ")
				if n, err := strconv.Atoi(number); err == nil {
					return strconv.Itoa(year+n) + "年"
				}
				return strconv.Itoa(year+1) + "年" // 元年, its first
			}
		}
		return m
	})
	s = n.bracketed.ReplaceAllString(s, "$1 ")
	s = n.clock.ReplaceAllStringFunc(s, func(m string) string {
		at := n.clock.FindStringSubmatch(m)
		return " " + at[1] + ":" + ("00" + at[2])[len(at[2]):] + " "
	})
	s = n.halfBefore.ReplaceAllStringFunc(s, func(m string) string {
		at := n.halfBefore.FindStringSubmatch(m)
		return " " + halfDay(at[2], words.HalvesBefore[at[1]])
	})
	s = n.halfBehind.ReplaceAllStringFunc(s, func(m string) string {
		at := n.halfBehind.FindStringSubmatch(m)
		return halfDay(at[1], words.HalvesBehind[strings.ToLower(at[2])]) + at[3]
	})
	s = n.numbered.ReplaceAllString(s, "$3-$2-$1")
	s = n.glued.ReplaceAllString(s, "$1 $2")
	return Line(s)
}

// halfDay is a clock time with its half of the day; one of 24 hours has it already.
func halfDay(clock, half string) string {
	hour, _, _ := strings.Cut(clock, ":")
	if n, _ := strconv.Atoi(hour); n < 1 || n > 12 { // digits, by the pattern
		return clock
	}
	return clock + " " + half
}

// hanNumber writes 二〇二四年, 十一月 or 二十三日 with our digits.
func hanNumber(s string) string {
	const digits = "〇一二三四五六七八九"
	last, size := utf8.DecodeLastRuneInString(s)
	number := []rune(strings.ReplaceAll(strings.TrimSuffix(s, string(last)), "零", "〇"))
	value := func(r rune) int { return strings.IndexRune(digits, r) / len("〇") }
	n, tens := 0, false
	for i, r := range number {
		switch {
		case r == '十' && i == 0:
			n, tens = 10, true
		case r == '十':
			n, tens = n*10, true
		case tens:
			n += value(r)
		default:
			n = n*10 + value(r)
		}
	}
	if n > 9999 {
		return s
	}
	return strconv.Itoa(n) + s[len(s)-size:]
}
