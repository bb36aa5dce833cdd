package answer

// shortlist is what may be quoted, and what speaks for it.
type shortlist struct {
	all   []candidate // best first
	said  direct      // what most of them say
	voted bool        // whether there is such a thing
	told  pointed     // what may be the answer, by the reader or else by votes
	read  bool        // by the reader
}

// shortlist makes it of the sentences of the evidence, which are ranked.
func (e *evidence) shortlist(told pointed) shortlist {
	l := shortlist{all: e.worthQuoting(e.ranked), told: told, read: told != nil}
	e.preferNewest(l.all)
	var votes []vote
	l.said, votes, l.voted = e.direct(l.all)
	if l.read {
		return l
	}
	l.told = pointed{}
	for _, v := range votes {
		if !v.hint {
			l.told[spaced(e.text(l.all[v.in])[v.Start:v.End])] += v.weight
		}
	}
	for i := range l.all {
		l.all[i].tells = l.told.in(e.text(l.all[i]))
	}
	return l
}

// shown is the direct answer that is shown; ok is false if there is none.
func (l *shortlist) shown() (d direct, ok bool) { return l.said, l.voted && l.said.isShown() }

// comesTo is the direct answer that is likely enough to be shown, and the
// candidate that carries it.
func (e *evidence) comesTo() (d direct, by candidate, ok bool) {
	if d, ok = e.list.shown(); !ok {
		return direct{}, candidate{}, false
	}
	return d, e.list.all[d.in], true
}
