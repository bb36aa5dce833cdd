package verify

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// number is a number with what stands around it.
type number struct {
	first, last int // its words
	value       float64
	text        string // of a score or a time, which is compared as it stands
	unit        string // empty: none is known
	counted     string // key of the word behind it, if it has no unit
	bound       string // near, above, below, least, most, exact or empty
	ordinal     bool
	weak        bool // "one", which is seldom a number
	anyUnit     bool // "twice"
	age         bool
	rough       bool   // a third
	per         string // the unit of a rate: an hour
	compares    bool   // a bound stands behind it: two more than, 5 million or less
}

// numbers finds the numbers of a sentence, and marks their words.
func (g *grammar) numbers(words []word) []number {
	var list []number
	for i := 0; i < len(words); {
		n, next := g.numberAt(words, i)
		if next == i {
			i++
			continue
		}
		g.around(words, &n, &next)
		for j := n.first; j <= n.last; j++ {
			words[j].number = len(list)
		}
		if k := len(list) - 1; k >= 0 && g.isRatio(words, &list[k], &n) {
			n = ratio(&list[k], &n, g.pack.Statements.Units["percent"])
			list = list[:k]
			for j := n.first; j <= n.last; j++ {
				words[j].number = k
			}
		}
		list = append(list, n)
		i = max(next, i+1)
	}
	g.shareUnits(words, list)
	return list
}

// shareUnits gives a number the unit of the next that it is joined to: three and four years.
func (g *grammar) shareUnits(words []word, list []number) {
	for k := len(list) - 2; k >= 0; k-- {
		a, b := &list[k], &list[k+1]
		if b.first == a.last+2 && !words[b.first].breaks && !words[a.last+1].breaks && g.pack.Statements.Coordinators[words[a.last+1].text] && a.unit == "" && !a.ordinal && !b.ordinal {
			a.unit, a.counted = b.unit, b.counted
		}
	}
}

// isRatio reports whether two numbers are one: four in ten, two out of every three.
func (g *grammar) isRatio(words []word, a, b *number) bool {
	const least, widest = 2, 4
	if a.unit != "" || a.text != "" || b.text != "" || b.unit != "" || a.ordinal || b.ordinal || a.value >= b.value || b.first-a.last < least || b.first-a.last > widest || words[b.first].breaks {
		return false
	}
	_, k := g.ratios.at(words, a.last+1)
	return k == b.first-a.last-1
}

// ratio is a part of a whole in percent.
func ratio(a, b *number, percent string) number {
	const hundred = 100
	return number{first: a.first, last: b.last, value: hundred * a.value / b.value, unit: percent, bound: "near", rough: true}
}

// numberAt reads the number that begins at the i-th word. next is i if there is none.
func (g *grammar) numberAt(words []word, i int) (n number, next int) {
	w := &words[i]
	if w.day >= 0 {
		return n, i
	}
	n = number{first: i, last: i}
	if c := w.text[0]; '0' <= c && c <= '9' {
		return g.digits(words, n)
	}
	s := &g.pack.Statements
	if v, ok := s.Fractions[w.text]; ok && !(i+1 < len(words) && words[i+1].joined) { // not half-time
		if n, next = g.fraction(words, n, float64(v)/100); next > i {
			return n, next
		}
	}
	if share, k := g.shares.at(words, i); k > 0 && !(i+k < len(words) && words[i+k].joined) && g.isShare(words, i, k) {
		return number{first: i, last: i + k - 1, value: float64(share) / 10, unit: s.Units["percent"], rough: true}, i + k
	}
	if v, ok := s.OrdinalValues[w.text]; ok {
		n.value, n.ordinal = float64(v), true
		return n, i + 1
	}
	return g.spelled(words, n)
}

// fraction reads half a percentage point, a quarter of a mile.
func (g *grammar) fraction(words []word, n number, value float64) (number, int) {
	for i := n.first + 1; i < min(n.first+4, len(words)) && !words[i].breaks; i++ {
		if unit, k := g.units.at(words, i); k > 0 && !g.isFormOfUnit(words[i]) { // half of them are
			n.value, n.unit, n.last = value, unit, i+k-1
			return n, i + k
		}
		if words[i].term != 0 {
			break
		}
	}
	return n, n.first
}

// isShare reports whether k words from the i-th on are a part of a whole, and
// not a half or third of a kind: the first half, a third person.
func (g *grammar) isShare(words []word, i, k int) bool {
	if i > 0 && !words[i].breaks {
		if _, counted := g.pack.Statements.OrdinalValues[words[i-1].text]; counted {
			return false
		}
	}
	end := i + k
	return end == len(words) || words[end].breaks || words[end].term == 0 || words[end].number >= 0 || len(words[end].side) > 0
}

// digits reads 1,200, 12.5m, 3rd, 3-2, 10:30.
func (g *grammar) digits(words []word, n number) (number, int) {
	i := n.first
	text := words[i].text
	end := strings.IndexFunc(text, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' && r != ':' })
	if end < 0 {
		end = len(text)
	}
	figure, tail := strings.TrimRight(text[:end], ".,:"), text[end:]
	if strings.ContainsRune(figure, ':') {
		n.text = strings.ReplaceAll(figure, ":", ".")
	}
	value, err := strconv.ParseFloat(plain(figure), 64)
	if err != nil {
		value, n.text = math.NaN(), figure
	}
	n.value = value
	scale, scaled := g.pack.Statements.Scales[tail]
	switch unit, isUnit := g.pack.Statements.Units[tail]; {
	case tail == "":
	case scaled:
		n.value *= float64(scale)
	case isUnit:
		n.unit = unit
	case slices.Contains(g.pack.Time.DayEndings, tail):
		n.ordinal = true
	case tail == "s": // the 1990s
		n.text = text
	default:
		n.text = text // C4, 5G
	}
	if i+1 < len(words) && isScore(words[i], words[i+1]) {
		n.text, n.last = figure+"-"+words[i+1].text, i+1
		return n, i + 2
	}
	return n, i + 1
}

// plain takes grouping commas away; 12,5 is 12.5 and 1,200 is 1200.
func plain(figure string) string {
	if head, tail, ok := strings.Cut(figure, ","); ok && !strings.ContainsRune(tail, ',') && len(tail) != 3 && !strings.ContainsRune(figure, '.') {
		return head + "." + tail
	}
	return strings.ReplaceAll(figure, ",", "")
}

// isScore reports whether two numbers are joined as in 3-2.
func isScore(a, b word) bool {
	return isFigure(b.text) && isFigure(a.text) && len(a.text) <= 3 && len(b.text) <= 3 && b.start-a.end > 0 && b.start-a.end <= 3 && b.joined
}

func isFigure(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// spelled reads "twenty-five", "two and a half million" is left to the reader.
func (g *grammar) spelled(words []word, n number) (number, int) {
	s := &g.pack.Statements
	i := n.first
	total, part, found := 0., 0., false
	for ; i < len(words); i++ {
		t := words[i].text
		v, isValue := s.NumberValues[t]
		scale, isScale := s.Scales[t]
		if i > n.first && words[i].breaks {
			break
		}
		if isValue && (!found || part >= 20 && v < 10 || part >= 100) && s.NumberValues[t] >= 0 {
			part, found = part+float64(v), true
			continue
		}
		if isScale && len(t) > 2 && (found || i > n.first && false) {
			part = max(part, 1) * float64(scale)
			if scale >= 1000 {
				total, part = total+part, 0
			}
			continue
		}
		if found && i+1 < len(words) && part >= 100 && s.NumberValues[words[i+1].text] > 0 && g.joins(words[i]) {
			continue
		}
		break
	}
	if !found {
		return g.bareScale(words, n)
	}
	n.value, n.last = total+part, i-1
	n.weak = n.last == n.first && n.value <= 2 && !g.isNumbered(words, n.first)
	n.anyUnit = n.weak && n.value == 2
	return n, i
}

// isNumbered reports whether a number stands behind a noun that says so: number one.
func (g *grammar) isNumbered(words []word, i int) bool {
	return i > 0 && !words[i].breaks && g.pack.Statements.NumberNouns[words[i-1].text]
}

// joins reports whether a word can stand within a number: two hundred and five.
func (g *grammar) joins(w word) bool { return g.empty[w.key] && w.term == 0 && !w.breaks }

// bareScale reads "a dozen" and "a million".
func (g *grammar) bareScale(words []word, n number) (number, int) {
	i := n.first
	scale, ok := g.pack.Statements.Scales[words[i].text]
	if !ok || i == 0 || len(words[i].text) < 3 || !g.pack.Statements.Determiners[words[i-1].text] {
		return n, i
	}
	n.value, i = float64(scale), i+1
	for i < len(words) && len(words[i].text) > 2 && !words[i].breaks {
		more, ok := g.pack.Statements.Scales[words[i].text]
		if !ok {
			break
		}
		n.value, i = n.value*float64(more), i+1
	}
	n.last = i - 1
	return n, i
}

// around reads scale, unit and bound.
func (g *grammar) around(words []word, n *number, next *int) { //nolint:cyclop // what can stand around a number, in its order
	for *next < len(words) && !words[*next].breaks && n.text == "" && !n.ordinal {
		scale, ok := g.pack.Statements.Scales[words[*next].text]
		if !ok || len(words[*next].text) == 1 && n.unit == "" && words[*next].start > words[*next-1].end+1 {
			break
		}
		n.value, n.last, *next = n.value*float64(scale), *next, *next+1
	}
	first := n.first
	if first > 0 && !words[first].breaks {
		if unit, k := g.units.at(words, first-1); k == 1 && isSign(words[first-1].text) {
			n.unit = unit
			first--
		}
	}
	if words[first].minus || first > 0 && g.pack.Statements.MinusWords[words[first-1].text] {
		n.value = -n.value
	}
	if n.unit == "" && *next < len(words) && !words[*next].breaks && !n.ordinal {
		at := *next
		if words[at].capital && at+1 < len(words) && !words[at].opens {
			at++ // US dollars
		}
		for _, at := range []int{*next, at} {
			if unit, k := g.units.at(words, at); k > 0 && n.unit == "" && !(k == 1 && g.isFormOfUnit(words[at])) {
				n.unit = unit
				*next, n.last = at+k, at+k-1
			}
		}
		if n.unit == "" && words[*next].term != 0 && !g.opener[words[*next].text] {
			n.counted = words[*next].key
		}
	}
	if _, k := g.belowZero.at(words, min(*next, len(words)-1)); k > 0 && *next < len(words) && n.value > 0 {
		n.value, n.last, *next = -n.value, *next+k-1, *next+k
	}
	n.per = g.rate(words, n.first, *next)
	g.age(words, n, *next)
	if *next >= len(words) || !g.pack.Statements.AgoWords[words[*next].text] { // less than a year ago, it was more
		n.bound = g.boundBefore(words, first, n.unit)
	}
	if unit, ok := g.larger[n.unit]; ok {
		n.value, n.unit = n.value*unit.count, unit.of
	}
	if n.rough && n.bound == "" {
		n.bound = "near"
	}
	if bound := g.boundBehind(words, *next); bound != "" && n.bound == "" {
		n.bound, n.compares = bound, true
	}
}

// boundBehind is the bound that begins at a word, with one between its words or none: more
// than, more expensive than.
func (g *grammar) boundBehind(words []word, i int) string {
	if i >= len(words) || words[i].breaks {
		return ""
	}
	if bound, k := g.bounds.at(words, i); k > 1 {
		return bound
	}
	if i+2 < len(words) && g.pack.Statements.Comparing[words[i+2].text] && !words[i+1].breaks {
		bound, _ := g.bounds.at([]word{words[i], words[i+2]}, 0)
		return bound
	}
	return ""
}

// rate is the unit after which what a number counts is counted anew: 40
// litres a second, 400 passengers a day, a weekly 20 crowns.
func (g *grammar) rate(words []word, first, next int) string {
	const near = 3
	st := &g.pack.Statements
	for i := next; i < min(next+near, len(words)) && !words[i].breaks; i++ {
		if unit := st.RateWords[words[i].text]; unit != "" {
			return unit
		}
		if i+1 < len(words) && !words[i+1].breaks && st.Per[words[i].text] && !(i+2 < len(words) && st.AgoWords[words[i+2].text]) {
			if unit := st.Units[words[i+1].text]; unit != "" {
				return unit
			}
		}
	}
	for i := first - 1; i >= max(0, first-near) && !words[i+1].breaks; i-- {
		if unit := st.RateWords[words[i].text]; unit != "" {
			return unit
		}
	}
	return ""
}

// isFormOfUnit reports whether a word only has its base form in common with a unit: were, am.
func (g *grammar) isFormOfUnit(w word) bool {
	_, isForm := g.forms[w.text]
	return isForm && g.pack.Statements.Units[w.text] == ""
}

func isSign(text string) bool { return !isLetter(text) }

func isLetter(text string) bool { return text != "" && (text[0] >= 'a' && text[0] <= 'z') }

// age tells whether a number is an age: 58 years old, aged 19 and 34.
func (g *grammar) age(words []word, n *number, next int) {
	ages := g.pack.Statements.AgeWords
	behind := n.unit != "" && next < len(words) && ages[words[next].text]
	for k := 1; k <= 3 && n.first-k >= 0 && !behind; k++ {
		w := words[n.first-k]
		behind = ages[w.text] && n.unit == ""
		if w.term != 0 && w.number < 0 {
			break
		}
	}
	if behind {
		n.age, n.unit, n.counted = true, "", ""
		if next < len(words) && ages[words[next].text] {
			n.last = next
		}
	}
}

// boundBefore returns the bound that ends before the first word of a number.
func (g *grammar) boundBefore(words []word, first int, unit string) string {
	for k := min(4, first); k > 0; k-- {
		if bound, n := g.bounds.at(words, first-k); n == k && !words[first].breaks {
			if k == 1 && g.pack.Time.Units[unit] != "" && g.pack.Statements.TimeSpans[words[first-1].text] {
				return "" // over three years
			}
			for i := first - k; i < first; i++ {
				words[i].bounds = true
			}
			return bound
		}
	}
	if first > 0 && g.pack.Statements.Determiners[words[first-1].text] && isLetter(words[first].text) { // more than a million, not: less than the 3 million that it paid
		return g.boundBefore(words, first-1, unit)
	}
	return ""
}

// relation between what a statement says of a number and what the source says.
type relation int

const (
	different relation = iota
	otherUnit
	otherBound
	same
)

// compare compares a number of a statement with one of the source.
func compare(s, o *number) relation {
	if s.ordinal != o.ordinal {
		return different
	}
	if s.text != "" || o.text != "" {
		if s.text == o.text || turned(s.text) == o.text && s.text != "" {
			return same
		}
		return different
	}
	if !within(s, o) {
		return different
	}
	switch {
	case s.anyUnit || o.anyUnit:
	case s.unit != "" && o.unit != "" && s.unit != o.unit:
		return otherUnit
	}
	if !boundsAgree(s, o) {
		return otherBound
	}
	return same
}

func turned(score string) string {
	a, b, _ := strings.Cut(score, "-")
	return b + "-" + a
}

// within reports whether the value that a statement gives can stand for that of the source.
func within(s, o *number) bool {
	const near = .06
	far := .15
	if s.rough { // more than half
		far = .5
	}
	off := (o.value - s.value) / math.Max(math.Abs(o.value), 1e-9)
	switch s.bound {
	case "":
		return math.Abs(off) < 1e-9 || o.bound == "near" && math.Abs(off) < .01
	case "near":
		return math.Abs(off) <= near
	case "above", "least":
		return off >= -1e-9 && off <= far
	case "below", "most":
		return off <= 1e-9 && off >= -far
	default:
		return math.Abs(off) < 1e-9
	}
}

// boundsAgree reports whether a statement claims no more than the source with a bound.
func boundsAgree(s, o *number) bool {
	upper := func(b string) bool { return b == "most" || b == "below" }
	lower := func(b string) bool { return b == "least" || b == "above" }
	equal := math.Abs(s.value-o.value) <= 1e-9*math.Abs(o.value)
	switch {
	case upper(s.bound) && lower(o.bound), lower(s.bound) && upper(o.bound):
		return false
	case s.compares && o.bound == "", o.compares && s.bound == "": // 40 below the record: contrasts are looked at by themselves
		return true
	case s.bound == "" && (upper(o.bound)):
		return false
	case s.bound == "above" && (o.bound == "" || o.rough && o.bound == "near") && equal: // more than six, where six is said
		return false
	case s.bound == "below" && (o.bound == "" || o.rough && o.bound == "near") && equal:
		return false
	case s.bound == "exact" && o.bound != "" && o.bound != "exact":
		return false
	}
	return true
}

// isMultiple reports whether a number says what a verb does: twice for doubled,
// half for halved.
func (n *number) isMultiple(thousandths int, percent string) bool {
	const whole, hundredth = 1000, 10
	if n.unit == percent {
		return thousandths < whole && n.value*hundredth == float64(thousandths)
	}
	return thousandths > whole && n.value*whole == float64(thousandths) && !n.ordinal
}
