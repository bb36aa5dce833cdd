package stories

import (
	"cmp"
	"slices"

	"byline/internal/index"
)

// group is a story: slots of articles, the earliest first.
type group struct {
	members []int
	voices  int
	last    int64 // when its newest article was published
}

// groups are all stories, as links have them.
type groups struct {
	list []*group
	of   map[int]*group
	text map[int]int // the first article with the text of one

	copies []copiedText   // articles that share their text with others, those of a text together, the earliest first
	copied map[string]int // which of these an article is
}

// grouped returns the groups, and makes them if anything has changed.
func (b *Book) grouped() *groups {
	if b.groups != nil {
		return b.groups
	}
	b.linkNamed()
	g := &groups{of: make(map[int]*group, len(b.byTime)), text: make(map[int]int, len(b.byTime))}
	noticeOn := b.noticesOn()
	shared := map[int]bool{}        // first articles of texts that several carry
	for _, slot := range b.byTime { // links lead to what is before
		e := &b.entries[slot]
		g.text[slot] = slot
		from := e.before.slot
		if e.named.strength > e.before.strength {
			from = e.named.slot
		}
		if original := e.original.slot; original != noSlot {
			g.text[slot] = g.text[original]
			shared[g.text[slot]] = true
			if e.published == index.UnknownDate || b.near(e, original) {
				from = original
			}
		}
		if on, ok := noticeOn[slot]; ok {
			from = on
		}
		story := g.of[from]
		if story == nil {
			story = &group{}
			g.list = append(g.list, story)
		}
		story.members = append(story.members, slot)
		g.of[slot] = story
	}
	for _, story := range g.list {
		story.voices = len(b.voicesOf(story.members, g))
		story.last = b.entries[story.members[len(story.members)-1]].published
	}
	for _, slot := range b.byTime {
		if text := g.text[slot]; shared[text] {
			e := &b.entries[slot]
			g.copies = append(g.copies, copiedText{e.id, e.published, e.source, text})
		}
	}
	slices.SortStableFunc(g.copies, func(x, y copiedText) int { return cmp.Compare(x.text, y.text) })
	g.copied = make(map[string]int, len(g.copies))
	for i := range g.copies {
		g.copied[g.copies[i].id] = i
	}
	b.groups = g
	return g
}

// voicesOf are the outlets that have an article among others in words of their own.
func (b *Book) voicesOf(members []int, g *groups) map[string]bool {
	own := map[int]bool{} // texts of which the first print among the members was seen
	voices := map[string]bool{}
	for _, slot := range members {
		if text := g.text[slot]; !own[text] {
			own[text] = true
			voices[cmp.Or(b.entries[slot].source, b.entries[slot].id)] = true
		}
	}
	return voices
}

// stands is the member that is most like all of a story, by their vectors.
func (b *Book) stands(g *group) int {
	if len(g.members) < 3 {
		return g.members[0]
	}
	var centre []float64
	for _, slot := range g.members {
		v := b.entries[slot].vector
		if centre == nil {
			centre = make([]float64, len(v.Codes))
		}
		for i := range min(len(centre), len(v.Codes)) {
			centre[i] += float64(v.Scale) * float64(v.Codes[i])
		}
	}
	return slices.MaxFunc(g.members, func(x, y int) int {
		return cmp.Or(cmp.Compare(b.along(x, centre), b.along(y, centre)), -b.compare(x, y))
	})
}

// along is how far the vector of an article points into a direction.
func (b *Book) along(slot int, centre []float64) float64 {
	v := b.entries[slot].vector
	sum := 0.0
	for i := range min(len(centre), len(v.Codes)) {
		sum += centre[i] * float64(v.Codes[i])
	}
	return sum * float64(v.Scale)
}
