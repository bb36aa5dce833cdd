package answer

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"byline/internal/dates"
	"byline/internal/news"
)

// moved is the thread with its question asked of another time. Where it had none, what
// it is about is not in that.
func (t thread) moved(core string) thread {
	if times, _ := dates.Find(t.core, t.asOf); len(times) == 0 {
		t.matter = t.topic("")
		t.carried = contentOf(strings.Join(t.matter, " "), core)
	}
	t.core = core
	return t
}

// neighbour is the question before of the day, week or month that came before its
// own, or after it, where that is all that a text asks for.
func (t thread) neighbour(text string) (string, bool) {
	times, _ := dates.Find(t.core, t.asOf)
	if days, ok := countedDays(text); ok {
		return t.daysOn(days, times)
	}
	said := followUpPatterns().neighbour.FindStringSubmatch(text)
	if said == nil {
		return t.otherPart(text, times)
	}
	if at := t.toldOn(); len(times) == 0 && len(strings.Fields(text)) == 2 && !at.IsZero() && strings.EqualFold(text[:len("before")], "before") {
		return t.core + " before " + at.Format(dayLayout), true
	}
	after := slices.ContainsFunc(said[1:], func(group string) bool { return group != "" })
	if len(times) == 0 || times[0].After.IsZero() || times[0].Before.IsZero() {
		return "", false
	}
	d := times[0]
	from, to := d.After, d.Before
	if first, end, ok := unitAround(text, from); ok && end.Sub(first) > to.Sub(from) { // the week before, of a day
		from, to = first, end
	}
	days := int(to.Sub(from).Round(24*time.Hour) / (24 * time.Hour))
	before := from.AddDate(0, 0, -days)
	if from.Day() == 1 && to.Day() == 1 { // months and years are not of one length
		months := (to.Year()-from.Year())*12 + int(to.Month()-from.Month())
		before = from.AddDate(0, -months, 0)
	}
	switch {
	case strings.Contains(strings.ToLower(text), weekend):
		from = weekendBeside(from, after)
		to = from.AddDate(0, 0, 2)
	case after:
		from, to = to, to.Add(from.Sub(before))
	default:
		from, to = before, from
	}
	moment := "on " + from.Format(dayLayout)
	if last := to.AddDate(0, 0, -1); last.After(from) {
		moment = "from " + from.Format(dayLayout) + " to " + last.Format(dayLayout)
	}
	return t.core[:d.Start] + moment + t.core[d.End:], true
}

// otherPart is the question before of another part of the period of whose part it asks:
// "in the second half" behind one of the first half of October.
func (t thread) otherPart(text string, times []news.DateExpression) (string, bool) {
	if len(times) == 0 {
		return "", false
	}
	d := times[0]
	_, of, ok := strings.Cut(t.core[d.Start:d.End], partOf)
	text = strings.TrimRight(text, "?!. ")
	if !ok && !d.After.IsZero() && !d.Before.IsZero() && d.Before.AddDate(0, 0, -1).Month() == d.After.Month() {
		of, ok = d.After.Format("January 2006"), strings.Contains(text, partOf) // mid October
	}
	if part, leaning, found := strings.Cut(text, partOf); found && slices.ContainsFunc(strings.Fields(leaning), func(w string) bool { return language().Questions.Leaning[stem(w)] }) {
		text = part // of that month
	}
	other := text + partOf + of
	if !ok || isTime(text) || !isTime(other) {
		return "", false
	}
	return t.core[:d.Start] + other + t.core[d.End:], true
}

// Words of times that the code itself has to know, as [dates.Find] does.
const (
	partOf  = " of "
	weekend = "weekend"
)

// weekendBeside is the Saturday of the last weekend that was over before a day, or of the
// first that begins after it.
func weekendBeside(day time.Time, after bool) time.Time {
	const week = 7
	since := (int(day.Weekday()-time.Saturday) + week) % week // days since Saturday
	switch isIn := since < 2; {
	case after:
		return day.AddDate(0, 0, week-since)
	case isIn:
		return day.AddDate(0, 0, -since-week)
	}
	return day.AddDate(0, 0, -since)
}

// unitAround is the week, month or the like around a day, whichever a text names.
func unitAround(text string, day time.Time) (from, to time.Time, ok bool) {
	for _, w := range words(text) {
		if unit := language().Time.Units[strings.ToLower(text[w.Start:w.End])]; unit != "" {
			return dates.Read("this "+unit, day)
		}
	}
	return from, to, false
}

// countedDays is how many days a text is away from what was told before, back if less
// than 0, if that is all it says: "two days later".
func countedDays(text string) (days int, ok bool) {
	p := followUpPatterns().counted
	said := p.FindStringSubmatch(text)
	if said == nil {
		return 0, false
	}
	number := func(word string) int {
		n, err := strconv.Atoi(word)
		if err != nil {
			n = language().Time.Cardinals[strings.ToLower(word)]
		}
		return n
	}
	sum := 0
	for i, unit := range p.SubexpNames() {
		if length := map[string]int{"day": 1, "week": 7}[strings.TrimSuffix(unit, "before")]; length > 0 && said[i] != "" {
			sum = length * number(said[i])
			if strings.HasSuffix(unit, "before") {
				sum = -sum
			}
		}
	}
	return sum, sum != 0
}

// daysOn is the question before of a day so many later than it asks about or, if it asks
// about none, than the reply tells of: then for what happened.
func (t thread) daysOn(days int, times []news.DateExpression) (string, bool) {
	if len(times) > 0 && !times[0].After.IsZero() {
		d := times[0]
		return t.core[:d.Start] + "on " + d.After.AddDate(0, 0, days).Format(dayLayout) + t.core[d.End:], true
	}
	at := t.toldOn()
	if at.IsZero() {
		return "", false
	}
	return "what happened on " + at.AddDate(0, 0, days).Format(dayLayout), true
}

// toldOn is the day that the reply comes to or, if it comes to none, on which what it
// quotes first was published.
func (t thread) toldOn() time.Time {
	for _, text := range append([]string{t.direct()}, followUpPatterns().credit.FindAllString(t.reply, 1)...) {
		if times, _ := dates.Find(text, t.asOf); len(times) > 0 && !times[0].After.IsZero() {
			return times[0].After
		}
	}
	return time.Time{}
}

// isTime reports whether a text is nothing but a time.
func isTime(text string) bool {
	times, _ := dates.Find(text, late)
	return len(times) == 1 && times[0].End-times[0].Start == len(text)
}

// late is late enough for every time that is named.
var late = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
