package segment

import (
	"bytes"
	"encoding/binary"
	"io"
	"maps"
	"runtime"
	"slices"
	"sync"

	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/spread"
)

// Builder collects the sections of a segment: its articles, then labels and spaces.
type Builder struct {
	Stamp

	change    []uint64
	published []int64
	changed   []int64
	revision  []uint32
	hashes    []byte
	idEnd     []uint32
	ids       []byte
	first     []uint32
	owner     []uint32
	span      []uint32
	sums      []uint32
	labelEnd  []uint32
	labels    []byte
	labelOff  []uint32
	labelled  []uint32
	space     [spaces]spaceBuilder

	merge merge // of what sections are views of
}

// spaceBuilder collects the sections of a space. What is big may lie elsewhere, so that
// a merge takes little memory.
type spaceBuilder struct {
	terms            []uint32
	df               []uint32
	postOff          []uint64
	postings         section
	scale, high, low pieces
	signatureEnd     []uint32
	signatures       pieces
}

// Record is a record that was stored, under the number of its change.
type Record struct {
	*news.Record
	Change uint64
}

// buildMemory is what Build works in. A load builds a segment of each batch.
type buildMemory struct {
	postings [spaces][]uint64
	sorter   spread.Sorter[uint64]
}

var buildMemories = sync.Pool{New: func() any { return new(buildMemory) }}

// Build makes a segment, in memory, of records.
func Build(records []Record, of Stamp) (*Segment, error) {
	b := &Builder{Stamp: of}
	memory := buildMemories.Get().(*buildMemory) // the pool holds nothing else
	defer buildMemories.Put(memory)
	postings := &memory.postings
	var points [spaces]space
	for i := range points {
		postings[i], points[i].dim = postings[i][:0], of.Dim
	}
	labels := make(map[string][]uint32)
	for _, r := range records {
		whole := b.addArticle(article{
			change: r.Change, published: index.Seconds(r.Article.Published), changed: index.Changed(&r.Article), revision: uint32(r.Article.Revision),
			hash: r.Hash, id: r.Article.ID,
		})
		for _, l := range labelsOf(r.Record) {
			labels[l] = append(labels[l], whole)
		}
		postings[articleSpace] = appendPostings(postings[articleSpace], whole, r.ArticleEncoding.Terms)
		points[articleSpace].add(r.ArticleEncoding.Vector, r.ArticleEncoding.Signature)
		for i := range r.Passages {
			p := &r.Passages[i]
			point := b.addPassage(whole, uint32(p.Start), uint32(p.End), news.Sum(p.Text))
			postings[passageSpace] = appendPostings(postings[passageSpace], point, p.Terms)
			points[passageSpace].add(p.Vector, p.Signature)
		}
	}
	for _, l := range slices.Sorted(maps.Keys(labels)) {
		b.startLabel(l)
		b.labelled = append(b.labelled, labels[l]...)
	}
	for i := range points {
		memory.sorter.Sort(postings[i])
		b.space[i].addPostings(postings[i])
		b.space[i].addPoints(&points[i], 0, uint32(len(points[i].scale)))
	}
	return b.Segment()
}

// article is what a segment keeps of an article.
type article struct {
	change    uint64
	published int64
	changed   int64
	revision  uint32
	hash      [16]byte
	id        string
}

func (b *Builder) addArticle(a article) uint32 {
	n := uint32(len(b.change))
	b.change = append(b.change, a.change)
	b.published = append(b.published, a.published)
	b.changed = append(b.changed, a.changed)
	b.revision = append(b.revision, a.revision)
	b.hashes = append(b.hashes, a.hash[:]...)
	b.ids = append(b.ids, a.id...)
	b.idEnd = append(b.idEnd, uint32(len(b.ids)))
	b.first = append(b.first, uint32(len(b.owner)))
	return n
}

// startLabel adds a label; what is added to labelled from now on are its articles.
func (b *Builder) startLabel(name string) {
	b.labels = append(b.labels, name...)
	b.labelEnd = append(b.labelEnd, uint32(len(b.labels)))
	b.labelOff = append(b.labelOff, uint32(len(b.labelled)))
}

func (b *Builder) addPassage(owner, start, end, sum uint32) uint32 {
	b.owner = append(b.owner, owner)
	b.span = append(b.span, start, end)
	b.sums = append(b.sums, sum)
	return uint32(len(b.owner) - 1)
}

// A label is a value that a filter can ask for, with a letter for its field.
const (
	labelSource   = "s"
	labelSubject  = "t"
	labelLanguage = "l"
	labelFile     = "f" // one of index.FileKeys
	labelAuthor   = "a"
	labelSection  = "c"

	labelPerson       = "p"
	labelOrganisation = "o"
	labelPlace        = "g"

	labelOn = "n" // a key of news.Record.NoticeOn
)

// letterOf returns that of a field.
func letterOf(label news.Label) string {
	switch label {
	case news.LabelSource:
		return labelSource
	case news.LabelAuthor:
		return labelAuthor
	case news.LabelSection:
		return labelSection
	case news.LabelSubject:
		return labelSubject
	case news.LabelLanguage:
		return labelLanguage
	case news.LabelPerson:
		return labelPerson
	case news.LabelOrganisation:
		return labelOrganisation
	case news.LabelPlace:
		return labelPlace
	}
	return labelFile
}

func labelsOf(r *news.Record) []string {
	a := &r.Article
	labels := make([]string, 0, 3+len(a.Authors)+len(a.Subjects)+len(r.Entities))
	for _, field := range news.Labels() {
		for _, value := range index.Labels(a, field) {
			labels = append(labels, letterOf(field)+value)
		}
	}
	for _, e := range r.Entities {
		labels = append(labels, letterOf(news.Label(e.Kind))+e.Key)
	}
	for _, key := range r.NoticeOn {
		labels = append(labels, labelOn+key)
	}
	slices.Sort(labels)
	return slices.Compact(labels)
}

// appendPostings appends term, point and weight of every posting as one number
// that sorts in this order. That leaves 24 bits for the point: 16 million in one build.
func appendPostings(dst []uint64, point uint32, t news.Terms) []uint64 {
	for i, id := range t.IDs {
		dst = append(dst, uint64(id)<<32|uint64(point)<<8|uint64(t.Weights[i]))
	}
	return dst
}

// addPostings adds what appendPostings made, sorted.
func (s *spaceBuilder) addPostings(packed []uint64) {
	text := make([]byte, 0, 3*len(packed))
	begins := func(i int) bool { return i == 0 || packed[i]>>32 != packed[i-1]>>32 }
	terms := 0
	for i := range packed {
		if begins(i) {
			terms++
		}
	}
	s.terms, s.df, s.postOff = make([]uint32, 0, terms), make([]uint32, 0, terms), make([]uint64, 0, terms)
	last := uint32(0)
	for i, p := range packed {
		if begins(i) {
			s.addTerm(uint32(p>>32), 0, uint64(len(text)))
			last = 0
		}
		text = appendPosting(text, uint32(p)>>8-last, byte(p))
		last = uint32(p) >> 8
		s.df[len(s.df)-1]++
	}
	s.postings = inMemory(text)
}

// addTerm adds a term with how many postings it has and where they begin.
func (s *spaceBuilder) addTerm(term, df uint32, at uint64) {
	s.terms, s.df, s.postOff = append(s.terms, term), append(s.df, df), append(s.postOff, at)
}

// appendPosting appends one that is so far from the one before.
func appendPosting(dst []byte, distance uint32, weight byte) []byte {
	return append(binary.AppendUvarint(dst, uint64(distance)), weight)
}

// addPoints adds views of the vectors and signatures of points, from one to before another.
func (s *spaceBuilder) addPoints(of *space, from, to uint32) {
	if from == to {
		return
	}
	plane := uint32(of.plane())
	s.scale = append(s.scale, bytesOf(of.scale[from:to]))
	s.high, s.low = append(s.high, of.high[from*plane:to*plane]), append(s.low, of.low[from*plane:to*plane])
	first, size := of.signatures.start(from), uint32(s.signatures.size())
	for _, end := range of.signatures.end[from:to] {
		s.signatureEnd = append(s.signatureEnd, size+end-first)
	}
	s.signatures = append(s.signatures, of.signatures.text[first:of.signatures.end[to-1]])
}

// sections returns what encode lays out.
func (b *Builder) sections() (sec [allSections]section) {
	first := append(slices.Clip(b.first), uint32(len(b.owner)))
	labelOff := append(slices.Clip(b.labelOff), uint32(len(b.labelled)))
	for i, text := range map[int][]byte{
		secChange: bytesOf(b.change), secPublished: bytesOf(b.published), secChanged: bytesOf(b.changed), secRevision: bytesOf(b.revision),
		secHash: b.hashes, secIDEnd: bytesOf(b.idEnd), secIDs: b.ids,
		secFirst: bytesOf(first), secOwner: bytesOf(b.owner), secSpan: bytesOf(b.span), secSum: bytesOf(b.sums),
		secLabelEnd: bytesOf(b.labelEnd), secLabels: b.labels, secLabelOff: bytesOf(labelOff), secLabelled: bytesOf(b.labelled),
	} {
		sec[i] = inMemory(text)
	}
	for i := range b.space {
		s := &b.space[i]
		of := sec[secSpaces+i*spaceSections:]
		postOff := append(slices.Clip(s.postOff), uint64(s.postings.size))
		of[secTerms], of[secDF], of[secPostOff], of[secPostings] = inMemory(bytesOf(s.terms)), inMemory(bytesOf(s.df)), inMemory(bytesOf(postOff)), s.postings
		of[secScale], of[secHigh], of[secLow] = s.scale.section(), s.high.section(), s.low.section()
		of[secSignatureEnd], of[secSignatures] = inMemory(bytesOf(s.signatureEnd)), s.signatures.section()
	}
	return sec
}

// Write writes the segment as a file.
func (b *Builder) Write(w io.Writer) error {
	defer runtime.KeepAlive(b.merge.segs)
	sections := b.sections()
	return encode(b.merge.reading(w), &sections, b.Stamp)
}

// Segment lays the segment out in memory.
func (b *Builder) Segment() (*Segment, error) {
	defer runtime.KeepAlive(b.merge.segs)
	var buf bytes.Buffer
	sections := b.sections()
	buf.Grow(encodedSize(&sections))
	if err := encode(&buf, &sections, b.Stamp); err != nil {
		return nil, err
	}
	return parse(buf.Bytes(), b.Stamp, func([]byte) {})
}
