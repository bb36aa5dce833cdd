package verify

// Figure is a number of a text, with what it is a number of.
type Figure struct {
	Start, End int // bytes of the text: the number with its unit
	Value      float64
	Unit       string // "percent", "crown", "year" …; empty: what stands behind it is counted
	Counted    string // the word behind it, in lower case, where it has no unit
	Denied     bool   // it is said not to be so: 64, and not 61

	number number
}

// Figures lists the numbers of a text that measure or count something, scores, times
// and ordinals left out.
func (v *Verifier) Figures(text, language string) (list []Figure) {
	g := v.grammar(language)
	s := v.read(g, text, 0)
	for _, n := range s.numbers {
		if n.ordinal || n.text != "" || n.weak && n.value < 2 || n.unit == "" && n.counted == "" {
			continue
		}
		f := Figure{Start: s.words[n.first].start, End: s.words[n.last].end, Value: n.value, Unit: n.unit, Denied: s.words[n.first].negated, number: n}
		if n.unit == "" && n.last+1 < len(s.words) {
			f.Counted = s.words[n.last+1].text
		}
		list = append(list, f)
	}
	return list
}

// Differs reports whether two figures measure in the same unit and cannot both be
// so: about 900 and 912 can, 3 and 5 cannot.
func (f *Figure) Differs(o *Figure) bool {
	return f.Unit == o.Unit && compare(&f.number, &o.number) != same && compare(&o.number, &f.number) != same
}
