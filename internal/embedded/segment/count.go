package segment

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"sort"
	"strings"
	"sync"

	"byline/internal/index"
	"byline/internal/news"
)

// LabelCount are articles of sets by the values of a label.
type LabelCount struct{ of []*counter }

// CountLabels counts the articles of sets, one for each view, by the values of a label.
func CountLabels(views []*View, sets []Set, label news.Label) *LabelCount {
	letter := letterOf(label)
	var l LabelCount
	for i, v := range views {
		l.of = append(l.of, newCounter(v, sets[i], letter))
	}
	return &l
}

// Least returns how many articles each of the most frequent values has at least: no value
// with fewer is among so many. It is to be asked before All.
func (l *LabelCount) Least(most int) (least int) {
	for _, c := range l.of { // a value that one segment has so often, all have so often
		least = max(least, c.least(most))
	}
	return least
}

// All calls found with each value, ascending, and those of its articles that one segment
// has. The value is a view of that. Labels are ascending in each segment, so those of all
// are walked in step, and nothing is gathered. It can be called once.
func (l *LabelCount) All(found func(value string, n int, of Labelled)) {
	all := slices.DeleteFunc(l.of, func(c *counter) bool { return !c.next() })
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

	*labelCounts
	first int // label
	at    int // the next of counts

	value  string
	begins uint64 // its first bytes, by which most are told apart
	n      int    // how many articles of the set have it
}

// labelCounts are how many articles of a set have each of some labels. There are many
// labels, of which few articles have few.
type labelCounts struct {
	counts  []uint32
	touched bitset // labels that any have
}

// countMemory is for labelCounts, in which nothing is counted.
var countMemory = sync.Pool{New: func() any { return new(labelCounts) }}

// newCounter makes one for the labels with a letter. It goes by the articles of the
// set, which are few of many, as are their labels.
func newCounter(v *View, set Set, letter string) *counter {
	first, end := v.labelsOf(letter)
	c := &counter{Labelled: Labelled{view: v, set: set.in}, first: first, labelCounts: countMemory.Get().(*labelCounts)} //nolint:forcetypeassert // the pool holds nothing else
	c.counts, c.touched = resize(c.counts, end-first), resize(c.touched, (end-first+63)/64)
	of := v.byArticle()
	for a := range set.in.all() {
		labels := of.labels[of.offsets[a]:of.offsets[a+1]]
		i, _ := slices.BinarySearch(labels, uint32(first))
		for _, label := range labels[i:] {
			if int(label) >= end {
				break
			}
			c.counts[int(label)-first]++
			c.touched.add(label - uint32(first))
		}
	}
	return c
}

// least is Least of one segment.
func (c *counter) least(most int) int {
	most++              // an empty value is not told
	var having [256]int // values, by how many articles they have; the last is for more as well
	for i := range c.touched.all() {
		having[min(c.counts[i], uint32(len(having)-1))]++
	}
	for n := len(having) - 1; n > 0; n-- {
		if most -= having[n]; most <= 0 {
			return n
		}
	}
	return 0
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
	for {
		i := c.touched.next(c.at, len(c.counts), true)
		if i == len(c.counts) {
			clear(c.touched)
			countMemory.Put(c.labelCounts)
			return false
		}
		c.at = i + 1
		n := int(c.counts[i])
		c.counts[i] = 0
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
// not known is "" and the first, and the days of each ascending.
func CountSources(views []*View, in, of []Set, found func(source string, day int64, in, of int, example news.Version)) {
	names, rows := sourcesOf(views)
	first, days := daysOf(views)
	for from := 0; from < len(names); {
		t := newSourceTable(from, min(from+max(1, tableCells/(days+1)), len(names)), first, days)
		for i := range views {
			t.count(uint32(i), views[i], rows[i], in[i].in, of[i].in)
		}
		t.tell(views, names, found)
		from = t.to
	}
}

// sourcesOf returns the outlets of all views, ascending, and of each view which of them
// its own are.
func sourcesOf(views []*View) (names []string, rows [][]int) {
	for _, v := range views {
		names = append(names, v.outlets...)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	for _, v := range views {
		of := make([]int, len(v.outlets))
		for i, name := range v.outlets {
			of[i], _ = slices.BinarySearch(names, name)
		}
		rows = append(rows, of)
	}
	return names, rows
}

const secondsOfDay = 24 * 60 * 60

// daysOf returns when the first day begins on which articles of views were published, and
// how many days there are to the last.
func daysOf(views []*View) (first int64, days int) {
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for _, v := range views {
		first, last = min(first, v.earliest), max(last, v.latest)
	}
	if first > last {
		return 0, 0
	}
	first = index.Period(news.FacetDay, first)
	return first, int((last-first)/secondsOfDay + 1)
}

// tableCells is how many counts there are at a time, so that they stay near the processor:
// many outlets over many years are counted a part at a time.
const tableCells = 1 << 20

// sourceTable counts articles of some outlets by day: articles lie by time, so that what
// is counted next is near what was counted last.
type sourceTable struct {
	from, to int   // outlets
	first    int64 // beginning of the first day
	days     int
	cells    []dayCount // of each outlet by day, then those without a date
	examples []example  // of each outlet
}

// dayCount is how many articles are in the smaller set and in the larger one.
type dayCount struct{ in, of int32 }

// example is an article of a view.
type example struct{ view, article uint32 }

func newSourceTable(from, to int, first int64, days int) *sourceTable {
	return &sourceTable{from, to, first, days, make([]dayCount, (to-from)*(days+1)), make([]example, to-from)}
}

func (t *sourceTable) count(number uint32, v *View, rows []int, in, of bitset) {
	for i, word := range of {
		chosen := uint64(0)
		if in != nil {
			chosen = in[i]
		}
		for ; word != 0; word &= word - 1 {
			bit := bits.TrailingZeros64(word)
			a := uint32(64*i + bit)
			row := rows[v.source[a]] - t.from
			if uint(row) >= uint(len(t.examples)) {
				continue
			}
			day := t.days
			if at := v.published[a]; at != index.UnknownDate {
				day = int((at - t.first) / secondsOfDay)
			}
			cell := &t.cells[row*(t.days+1)+day]
			cell.of++
			cell.in += int32(chosen >> bit & 1)
			t.examples[row] = example{number, a}
		}
	}
}

func (t *sourceTable) tell(views []*View, names []string, found func(source string, day int64, in, of int, example news.Version)) {
	row := 0
	for cells := range slices.Chunk(t.cells, t.days+1) {
		var version news.Version
		for day, n := range cells {
			if n.of == 0 {
				continue
			}
			if version.ArticleID == "" {
				version = views[t.examples[row].view].Version(t.examples[row].article)
			}
			at := t.first + int64(day)*secondsOfDay
			if day == t.days {
				at = index.UnknownDate
			}
			found(names[t.from+row], at, int(n.in), int(n.of), version)
		}
		row++
	}
}
