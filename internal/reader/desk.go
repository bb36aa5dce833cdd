package reader

import (
	"math"

	"byline/internal/news"
)

// desk is where a few excerpts are computed together. One goroutine at a time sits at it.
type desk struct {
	model   *Model
	starts  []int // rows where excerpts begin, and where the last one ends
	ids     []int32
	inside  []news.Span // for each excerpt, the rows of its sentence, from its own first row
	spans   []news.Span // for each row, the word in the text
	x       []float32   // rows of width
	wide    []float32   // rows of inner or of 3 × width
	narrow  []float32   // rows of width
	mixed   []float32   // rows of width
	rounded rows
	keys    []float32 // of one head, turned: headWidth rows of numbers for each token
	shares  []float32 // of attention, tileRows rows of tokens
	odds    []float32 // outputs for each row
}

func newDesk(m *Model) *desk {
	h := m.header
	n := (atOnce*h.Longest + tileRows - 1) / tileRows * tileRows
	padded := (h.Longest + headWidth - 1) / headWidth * headWidth
	wide := max(h.Inner, 3*h.Width)
	return &desk{
		model: m, x: make([]float32, n*h.Width), wide: make([]float32, n*wide), narrow: make([]float32, n*h.Width), mixed: make([]float32, n*h.Width),
		rounded: rows{codes: make([]byte, n*max(h.Inner, h.Width)), scales: make([]float32, n)},
		keys:    make([]float32, headWidth*padded), shares: make([]float32, tileRows*padded),
		odds: make([]float32, n*outputs),
	}
}

// compute runs the model over a few excerpts beside a question or a statement.
func (d *desk) compute(asked []piece, excerpts []news.Excerpt) {
	d.starts, d.ids, d.inside, d.spans = append(d.starts[:0], 0), d.ids[:0], d.inside[:0], d.spans[:0]
	for _, x := range excerpts {
		d.add(asked, x)
	}
	d.run()
}

// reading is that of an excerpt that was computed.
func (d *desk) reading(i int) news.Reading {
	from, to := d.starts[i], d.starts[i+1]
	return readingOf(d.odds[from*outputs:to*outputs], d.inside[i], d.spans[from:to])
}

// entails is how likely an excerpt that was computed bears what stood beside it.
func (d *desk) entails(i int) float64 { return float64(d.odds[d.starts[i]*outputs+3]) }

// add puts a pair into rows: [CLS] question or statement [SEP] sentence [SEP] headline [SEP].
func (d *desk) add(asked []piece, x news.Excerpt) {
	v, longest := d.model.words, d.model.header.Longest
	put := func(pieces ...piece) {
		for _, p := range pieces {
			d.ids, d.spans = append(d.ids, p.id), append(d.spans, p.Span)
		}
	}
	put(piece{id: v.first})
	put(asked...)
	put(piece{id: v.end})
	first := len(asked) + 2
	text := v.pieces(x.Text, longest-first-1)
	put(text...)
	put(piece{id: v.end})
	d.inside = append(d.inside, news.Span{Start: first, End: first + len(text)})
	if room := longest - first - len(text) - 2; room > 0 {
		if headline := v.pieces(x.Headline, room); len(headline) > 0 {
			put(headline...)
			put(piece{id: v.end})
		}
	}
	d.starts = append(d.starts, len(d.ids))
}

// run runs the model over the rows.
func (d *desk) run() {
	m, width := d.model, d.model.header.Width
	n := (len(d.ids) + tileRows - 1) / tileRows * tileRows
	d.x, d.mixed = d.x[:n*width], d.mixed[:n*width]
	clear(d.x[len(d.ids)*width:])
	clear(d.mixed[len(d.ids)*width:])
	for i, start := range d.starts[:len(d.starts)-1] {
		for r := start; r < d.starts[i+1]; r++ {
			part := 0
			if r-start >= d.inside[i].Start {
				part = width
			}
			m.embed(d.x[r*width:(r+1)*width], d.ids[r], r-start, m.parts[part:part+width])
		}
	}
	for i := range m.layers {
		m.layers[i].compute(d)
	}
	for r := range d.ids {
		row := d.x[r*width : (r+1)*width]
		for o := range outputs {
			sum := m.bias[o]
			for i, w := range m.head[o*width : (o+1)*width] {
				sum += float32(w * row[i]) // rounded, as everywhere
			}
			d.odds[r*outputs+o] = sum
		}
	}
}

// embed sets row to the vector of a piece at a place.
func (m *Model) embed(row []float32, id int32, place int, part []float32) {
	codes, scale := m.table[int(id)*len(row):], m.scales[id]
	at := m.places[place*len(row):]
	for i := range row {
		row[i] = float32(scale*float32(int8(codes[i]))) + at[i] + part[i]
	}
	m.norm.apply(row)
}

// maxAnswer is the most pieces that a span has.
const maxAnswer = 20

// readingOf reads the outputs of the rows of one pair, whose sentence is inside. The
// first row stands for no answer.
func readingOf(odds []float32, inside news.Span, spans []news.Span) news.Reading {
	r := news.Reading{Relevance: float64(odds[0])}
	start, end := shares(odds, inside, 1), shares(odds, inside, 2)
	best := 0.
	for i := inside.Start; i < inside.End; i++ {
		for j := i; j < min(i+maxAnswer, inside.End); j++ {
			if p := start[i-inside.Start+1] * end[j-inside.Start+1]; p > best {
				best, r.Start, r.End = p, spans[i].Start, spans[j].End
			}
		}
	}
	r.Confidence = math.Sqrt(best) / (1 + math.Exp(-r.Relevance))
	return r
}

// shares are the probabilities of an output over the first row and the sentence.
func shares(odds []float32, inside news.Span, output int) []float64 {
	out := []float64{float64(odds[output])}
	for i := inside.Start; i < inside.End; i++ {
		out = append(out, float64(odds[i*outputs+output]))
	}
	most := out[0]
	for _, v := range out {
		most = max(most, v)
	}
	sum := 0.
	for i, v := range out {
		out[i] = math.Exp(v - most)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}
