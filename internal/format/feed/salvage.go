package feed

import (
	"bytes"
	"net/url"
	"regexp"
	"time"
)

// maxHeader bounds, in bytes, what may stand before the first entry of a damaged
// feed, for it is read once more with every entry.
const maxHeader = 64 << 10

var (
	opening = regexp.MustCompile(`(?i)<(item|(?:\w+:)?entry)[\s>]`)
	closing = regexp.MustCompile(`(?i)</(?:item|(?:\w+:)?entry)\s*>`)
	opened  = regexp.MustCompile(`(?i)<channel[\s>]`)
	closed  = regexp.MustCompile(`(?i)</channel\s*>`)
)

// closeEntries closes each entry that is open where the next one begins, which else
// would be a part of it.
func closeEntries(data []byte) []byte {
	var b bytes.Buffer
	at := 0
	begins := opening.FindAllSubmatchIndex(data, -1)
	for i, begin := range begins[:max(0, len(begins)-1)] {
		next := begins[i+1][0]
		b.Write(data[at:next])
		if at = next; !closing.Match(data[begin[0]:next]) {
			b.WriteString("</" + string(data[begin[2]:begin[3]]) + ">")
		}
	}
	b.Write(data[at:])
	return b.Bytes()
}

// salvage reads the entries of a feed that is damaged or cut short one by one, so
// that only those that are themselves damaged are lost.
func salvage(data []byte, at *url.URL, loc *time.Location) []Result {
	first, start := opening.FindIndex(data), root.FindIndex(data)
	if first == nil || start == nil || first[0] > maxHeader || start[0] > first[0] {
		return nil
	}
	header := data[:first[0]]
	name := bytes.Fields(bytes.Trim(data[start[0]:start[1]], "<> \t\r\n"))[0]
	footer := append(append([]byte("</"), name...), '>')
	if opened.Match(header) && !closed.Match(header) {
		footer = append([]byte("</channel>"), footer...)
	}
	var results []Result
	for rest := data[first[0]:]; ; {
		begin := opening.FindIndex(rest)
		if begin == nil {
			return results
		}
		rest = rest[begin[0]:]
		end := closing.FindIndex(rest)
		if end == nil {
			return results
		}
		f, err := parse(bytes.Join([][]byte{header, rest[:end[1]], footer}, nil))
		if err == nil {
			entry, _ := entries(f, at, loc)
			results = append(results, entry...)
		}
		rest = rest[end[1]:]
	}
}
