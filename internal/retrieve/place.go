package retrieve

import (
	"encoding/base64"
	"encoding/binary"
	"maps"
	"slices"

	"byline/internal/news"
)

// listPlace is a place in a list by relevance: the articles of the ranking that were
// listed, and where the list by date behind them goes on.
type listPlace struct {
	shown  map[uint64]bool // by hashOf
	others string          // a cursor of index.Searcher.Set; empty: its beginning
}

// hashBytes is how many bytes of a cursor an article takes.
const hashBytes = 6

// show notes that a hit is listed, with the copies that it stands for.
func (p *listPlace) show(h *news.Hit) {
	p.shown[hashOf(h.Article.ID)] = true
	for _, c := range h.Copies {
		p.shown[hashOf(c.ID)] = true
	}
}

// String is the place as a caller gets it and gives it back.
func (p *listPlace) String() string {
	b := binary.BigEndian.AppendUint16(nil, uint16(len(p.shown)))
	for _, h := range slices.Sorted(maps.Keys(p.shown)) {
		b = append(b, binary.BigEndian.AppendUint64(nil, h)[8-hashBytes:]...)
	}
	return base64.RawURLEncoding.EncodeToString(append(b, p.others...))
}

// parsePlace reads what String wrote; "" is the beginning of a list. The error is of
// kind invalid, for the field "cursor".
func parsePlace(s string) (*listPlace, error) {
	p := &listPlace{shown: map[uint64]bool{}}
	if s == "" {
		return p, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	const head = 2
	if err != nil || len(b) < head || len(b) < head+hashBytes*int(binary.BigEndian.Uint16(b)) {
		return nil, news.InvalidField("cursor", "is not a cursor that a search in this order returned")
	}
	n := hashBytes * int(binary.BigEndian.Uint16(b))
	for h := range slices.Chunk(b[head:head+n], hashBytes) {
		p.shown[binary.BigEndian.Uint64(append(make([]byte, 8-hashBytes, 8), h...))] = true
	}
	p.others = string(b[head+n:])
	return p, nil
}
