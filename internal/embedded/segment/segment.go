package segment

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"byline/internal/index"
	"byline/internal/news"

	"github.com/edsrzf/mmap-go"
)

// A segment file is a header, a table of sections, the sections and a
// checksum, all little-endian and aligned to 8 bytes:
//
//	magic "BYLNSEG\n" | format uint32 | encoding uint32 | dim uint32 | sections uint32
//	history of the database, 16 bytes
//	per section: offset uint64, length uint64 (bytes)
//	sections …
//	CRC-32C of everything before it, uint32
//
// Sections are used where they lie, as slices over the mapped file.
//
// Formats: 1 had whole codes; 2 has them in halves; 3 has the history, the hash
// of each article and the sum of each passage; 4 has signatures; 5 has authors and
// sections among the labels, and when an article was changed. Those before the last are made anew.
const (
	segmentMagic  = "BYLNSEG\n"
	segmentFormat = 5
	headerSize    = 8 + 4*4 + 16
)

// Stamp says what a segment was made from and for.
type Stamp struct {
	History  [16]byte // of the database
	Encoding uint32   // the version of what articles are encoded into
	Dim      int      // of the vectors
}

// The sections. A space is a set of points with sparse and dense vectors: one
// for each article, or one for each passage.
const (
	secChange    = iota // []uint64 per article
	secPublished        // []int64 per article, Unix seconds
	secChanged          // []int64 per article, see index.Changed
	secRevision         // []uint32 per article
	secHash             // 16 bytes per article: the hash of its record
	secIDEnd            // []uint32 per article: end of its ID in secIDs
	secIDs              // bytes
	secFirst            // []uint32 per article, and one more: its first passage
	secOwner            // []uint32 per passage: its article
	secSpan             // []uint32 per passage, two each: start and end in the body
	secSum              // []uint32 per passage: news.Sum of its text
	secLabelEnd         // []uint32 per label: end of its name in secLabels
	secLabels           // bytes, names ascending
	secLabelOff         // []uint32 per label, and one more: its articles in secLabelled
	secLabelled         // []uint32, ascending articles of each label
	secSpaces           // from here on the sections of the two spaces
)

// The sections of a space.
const (
	secTerms        = iota // []uint32 ascending
	secDF                  // []uint32 per term: number of postings
	secPostOff             // []uint64 per term, and one more: its postings in secPostings
	secPostings            // per posting: distance from the one before as uvarint, weight byte
	secScale               // []float32 per point; 0: no vector
	secHigh                // bytes, dim/2 (rounded up) per point: the upper halves of its codes
	secLow                 // the same of the lower halves
	secSignatureEnd        // []uint32 per point: end of its signature in secSignatures
	secSignatures          // bytes
	spaceSections
)

const (
	articleSpace = iota
	passageSpace
	spaces
	allSections = secSpaces + spaces*spaceSections
)

// Segment is an immutable set of articles and the structures to search them.
type Segment struct {
	Name     string // of the file, as whoever opened it calls it; empty while it is only in memory
	Encoding uint32 // the version of what its articles were encoded into
	size     int
	mapped   []byte // the file; nil while it is only in memory

	change    []uint64
	byChange  []uint32 // see changeOrder; not in the file
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

	labelEnd   []uint32
	labels     []byte
	labelOff   []uint32
	labelled   []uint32
	source     []uint32 // per article, its outlet; not in the file
	outlets    []string // by source; not in the file
	earliest   int64    // of published, where that is known; after latest if it never is
	latest     int64
	ofArticles struct { // not in the file; made when facets are counted first
		once   sync.Once
		labels articleLabels
	}

	space [spaces]space
}

// space is a set of points of one kind.
type space struct {
	points   int
	terms    []uint32
	df       []uint32
	postOff  []uint64
	postings []byte
	dense
	signatures signatures
}

// add adds a point, but for its postings.
func (s *space) add(v news.Vector, signature news.Signature) {
	s.dense.add(v)
	s.signatures.add([]byte(signature))
}

// signatures are those of the points of a space.
type signatures struct {
	end  []uint32
	text []byte
}

func (s *signatures) add(signature []byte) {
	s.text = append(s.text, signature...)
	s.end = append(s.end, uint32(len(s.text)))
}

// of returns the signature of a point for as long as the segment is in use.
func (s *signatures) of(point uint32) []byte { return s.text[s.start(point):s.end[point]] }

// start is where the signature of a point begins.
func (s *signatures) start(point uint32) uint32 {
	if point == 0 {
		return 0
	}
	return s.end[point-1]
}

// fit reports whether there is one for each point.
func (s *signatures) fit(points int) bool {
	last := uint32(0)
	for _, end := range s.end {
		if end < last || int(end) > len(s.text) {
			return false
		}
		last = end
	}
	return len(s.end) == points
}

// Size returns how many bytes it takes.
func (s *Segment) Size() int { return s.size }

// LetGo frees the memory of what was read once of its file, which is still there to be read.
func (s *Segment) LetGo() {
	if s.mapped != nil {
		letGo(s.mapped)
	}
}

// Articles returns how many articles are in it, those with tombstones included.
func (s *Segment) Articles() int { return len(s.change) }

// Passages returns how many passages are in it.
func (s *Segment) Passages() int { return len(s.owner) }

// hash returns that of the record of an article.
func (s *Segment) hash(article uint32) [16]byte { return [16]byte(s.hashes[16*article:]) }

// ID returns the ID of an article. It is a copy: the segment may be unmapped.
func (s *Segment) ID(article uint32) string {
	return strings.Clone(s.idView(article))
}

// idView returns the ID of an article for as long as the segment is in use.
func (s *Segment) idView(article uint32) string {
	start := uint32(0)
	if article > 0 {
		start = s.idEnd[article-1]
	}
	b := s.ids[start:s.idEnd[article]]
	return unsafe.String(unsafe.SliceData(b), len(b))
}

func (s *Segment) label(i int) string {
	start := uint32(0)
	if i > 0 {
		start = s.labelEnd[i-1]
	}
	b := s.labels[start:s.labelEnd[i]]
	return unsafe.String(unsafe.SliceData(b), len(b))
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli) // that is never changed

// encode writes sections as a segment file.
func encode(w io.Writer, sections *[allSections]section, of Stamp) error {
	sum := crc32.New(castagnoli)
	out := bufio.NewWriterSize(io.MultiWriter(w, sum), 1<<16)
	le := binary.LittleEndian
	head := []byte(segmentMagic)
	for _, v := range []uint32{segmentFormat, of.Encoding, uint32(of.Dim), allSections} {
		head = le.AppendUint32(head, v)
	}
	head = append(head, of.History[:]...)
	offset := headerSize + allSections*16
	for _, s := range sections {
		head = le.AppendUint64(le.AppendUint64(head, uint64(offset)), uint64(s.size))
		offset += align(s.size)
	}
	if _, err := out.Write(head); err != nil {
		return err
	}
	var padding [8]byte
	for _, s := range sections {
		if err := s.write(out); err != nil {
			return err
		}
		if _, err := out.Write(padding[:align(s.size)-s.size]); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	_, err := w.Write(le.AppendUint32(nil, sum.Sum32()))
	return err
}

func encodedSize(sections *[allSections]section) int {
	n := headerSize + allSections*16 + 4
	for _, s := range sections {
		n += align(s.size)
	}
	return n
}

func align(n int) int { return (n + 7) &^ 7 }

// Open maps a segment file and checks it. The error says why it cannot be used:
// it is of another database, format or embedder, damaged, or not there. Its articles may
// have been encoded by another version.
func Open(path string, of Stamp) (*Segment, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read, and the mapping outlives it
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("mapping: %w", err)
	}
	s, err := parse(m, of, letGo)
	if err != nil {
		_ = m.Unmap()
		return nil, err
	}
	s.mapped = m
	// Searches hold on to the segment, not to the slices over it, so the
	// mapping can go when the last of them has finished.
	runtime.AddCleanup(s, func(m mmap.MMap) { _ = m.Unmap() }, m)
	return s, nil
}

// checksum reads data a part at a time, and tells of each part when it is done with it.
func checksum(data []byte, read func([]byte)) (sum uint32) {
	for part := range slices.Chunk(data, readTogether) {
		sum = crc32.Update(sum, castagnoli, part)
		read(part)
	}
	return sum
}

// parse reads a segment in place. Every length is checked here, so that
// a search can trust what it finds. What it read once it tells of.
func parse(data []byte, of Stamp, read func([]byte)) (*Segment, error) {
	if len(data) < headerSize+4 || string(data[:8]) != segmentMagic {
		return nil, fmt.Errorf("not a segment file")
	}
	le := binary.LittleEndian
	body, sum := data[:len(data)-4], le.Uint32(data[len(data)-4:])
	if format := le.Uint32(data[8:]); format != segmentFormat {
		return nil, fmt.Errorf("of another version (format %d)", format)
	}
	if checksum(body, read) != sum {
		return nil, fmt.Errorf("damaged: wrong checksum")
	}
	if h := [16]byte(data[24:40]); h != of.History {
		return nil, fmt.Errorf("of another database (history %x, not %x)", h, of.History)
	}
	dim, n := int(le.Uint32(data[16:])), int(le.Uint32(data[20:]))
	if dim != of.Dim {
		return nil, fmt.Errorf("its vectors have %d dimensions, not %d", dim, of.Dim)
	}
	if n != allSections || len(body) < headerSize+n*16 {
		return nil, fmt.Errorf("damaged: %d sections", n)
	}
	var sec [allSections][]byte
	for i := range sec {
		off, length := le.Uint64(data[headerSize+16*i:]), le.Uint64(data[headerSize+16*i+8:])
		if off%8 != 0 || off > uint64(len(body)) || length > uint64(len(body))-off {
			return nil, fmt.Errorf("damaged: section %d", i)
		}
		sec[i] = body[off : off+length]
	}
	s := &Segment{
		size: len(data), Encoding: le.Uint32(data[12:]),
		change: view[uint64](sec[secChange]), published: view[int64](sec[secPublished]), changed: view[int64](sec[secChanged]), revision: view[uint32](sec[secRevision]), hashes: sec[secHash],
		idEnd: view[uint32](sec[secIDEnd]), ids: sec[secIDs], first: view[uint32](sec[secFirst]),
		owner: view[uint32](sec[secOwner]), span: view[uint32](sec[secSpan]), sums: view[uint32](sec[secSum]),
		labelEnd: view[uint32](sec[secLabelEnd]), labels: sec[secLabels],
		labelOff: view[uint32](sec[secLabelOff]), labelled: view[uint32](sec[secLabelled]),
	}
	for i := range s.space {
		of := sec[secSpaces+i*spaceSections:]
		s.space[i] = space{
			terms: view[uint32](of[secTerms]), df: view[uint32](of[secDF]), postOff: view[uint64](of[secPostOff]), postings: of[secPostings],
			dense:      dense{dim: dim, scale: view[float32](of[secScale]), high: of[secHigh], low: of[secLow]},
			signatures: signatures{view[uint32](of[secSignatureEnd]), of[secSignatures]},
		}
	}
	s.space[articleSpace].points, s.space[passageSpace].points = s.Articles(), s.Passages()
	if err := s.check(); err != nil {
		return nil, err
	}
	if s.source, s.outlets = s.sources(); s.outlets == nil {
		return nil, fmt.Errorf("damaged: articles of outlets that are not here")
	}
	s.byChange = s.changeOrder()
	s.earliest, s.latest = math.MaxInt64, math.MinInt64
	for _, t := range s.published {
		if t != index.UnknownDate {
			s.earliest, s.latest = min(s.earliest, t), max(s.latest, t)
		}
	}
	return s, nil
}

// sources turns the lists of the articles of each outlet around. There are no
// outlets if one has articles that the segment has not.
func (s *Segment) sources() (of []uint32, outlets []string) {
	of, outlets = make([]uint32, s.Articles()), []string{""}
	for i := range s.labelEnd {
		name, ok := strings.CutPrefix(s.label(i), labelSource)
		if !ok {
			continue
		}
		for _, a := range s.labelled[s.labelOff[i]:s.labelOff[i+1]] {
			if int(a) >= len(of) {
				return nil, nil
			}
			of[a] = uint32(len(outlets))
		}
		outlets = append(outlets, strings.Clone(name)) // the segment may be unmapped
	}
	return of, outlets
}

// isWithin reports whether places in a list of a length never go back.
func isWithin(places []uint32, length int) bool {
	return slices.IsSorted(places) && (len(places) == 0 || int(places[len(places)-1]) <= length)
}

// check holds the lengths of the sections against each other.
func (s *Segment) check() error {
	a, p := s.Articles(), s.Passages()
	ok := len(s.published) == a && len(s.changed) == a && len(s.revision) == a && len(s.hashes) == 16*a && len(s.idEnd) == a && len(s.first) == a+1 &&
		len(s.span) == 2*p && len(s.sums) == p &&
		len(s.labelOff) == len(s.labelEnd)+1 && isWithin(s.labelEnd, len(s.labels)) && isWithin(s.labelOff, len(s.labelled))
	for _, sp := range s.space {
		ok = ok && len(sp.df) == len(sp.terms) && len(sp.postOff) == len(sp.terms)+1 && sp.dense.fits(sp.points) && sp.signatures.fit(sp.points)
	}
	if !ok {
		return fmt.Errorf("damaged: sections do not fit together")
	}
	return nil
}

type number interface {
	~int8 | ~uint32 | ~uint64 | ~int64 | ~float32
}

// view reads bytes as numbers in place. Segments are little-endian, as are the
// machines that Go compiles byline for (amd64, arm64).
func view[T number](b []byte) []T {
	var zero T
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(zero)))
}

// bytesOf is the reverse of view.
func bytesOf[T number](v []T) []byte {
	var zero T
	if len(v) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), len(v)*int(unsafe.Sizeof(zero)))
}
