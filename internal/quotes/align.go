package quotes

// Scores of an alignment, in the unit of the weights of words.
const (
	replaced = 3 // a word stands in the place of another
	skipped  = 4 // a word of one side has none on the other
)

// step is how an alignment goes on.
type step byte

// The steps of an alignment.
const (
	stop   step = iota // it begins here
	pair               // a word of each side, the same or not
	missed             // a word of the body that the quote does not have
	extra              // a word of the quote that the body does not have
)

// alignment is the best way to lay a quote along a body: quote[from:to] on
// body[start:end].
type alignment struct {
	from, to   int
	start, end int
	score      int
	same       int // words that are the same
	steps      []step
}

// aligner aligns. It keeps the memory that it works in, so one serves one goroutine.
type aligner struct {
	scores []int32
	steps  []step
	places map[uint32][]int32 // where each word of the quote stands
	some   sumFilter          // of places
	votes  []int32
}

// spread is how many words a quote may gain or lose on its way along a body, beside
// a share of its length, before its ends are not found.
const spread = 24

// maxCells bounds the memory and time of one alignment.
const maxCells = 1 << 20

// align lays a quote along the part of a body where most of its words stand in
// their places. It is false where the body has none of the words.
func (x *aligner) align(quote, body []word) (alignment, bool) {
	from, to, ok := x.window(quote, body)
	if !ok {
		return alignment{}, false
	}
	out := x.local(quote, body[from:to])
	out.start, out.end = out.start+from, out.end+from
	return out, out.same > 0
}

// window returns the part of a body that a quote is looked for in: around the
// place from which most of its words, by weight, are as far away as in the quote.
// Where the quote leaves something out, it is all from there on that can be aligned.
func (x *aligner) window(quote, body []word) (from, to int, ok bool) {
	n := len(quote)
	x.places = placesOf(x.places, quote)
	x.votes = append(x.votes[:0], make([]int32, n+len(body)+1)...)
	omits := false
	for _, w := range quote {
		omits = omits || w.omission || w.parted
	}
	x.some = sumFilter{}
	for _, w := range quote {
		x.some.add(w.sum)
	}
	for j, w := range body {
		if !x.some.mayHave(w.sum) {
			continue
		}
		for _, i := range x.places[w.sum] {
			x.votes[j-int(i)+n] += int32(quote[i].weight) // both are small
		}
	}
	band := spread/2 + n/8
	sum, best, at := int32(0), int32(0), 0
	for d := range x.votes { // of each place, the votes of band places before it
		sum += x.votes[d]
		if d >= band {
			sum -= x.votes[d-band]
		}
		if sum > best {
			best, at = sum, d
		}
	}
	from, to = max(0, at-n-2*band), min(len(body), at+band+1)
	if omits {
		most := maxCells / max(1, n)
		from, to = max(0, min(from, len(body)-most)), min(len(body), from+most)
		if len(body) <= most {
			from, to = 0, len(body)
		}
	}
	return from, to, best > 0 && from < to
}

// placesOf tells where each word stands.
func placesOf(into map[uint32][]int32, quote []word) map[uint32][]int32 {
	if into == nil {
		into = make(map[uint32][]int32, len(quote))
	}
	clear(into)
	for i, w := range quote {
		into[w.sum] = append(into[w.sum], int32(i)) // a quote is short
	}
	return into
}

// local finds the best local alignment (Smith and Waterman, 1981) with a cost for
// each word that is replaced, missed or extra. To miss words where the quote says
// that it leaves some out costs nothing, nor does anything within brackets.
func (x *aligner) local(quote, body []word) alignment {
	m := len(body) + 1
	x.scores = append(x.scores[:0], make([]int32, 2*m)...)
	x.steps = append(x.steps[:0], make([]step, (len(quote)+1)*m)...)
	before, now := x.scores[:m], x.scores[m:]
	best, bi, bj := int32(0), 0, 0
	for i := 1; i <= len(quote); i++ {
		w := &quote[i-1]
		row := x.steps[i*m : (i+1)*m]
		change, more := costs(w)
		miss := missCost(quote, i)
		now[0] = 0
		for j := 1; j < m; j++ {
			score, how := before[j-1]-change, pair
			if w.sum == body[j-1].sum {
				score = before[j-1] + int32(w.weight)
			}
			if s := now[j-1] - miss; s > score {
				score, how = s, missed
			}
			if s := before[j] - more; s > score {
				score, how = s, extra
			}
			if score <= 0 {
				score, how = 0, stop
			}
			now[j], row[j] = score, how
			if score > best {
				best, bi, bj = score, i, j
			}
		}
		before, now = now, before
	}
	return x.trace(quote, body, bi, bj, int(best))
}

// costs are those of a word of the quote that has another, or none, at its place.
func costs(w *word) (change, more int32) {
	if w.bracketed {
		return 0, 0
	}
	return replaced, skipped
}

// missCost is that of a word of the body between the words i-1 and i of a quote.
func missCost(quote []word, i int) int32 {
	if i < len(quote) && (quote[i].omission || quote[i].parted) {
		return 0
	}
	if quote[i-1].bracketed || i < len(quote) && quote[i].bracketed {
		return 1
	}
	return skipped
}

// trace goes back along the best alignment from its end.
func (x *aligner) trace(quote, body []word, i, j, score int) alignment {
	m := len(body) + 1
	out := alignment{to: i, end: j, score: score}
	for i > 0 && j > 0 && x.steps[i*m+j] != stop {
		how := x.steps[i*m+j]
		out.steps = append(out.steps, how)
		switch how {
		case pair:
			i, j = i-1, j-1
			if quote[i].sum == body[j].sum && !quote[i].bracketed {
				out.same++
			}
		case missed:
			j--
		default:
			i--
		}
	}
	out.from, out.start = i, j
	return out
}
