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
// label, and calls found with each value, ascending, and one of its articles. The
// value is a view of it. Labels are ascending in each segment, so those of all are
// walked in step, and nothing is gathered.
func CountLabels(views []*View, sets []Set, label news.Label, found func(value string, n int, of *View, example uint32)) {
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
		value, begins, n, of, example := least.value, least.begins, 0, least.view, least.example
		for i := 0; i < len(all); {
			if c := all[i]; c.begins == begins && c.value == value {
				if n += c.n; !c.next() {
					all = slices.Delete(all, i, i+1)
					continue
				}
			}
			i++
		}
		found(value, n, of, example)
	}
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
	view   *View
	set    bitset
	first  int       // label
	counts *[]uint32 // how many articles of the set have each label from the first on
	at     int       // the next of counts

	value   string
	begins  uint64 // its first bytes, by which most are told apart
	n       int    // how many articles of the set have it
	example uint32
}

// countMemory is for counts, which are all 0 when they are in it.
var countMemory = sync.Pool{New: func() any { return new([]uint32) }}

// newCounter makes one for the labels with a letter. It goes by the articles of the
// set, which are few of many, as are their labels.
func newCounter(v *View, set Set, letter string) *counter {
	first, end := v.labelsOf(letter)
	c := &counter{view: v, set: set.in, first: first, counts: countMemory.Get().(*[]uint32)} //nolint:forcetypeassert // the pool holds nothing else
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
		value := c.view.label(c.first + i)[1:]
		if value == "" {
			continue
		}
		var first [8]byte
		copy(first[:], value)
		c.value, c.begins, c.n, c.example = value, binary.BigEndian.Uint64(first[:]), n, c.lastWith(c.first+i)
		return true
	}
	countMemory.Put(c.counts)
	return false
}

// lastWith is the last article of the set with a label that one has.
func (c *counter) lastWith(label int) uint32 {
	articles := c.view.labelled[c.view.labelOff[label]:c.view.labelOff[label+1]]
	i := len(articles) - 1
	for !c.set.has(articles[i]) {
		i--
	}
	return articles[i]
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

// CountSources counts the articles of a set by outlet and by the day of their
// publication, given by its beginning; index.UnknownDate stands for none. An outlet that
// is not known is "".
func (v *View) CountSources(set Set, found func(source string, day int64, n int, example uint32)) {
	first, end := v.labelsOf(letterOf(news.LabelSource))
	days := newDayCounter(v, set)
	rest := slices.Clone(set.in)
	for i := first; i < end; i++ {
		articles := v.labelled[v.labelOff[i]:v.labelOff[i+1]]
		for _, a := range articles {
			if set.in.has(a) {
				rest[a/64] &^= 1 << (a % 64)
				days.add(a)
			}
		}
		days.tell(func(day int64, n int, example uint32) { found(v.label(i)[1:], day, n, example) })
	}
	for a := range rest.all() {
		days.add(a)
	}
	days.tell(func(day int64, n int, example uint32) { found("", day, n, example) })
}

// dayCounter counts articles by day, without a map: there are millions.
type dayCounter struct {
	view    *View
	first   int64   // beginning of the first day
	counts  []int32 // by day from the first on
	touched []int   // days that have any
	undated int
	example uint32
}

const secondsOfDay = 24 * 60 * 60

func newDayCounter(v *View, set Set) *dayCounter {
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for a := range set.All() {
		if t := v.published[a]; t != index.UnknownDate {
			first, last = min(first, t), max(last, t)
		}
	}
	c := &dayCounter{view: v}
	if first <= last {
		c.first = index.Period(news.FacetDay, first)
		c.counts = make([]int32, (last-c.first)/secondsOfDay+1)
	}
	return c
}

func (c *dayCounter) add(a uint32) {
	c.example = a
	t := c.view.published[a]
	if t == index.UnknownDate {
		c.undated++
		return
	}
	day := int((t - c.first) / secondsOfDay)
	if c.counts[day] == 0 {
		c.touched = append(c.touched, day)
	}
	c.counts[day]++
}

// tell tells what was counted, and begins anew.
func (c *dayCounter) tell(found func(day int64, n int, example uint32)) {
	for _, day := range c.touched {
		found(c.first+int64(day)*secondsOfDay, int(c.counts[day]), c.example)
		c.counts[day] = 0
	}
	if c.undated > 0 {
		found(index.UnknownDate, c.undated, c.example)
	}
	c.touched, c.undated = c.touched[:0], 0
}
