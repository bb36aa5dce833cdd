package segment

import (
	"encoding/binary"
	"math"
	"slices"
	"sort"
	"strings"
	"sync"

	"byline/internal/index"
	"byline/internal/news"
)

// CountLabels counts the articles of sets, one for each view, by the values of a
// label, and calls found with each value, ascending, and those of its articles that one
// segment has. The value is a view of that. Labels are ascending in each segment, so
// those of all are walked in step, and nothing is gathered.
func CountLabels(views []*View, sets []Set, label news.Label, found func(value string, n int, of Labelled)) {
	letter := letterOf(label)
	var all []*counter
	for i, v := range views {
		if c := newCounter(v, sets[i], letter); c.next() {
			all = append(all, c)
		}
	}
	for len(all) > 0 {
		least := all[0]
		for _, c := range all[1:] {
			if c.before(least) {
				least = c
			}
		}
		value, begins, n, of := least.value, least.begins, 0, least.Labelled
		for i := 0; i < len(all); {
			if c := all[i]; c.begins == begins && c.value == value {
				if n += c.n; !c.next() {
					all = slices.Delete(all, i, i+1)
					continue
				}
			}
			i++
		}
		found(value, n, of)
	}
}

// Labelled are the articles of a set, in one segment, that have a label.
type Labelled struct {
	view  *View
	set   bitset
	label int
}

// Last is the last of them. There is one.
func (l *Labelled) Last() news.Version {
	articles := l.view.labelled[l.view.labelOff[l.label]:l.view.labelOff[l.label+1]]
	i := len(articles) - 1
	for !l.set.has(articles[i]) {
		i--
	}
	return l.view.Version(articles[i])
}

// CountAs counts the articles of a set by what the values of a label are counted as,
// "" as none. An article with several that are counted as one counts once.
func (v *View) CountAs(set Set, label news.Label, as func(value string) string, found func(value string, n int, example uint32)) {
	together := map[string][]int{} // labels by what they are counted as
	first, end := v.labelsOf(letterOf(label))
	for i := first; i < end; i++ {
		if value := as(v.label(i)[1:]); value != "" {
			together[value] = append(together[value], i)
		}
	}
	for value, labels := range together {
		n, example := 0, uint32(0)
		var seen bitset
		if len(labels) > 1 {
			seen = newBitset(v.Articles())
		}
		for _, i := range labels {
			for _, a := range v.labelled[v.labelOff[i]:v.labelOff[i+1]] {
				if !set.in.has(a) || seen != nil && seen.has(a) {
					continue
				}
				if n, example = n+1, a; seen != nil {
					seen.add(a)
				}
			}
		}
		if n > 0 {
			found(value, n, example)
		}
	}
}

// counter walks the labels of a segment that articles of a set have.
type counter struct {
	Labelled // by the label that it has come to

	first  int       // label
	counts *[]uint32 // how many articles of the set have each label from the first on
	at     int       // the next of counts

	value  string
	begins uint64 // its first bytes, by which most are told apart
	n      int    // how many articles of the set have it
}

// countMemory is for counts, which are all 0 when they are in it.
var countMemory = sync.Pool{New: func() any { return new([]uint32) }}

// newCounter makes one for the labels with a letter. It goes by the articles of the
// set, which are few of many, as are their labels.
func newCounter(v *View, set Set, letter string) *counter {
	first, end := v.labelsOf(letter)
	c := &counter{Labelled: Labelled{view: v, set: set.in}, first: first, counts: countMemory.Get().(*[]uint32)} //nolint:forcetypeassert // the pool holds nothing else
	*c.counts = resize(*c.counts, end-first)
	counts, of := *c.counts, v.byArticle()
	for a := range set.in.all() {
		labels := of.labels[of.offsets[a]:of.offsets[a+1]]
		i, _ := slices.BinarySearch(labels, uint32(first))
		for _, label := range labels[i:] {
			if int(label) >= end {
				break
			}
			counts[int(label)-first]++
		}
	}
	return c
}

// articleLabels are the labels of each article, ascending.
type articleLabels struct{ offsets, labels []uint32 }

// byArticle turns the lists of the articles of each label around, once.
func (s *Segment) byArticle() *articleLabels {
	s.ofArticles.once.Do(func() { s.ofArticles.labels = s.turnLabels() })
	return &s.ofArticles.labels
}

func (s *Segment) turnLabels() articleLabels {
	of := articleLabels{make([]uint32, s.Articles()+1), make([]uint32, len(s.labelled))}
	for _, a := range s.labelled {
		of.offsets[a+1]++
	}
	for a := range s.Articles() {
		of.offsets[a+1] += of.offsets[a]
	}
	next := slices.Clone(of.offsets)
	for i := range s.labelEnd {
		for _, a := range s.labelled[s.labelOff[i]:s.labelOff[i+1]] {
			of.labels[next[a]] = uint32(i)
			next[a]++
		}
	}
	return of
}

// labelsOf returns which labels have a letter: from the first to before the end.
func (v *View) labelsOf(letter string) (first, end int) {
	first = sort.Search(len(v.labelEnd), func(i int) bool { return v.label(i) >= letter })
	end = first + sort.Search(len(v.labelEnd)-first, func(i int) bool { return !strings.HasPrefix(v.label(first+i), letter) })
	return first, end
}

// next goes on to the next label, and reports whether there is one.
func (c *counter) next() bool {
	counts := *c.counts
	for c.at < len(counts) {
		i := c.at
		c.at++
		if counts[i] == 0 { // as for most
			continue
		}
		n := int(counts[i])
		counts[i] = 0
		c.label = c.first + i
		value := c.view.label(c.label)[1:]
		if value == "" {
			continue
		}
		var first [8]byte
		copy(first[:], value)
		c.value, c.begins, c.n = value, binary.BigEndian.Uint64(first[:]), n
		return true
	}
	countMemory.Put(c.counts)
	return false
}

func (c *counter) before(other *counter) bool {
	if c.begins != other.begins {
		return c.begins < other.begins
	}
	return c.value < other.value
}

// CountDays counts the articles of sets, one for each view, by the day of their
// publication, given by its beginning. Those without a date are left out.
func CountDays(views []*View, sets []Set) map[int64]int {
	byDay := map[int64]int{}
	for i, v := range views {
		for a := range sets[i].All() {
			if t := v.published[a]; t != index.UnknownDate {
				byDay[index.Period(news.FacetDay, t)]++
			}
		}
	}
	return byDay
}

// CountSources counts the articles of sets, two for each view of which the first is a part
// of the second, by outlet and by the day of their publication, given by its beginning;
// index.UnknownDate stands for none. Outlets come in the order of their names, one that is
// not known is "" and the first, and the days of each ascending. The name is a view of it.
func CountSources(views []*View, in, of []Set, found func(source string, day int64, in, of int, example news.Version)) {
	days := newDayCounter(views, of)
	for i, v := range views {
		for a := range of[i].All() {
			if v.source[a] == 0 {
				days.add(v, a, in[i])
			}
		}
	}
	days.tell("", found)
	letter := letterOf(news.LabelSource)
	next, end := make([]int, len(views)), make([]int, len(views))
	for i, v := range views {
		next[i], end[i] = v.labelsOf(letter)
	}
	for {
		least, more := "", false
		for i, v := range views {
			if next[i] < end[i] && (!more || v.label(next[i]) < least) {
				least, more = v.label(next[i]), true
			}
		}
		if !more {
			return
		}
		for i, v := range views {
			if next[i] == end[i] || v.label(next[i]) != least {
				continue
			}
			for _, a := range v.labelled[v.labelOff[next[i]]:v.labelOff[next[i]+1]] {
				if of[i].in.has(a) {
					days.add(v, a, in[i])
				}
			}
			next[i]++
		}
		days.tell(least[len(letter):], found)
	}
}

// dayCounter counts articles by day, without a map: there are millions.
type dayCounter struct {
	first   int64      // beginning of the first day
	counts  []dayCount // by day from the first on
	touched bitset     // days that have any
	undated dayCount
	view    *View // of the example
	example uint32
}

// dayCount is how many articles of a day are in the smaller set and in the larger one.
type dayCount struct{ in, of int32 }

const secondsOfDay = 24 * 60 * 60

func newDayCounter(views []*View, sets []Set) *dayCounter {
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for i, v := range views {
		for a := range sets[i].All() {
			if t := v.published[a]; t != index.UnknownDate {
				first, last = min(first, t), max(last, t)
			}
		}
	}
	c := &dayCounter{}
	if first <= last {
		c.first = index.Period(news.FacetDay, first)
		days := int((last-c.first)/secondsOfDay + 1)
		c.counts, c.touched = make([]dayCount, days), newBitset(days)
	}
	return c
}

func (c *dayCounter) add(v *View, a uint32, in Set) {
	c.view, c.example = v, a
	count := &c.undated
	if t := v.published[a]; t != index.UnknownDate {
		day := uint32((t - c.first) / secondsOfDay)
		c.touched.add(day)
		count = &c.counts[day]
	}
	count.of++
	if in.in.has(a) {
		count.in++
	}
}

// tell tells what was counted of an outlet, and begins anew.
func (c *dayCounter) tell(source string, found func(source string, day int64, in, of int, example news.Version)) {
	if c.view == nil {
		return
	}
	example := c.view.Version(c.example)
	for day := range c.touched.all() {
		n := &c.counts[day]
		found(source, c.first+int64(day)*secondsOfDay, int(n.in), int(n.of), example)
		*n = dayCount{}
	}
	clear(c.touched)
	if c.undated.of > 0 {
		found(source, index.UnknownDate, int(c.undated.in), int(c.undated.of), example)
	}
	c.view, c.undated = nil, dayCount{}
}
