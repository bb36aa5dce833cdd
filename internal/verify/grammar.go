package verify

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"byline/internal/lang"
)

// mood is how sure it is said to be that something is so.
type mood uint8

// Moods, which packs name.
const (
	factual mood = iota
	able
	possible
	planned
	required
	alleged
	conditional
	unreal
	attempted
)

var moods = map[string]mood{
	"able": able, "possible": possible, "planned": planned, "required": required,
	"alleged": alleged, "conditional": conditional, "unreal": unreal, "attempted": attempted,
}

// side is one side of words that do not go together.
type side struct{ contrast, side int16 }

// frame says who is who around a verb.
type frame struct {
	verb            string
	subject, object role
	behind          map[string]role // by preposition
}

// larger is a unit in terms of another.
type larger struct {
	count float64
	of    string
}

// role is what somebody is in what is done.
type role string

// grammar is a pack, ready for reading statements.
type grammar struct {
	pack        *lang.Pack
	forms       map[string]string
	verb        map[string]bool // those that forms are of
	opener      map[string]bool
	preposition map[string]bool
	negating    phrases[bool]
	notNegates  phrases[bool]
	moods       phrases[mood]
	moodForms   map[string]string // the first word of a modal phrase that is looked for as it stands, by its keys
	certain     phrases[bool]
	sides       phrases[[]side]
	units       phrases[string]
	bounds      phrases[string]
	shares      phrases[int]
	mutual      phrases[bool]
	amounts     phrases[amount]
	ratios      phrases[bool]
	shifts      phrases[shift]
	belowZero   phrases[bool]
	idioms      phrases[bool] // in which a word of an amount is none
	multiples   map[string]int
	larger      map[string]larger
	causes      phrases[bool] // true: it can be nothing else
	verbs       phrases[frame]
	empty       map[string]bool
	sums        map[string]int  // what figures are of, by the number of the thing, from 1
	plain       map[string]bool // they say little by themselves
	denials     map[string]bool
	privatives  map[string]bool
	refusing    []side // of words that refuse what is put to somebody
	signs       map[string]bool
	requests    map[string]bool
	answering   map[string]bool
	answers     map[string]bool // in some way
	heralds     map[string]bool
	growing     map[string]int // what becomes more as it is counted, by the number of its thing, from 1
	opposed     []bool         // by contrast: it has two sides, so that not the one is the other
	parted      []bool         // by contrast: it has more than one
}

func newGrammar(pack *lang.Pack) *grammar {
	s := &pack.Statements
	g := &grammar{
		pack: pack, forms: s.IrregularForms, opener: s.ClauseOpeners,
		negating: phrases[bool]{}, notNegates: phrases[bool]{}, moods: phrases[mood]{}, certain: phrases[bool]{},
		sides: phrases[[]side]{}, units: phrases[string]{}, bounds: phrases[string]{}, causes: phrases[bool]{}, verbs: phrases[frame]{},
		shares: phrases[int]{}, mutual: phrases[bool]{}, amounts: phrases[amount]{}, idioms: phrases[bool]{}, ratios: phrases[bool]{}, shifts: phrases[shift]{}, belowZero: phrases[bool]{}, multiples: map[string]int{}, larger: map[string]larger{},
	}
	g.empty, g.denials, g.privatives = g.keys(s.EmptyWords), g.keys(s.Denials), g.keys(s.Privatives)
	g.readSums(s.Sums)
	g.plain = g.keys(s.PlainWords)
	g.signs, g.heralds = g.keys(s.CauseSigns), g.keys(s.Heralds)
	g.requests, g.answering, g.answers = g.keys(s.Requests), g.keys(s.Answering), g.keys(s.WaysOfAnswering)
	g.readGrowing(s.Growing)
	g.preposition = map[string]bool{}
	maps.Copy(g.preposition, pack.Questions.Prepositions)
	maps.Copy(g.preposition, s.Prepositions)
	g.verb = map[string]bool{}
	for _, base := range s.IrregularForms {
		g.verb[base] = true
	}
	g.addAll(g.negating, s.NegatingPhrases)
	g.addAll(g.notNegates, s.NotNegations)
	g.readMoods(s.ModalPhrases)
	g.addAll(g.certain, s.CertainPhrases)
	g.readAmounts(s)
	for verb, times := range s.Multiples {
		g.multiples[g.key(verb)] = times
	}
	for unit, of := range s.LargerUnits {
		count, small, _ := strings.Cut(of, " ")
		n, _ := strconv.Atoi(count) // a test reads them all
		g.larger[unit] = larger{float64(n), small}
	}
	for _, p := range s.Causes {
		g.causes.add(g.phrase(p), false)
	}
	for _, p := range s.SureCauses {
		g.causes.add(g.phrase(p), true)
	}
	for p, f := range s.RoleVerbs {
		g.verbs.add(g.phrase(p), readFrame(f))
	}
	g.readContrasts(s.Contrasts)
	for w := range s.Refusals {
		if sides, k := g.sides.at([]word{{key: g.key(w)}}, 0); k > 0 {
			g.refusing = append(g.refusing, slices.DeleteFunc(slices.Clone(sides), func(x side) bool { return !g.opposed[x.contrast] })...)
		}
	}
	return g
}

// addAll adds phrases of which it matters only that they are there.
func (g *grammar) addAll(to phrases[bool], list []string) {
	for _, p := range list {
		to.add(g.phrase(p), true)
	}
}

// readMoods reads phrases that say how sure something is. Those that begin with an adverb or a participle
// are found as they stand, unless others have the same keys: reportedly is not reported, going to not
// gone to.
func (g *grammar) readMoods(list map[string]string) {
	g.moodForms = map[string]string{}
	free := map[string]bool{}
	for p, m := range list {
		keys := g.phrase(p)
		g.moods.add(keys, moods[m])
		k, _, _ := strings.Cut(p, " ")
		at := strings.Join(keys, " ")
		if strings.HasSuffix(k, "ly") || strings.HasSuffix(k, "ing") {
			g.moodForms[at] = k
		} else {
			free[at] = true
		}
	}
	maps.DeleteFunc(g.moodForms, func(at, _ string) bool { return free[at] })
}

// moodAt is the mood that a phrase from the i-th word on gives what follows, and its number of words.
func (g *grammar) moodAt(words []word, i int) (mood, int) {
	m, k := g.moods.at(words, i)
	if k == 0 {
		return m, k
	}
	keys := make([]string, k)
	for n := range keys {
		keys[n] = words[i+n].key
	}
	if form := g.moodForms[strings.Join(keys, " ")]; form != "" && form != words[i].text {
		return factual, 0
	}
	if m == required && k > 1 && strings.HasSuffix(words[i].text, "d") { // they had to leave, and did
		return factual, 0
	}
	return m, k
}

// readAmounts reads what stands around numbers, and says how many.
func (g *grammar) readAmounts(s *lang.Statements) {
	for p, unit := range s.Units {
		g.units.add(g.phrase(p), unit)
	}
	for p, bound := range s.Bounds {
		g.bounds.add(g.phrase(p), bound)
	}
	g.addAll(g.mutual, s.Mutual)
	for p, n := range s.RelativeYears {
		g.shifts.add(g.phrase(p), shift{years: n})
	}
	for p, n := range s.RelativeMonths {
		g.shifts.add(g.phrase(p), shift{months: n, grain: ofMonth})
	}
	for p, n := range s.RelativeDays {
		g.shifts.add(g.phrase(p), shift{days: n, grain: ofDay})
	}
	for p, a := range s.Amounts {
		g.amounts.add(g.phrase(p), amounts[a])
	}
	g.addAll(g.idioms, s.NoAmounts)
	g.addAll(g.belowZero, s.BelowZero)
	g.addAll(g.ratios, s.Ratios)
	for p, share := range s.Shares {
		g.shares.add(g.phrase(p), share)
	}
}

// knowsWords reports whether the pack is that of a language. Where it is not,
// not even a capital tells a name.
func (g *grammar) knowsWords() bool { return len(g.pack.Statements.Auxiliaries) > 0 }

// readSums numbers what figures are of, by their words as they stand: sales are no sale.
func (g *grammar) readSums(lines []string) {
	g.sums = map[string]int{}
	for i, line := range lines {
		for w := range strings.FieldsSeq(line) {
			g.sums[w] = i + 1
		}
	}
}

// readGrowing numbers what grows as it is counted.
func (g *grammar) readGrowing(lines []string) {
	g.growing = map[string]int{}
	for i, words := range lines {
		for _, k := range g.phrase(words) {
			g.growing[k] = i + 1
		}
	}
}

// readContrasts numbers contrasts and their sides. A phrase that is in several has several sides.
func (g *grammar) readContrasts(lines []string) {
	all := map[string][]side{}
	for i, line := range lines {
		lists := strings.Split(line, " / ")
		g.opposed = append(g.opposed, len(lists) == 2)
		g.parted = append(g.parted, len(lists) > 1)
		here := map[string]side{}
		for j, list := range lists {
			for p := range strings.SplitSeq(list, ", ") {
				k := strings.Join(g.phrase(p), " ")
				if old, twice := here[k]; twice && int(old.side) != j {
					here[k] = side{-1, -1} // employer and employee have one stem: nothing can be told
					continue
				}
				here[k] = side{int16(i), int16(j)}
			}
		}
		for k, x := range here {
			if x.contrast >= 0 {
				all[k] = append(all[k], x)
			}
		}
	}
	for k, sides := range all {
		g.sides.add(strings.Fields(k), sides)
	}
}

// readFrame reads "defeat agent thing against=patient".
func readFrame(text string) frame {
	f := frame{behind: map[string]role{}}
	for i, part := range strings.Fields(text) {
		prep, r, isPrep := strings.Cut(part, "=")
		switch {
		case isPrep:
			f.behind[prep] = role(r)
		case i == 0:
			f.verb = part
		case i == 1:
			f.subject = role(part)
		default:
			f.object = role(part)
		}
	}
	return f
}

// key is what all forms of a word share: the stem of its base form.
func (g *grammar) key(lower string) string {
	if base, ok := g.forms[lower]; ok {
		lower = base
	} else if base, ok := g.pack.Statements.IrregularNouns[lower]; ok {
		lower = base
	}
	return g.pack.Stem(lower)
}

func (g *grammar) phrase(text string) []string {
	var keys []string
	for w := range strings.FieldsSeq(text) {
		for part := range strings.SplitSeq(w, "-") {
			keys = append(keys, g.key(part))
		}
	}
	return keys
}

func (g *grammar) keys(words lang.Words) map[string]bool {
	keys := make(map[string]bool, len(words))
	for w := range words {
		keys[g.key(w)] = true
	}
	return keys
}
