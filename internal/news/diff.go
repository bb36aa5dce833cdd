package news

import (
	"slices"
	"strings"
	"unicode"
)

// DiffOp says where a piece of text stands of two versions.
type DiffOp string

// Where a piece of text stands.
const (
	DiffSame    DiffOp = "same"    // in both
	DiffRemoved DiffOp = "removed" // in the one before
	DiffAdded   DiffOp = "added"   // in the one after
)

// DiffPart is a piece of text of one or two versions.
type DiffPart struct {
	Op   DiffOp
	Text string
}

// Diff tells how one text became another. What is the same and what was removed make
// up the one before, what is the same and what was added the one after. It is made to
// be read: paragraphs are compared first, then the words of those that changed, and a
// few words that are the same between changes count as changed.
func Diff(before, after string) []DiffPart {
	var d differ
	d.compare(paragraphs(before), paragraphs(after), func(from, to []string) {
		d.compare(words(strings.Join(from, "")), words(strings.Join(to, "")), d.replace)
		d.flush()
	})
	d.flush()
	return d.parts
}

// paragraphs are the lines of a text, each with what ends it.
func paragraphs(text string) []string { return slices.Collect(strings.Lines(text)) }

// words are those of a text, each with the white space behind it.
func words(text string) []string {
	var out []string
	for text != "" {
		end := strings.IndexFunc(text, unicode.IsSpace)
		if end < 0 {
			return append(out, text)
		}
		end = len(text) - len(strings.TrimLeftFunc(text[end:], unicode.IsSpace))
		out = append(out, text[:end])
		text = text[end:]
	}
	return out
}

// differ collects parts. What changes is held back, so that what is next to it joins it.
type differ struct {
	parts          []DiffPart
	removed, added strings.Builder
}

// fewestSame is how many pieces that are the same stand by themselves between changes.
const fewestSame = 3

// mostCells bounds the work for two lists: their lengths multiplied.
const mostCells = 4 << 20

// compare finds the pieces that two lists have in common, in order, the most there are,
// and hands what lies between to changed.
func (d *differ) compare(from, to []string, changed func(from, to []string)) {
	start := 0
	for start < len(from) && start < len(to) && from[start] == to[start] {
		start++
	}
	end := 0
	for end < len(from)-start && end < len(to)-start && from[len(from)-1-end] == to[len(to)-1-end] {
		end++
	}
	d.same(from[:start])
	d.between(from[start:len(from)-end], to[start:len(to)-end], changed)
	d.same(from[len(from)-end:])
}

func (d *differ) between(from, to []string, changed func(from, to []string)) {
	if len(from) == 0 || len(to) == 0 || len(from)*len(to) > mostCells {
		if len(from)+len(to) > 0 {
			d.replace(from, to)
		}
		return
	}
	common := commonLengths(from, to)
	i, j := 0, 0
	for i < len(from) || j < len(to) {
		k := 0
		for i+k < len(from) && j+k < len(to) && from[i+k] == to[j+k] {
			k++
		}
		if k >= fewestSame || k > 0 && (i+k == len(from) && j+k == len(to) || strings.Contains(from[i], "\n")) {
			d.same(from[i : i+k])
			i, j = i+k, j+k
			continue
		}
		fromEnd, toEnd := i+k, j+k
		for (fromEnd < len(from) || toEnd < len(to)) && (fromEnd == len(from) || toEnd == len(to) || from[fromEnd] != to[toEnd]) {
			if toEnd == len(to) || fromEnd < len(from) && common[fromEnd+1][toEnd] >= common[fromEnd][toEnd+1] {
				fromEnd++
			} else {
				toEnd++
			}
		}
		changed(from[i:fromEnd], to[j:toEnd])
		i, j = fromEnd, toEnd
	}
}

// commonLengths are, for each place in two lists, how many pieces what follows has in common.
func commonLengths(from, to []string) [][]int32 {
	out := make([][]int32, len(from)+1)
	for i := range out {
		out[i] = make([]int32, len(to)+1)
	}
	for i := len(from) - 1; i >= 0; i-- {
		for j := len(to) - 1; j >= 0; j-- {
			if from[i] == to[j] {
				out[i][j] = out[i+1][j+1] + 1
			} else {
				out[i][j] = max(out[i+1][j], out[i][j+1])
			}
		}
	}
	return out
}

func (d *differ) same(pieces []string) {
	if len(pieces) == 0 {
		return
	}
	d.flush()
	d.add(DiffSame, strings.Join(pieces, ""))
}

func (d *differ) replace(from, to []string) {
	d.removed.WriteString(strings.Join(from, ""))
	d.added.WriteString(strings.Join(to, ""))
}

// flush writes what was held back.
func (d *differ) flush() {
	d.add(DiffRemoved, d.removed.String())
	d.add(DiffAdded, d.added.String())
	d.removed.Reset()
	d.added.Reset()
}

func (d *differ) add(op DiffOp, text string) {
	switch last := len(d.parts) - 1; {
	case text == "":
	case last >= 0 && d.parts[last].Op == op:
		d.parts[last].Text += text
	default:
		d.parts = append(d.parts, DiffPart{op, text})
	}
}

// HasPhrase reports whether an article has words in its headline or its text, whatever
// the case, the white space and the form of quotation marks and dashes.
func HasPhrase(a *Article, phrase string) bool {
	phrase = plain(phrase)
	return phrase != "" && (strings.Contains(plain(a.Body), phrase) || strings.Contains(plain(a.Headline), phrase))
}

func plain(text string) string {
	text = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "‘", "'", "’", "'", "–", "-", "—", "-").Replace(text)
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}

// Phrase tells between which versions of an article words stood in it.
type Phrase struct {
	Since   *Revision // the first version with them; nil: none has them
	Dropped *Revision // the first version after that without them, if the current one has none
}

// FindPhrase looks for words in versions, which are the newest first.
func FindPhrase(revisions []Revision, phrase string) (p Phrase) {
	for i := range slices.Backward(revisions) {
		r := &revisions[i]
		switch has := HasPhrase(&r.Article, phrase); {
		case has && p.Since == nil:
			p.Since = r
		case has:
			p.Dropped = nil
		case p.Since != nil && p.Dropped == nil:
			p.Dropped = r
		}
	}
	return p
}
