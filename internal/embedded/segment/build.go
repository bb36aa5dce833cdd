package segment

import (
	"bytes"
	"encoding/binary"
	"io"
	"maps"
	"slices"
	"sync"

	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/spread"
)

// Builder collects the sections of a segment. Points are added in order, then
// the postings of each space term by term.
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
	labels    map[string][]uint32 // name -> articles, ascending
	space     [spaces]spaceBuilder
}

// spaceBuilder collects the sections of a space.
type spaceBuilder struct {
	terms    []uint32
	df       []uint32
	postOff  []uint64
	postings []byte
	last     uint32 // point of the last posting of the term under way
	dense
	signatures signatures
}

func newBuilder(of Stamp) *Builder {
	b := &Builder{Stamp: of, labels: make(map[string][]uint32)}
	for i := range b.space {
		b.space[i].dim = of.Dim
	}
	return b
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
	b := newBuilder(of)
	memory := buildMemories.Get().(*buildMemory) // the pool holds nothing else
	defer buildMemories.Put(memory)
	postings := &memory.postings
	for i := range postings {
		postings[i] = postings[i][:0]
	}
	for _, r := range records {
		whole := b.addArticle(article{
			change: r.Change, published: index.Seconds(r.Article.Published), changed: index.Changed(&r.Article), revision: uint32(r.Article.Revision),
			hash: r.Hash, id: r.Article.ID, labels: labelsOf(r.Record),
		})
		postings[articleSpace] = appendPostings(postings[articleSpace], whole, r.ArticleEncoding.Terms)
		b.space[articleSpace].dense.add(r.ArticleEncoding.Vector)
		b.space[articleSpace].signatures.add([]byte(r.ArticleEncoding.Signature))
		for i := range r.Passages {
			p := &r.Passages[i]
			point := b.addPassage(whole, uint32(p.Start), uint32(p.End), news.Sum(p.Text))
			postings[passageSpace] = appendPostings(postings[passageSpace], point, p.Terms)
			b.space[passageSpace].dense.add(p.Vector)
			b.space[passageSpace].signatures.add([]byte(p.Signature))
		}
	}
	for i := range postings {
		memory.sorter.Sort(postings[i])
		b.space[i].addPostings(postings[i])
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
	labels    []string
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
	for _, l := range a.labels {
		b.labels[l] = append(b.labels[l], n)
	}
	return n
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
	s.postings = make([]byte, 0, 3*len(packed))
	begins := func(i int) bool { return i == 0 || packed[i]>>32 != packed[i-1]>>32 }
	terms := 0
	for i := range packed {
		if begins(i) {
			terms++
		}
	}
	s.terms, s.df, s.postOff = make([]uint32, 0, terms), make([]uint32, 0, terms), make([]uint64, 0, terms)
	for i, p := range packed {
		if begins(i) {
			s.startTerm(uint32(p >> 32))
		}
		s.addPosting(uint32(p)>>8, byte(p))
	}
}

func (s *spaceBuilder) startTerm(term uint32) {
	s.terms = append(s.terms, term)
	s.df = append(s.df, 0)
	s.postOff = append(s.postOff, uint64(len(s.postings)))
	s.last = 0
}

func (s *spaceBuilder) addPosting(point uint32, weight byte) {
	s.postings = binary.AppendUvarint(s.postings, uint64(point-s.last))
	s.postings = append(s.postings, weight)
	s.last = point
	s.df[len(s.df)-1]++
}

// sections returns what finish and write lay out.
func (b *Builder) sections() (sec [allSections][]byte) {
	first := append(slices.Clip(b.first), uint32(len(b.owner)))
	sec[secChange], sec[secPublished], sec[secRevision] = bytesOf(b.change), bytesOf(b.published), bytesOf(b.revision)
	sec[secIDEnd], sec[secIDs], sec[secFirst] = bytesOf(b.idEnd), b.ids, bytesOf(first)
	sec[secHash], sec[secChanged] = b.hashes, bytesOf(b.changed)
	sec[secOwner], sec[secSpan], sec[secSum] = bytesOf(b.owner), bytesOf(b.span), bytesOf(b.sums)
	b.labelSections(&sec)
	for i := range b.space {
		s := &b.space[i]
		of := sec[secSpaces+i*spaceSections:]
		postOff := append(slices.Clip(s.postOff), uint64(len(s.postings)))
		of[secTerms], of[secDF], of[secPostOff], of[secPostings] = bytesOf(s.terms), bytesOf(s.df), bytesOf(postOff), s.postings
		of[secScale], of[secHigh], of[secLow] = bytesOf(s.scale), s.high, s.low
		of[secSignatureEnd], of[secSignatures] = bytesOf(s.signatures.end), s.signatures.text
	}
	return sec
}

func (b *Builder) labelSections(sec *[allSections][]byte) {
	var ends, offs, labelled []uint32
	var text []byte
	for _, l := range slices.Sorted(maps.Keys(b.labels)) {
		text = append(text, l...)
		ends = append(ends, uint32(len(text)))
		offs = append(offs, uint32(len(labelled)))
		labelled = append(labelled, b.labels[l]...)
	}
	offs = append(offs, uint32(len(labelled)))
	sec[secLabelEnd], sec[secLabels], sec[secLabelOff], sec[secLabelled] = bytesOf(ends), text, bytesOf(offs), bytesOf(labelled)
}

// Write writes the segment as a file.
func (b *Builder) Write(w io.Writer) error {
	sections := b.sections()
	return encode(w, &sections, b.Stamp)
}

// Segment lays the segment out in memory.
func (b *Builder) Segment() (*Segment, error) {
	var buf bytes.Buffer
	sections := b.sections()
	buf.Grow(encodedSize(&sections))
	if err := encode(&buf, &sections, b.Stamp); err != nil {
		return nil, err
	}
	return parse(buf.Bytes(), b.Stamp)
}
