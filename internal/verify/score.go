package verify

import (
	_ "embed"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"sync"

	"byline/internal/lang"
)

// Features are what a statement and a source are weighed by.
type Features struct {
	Support  float64 `json:"support"`  // share of the statement that its support has, by weight
	Sentence float64 `json:"sentence"` // the same of one sentence
	Whole    float64 `json:"whole"`    // the same of the whole source
	Names    float64 `json:"names"`    // share of the names that the support has
	Figures  float64 `json:"figures"`  // share of numbers and dates that the support has
	Clause   float64 `json:"clause"`   // the least share of a clause that the support has
	Pairs    float64 `json:"pairs"`    // share of neighbouring words that are neighbours in the support too
	Missing  float64 `json:"missing"`  // weight of the heaviest word that is nowhere, of the mean one
	Meaning  float64 `json:"meaning"`  // cosine of the vectors of statement and support
	Nearest  float64 `json:"nearest"`  // greatest cosine with one sentence
	Words    float64 `json:"words"`    // logarithm of the number of words of content
	Strict   float64 `json:"strict"`   // 1: there is a conflict of names, numbers or dates
	Sense    float64 `json:"sense"`    // 1: there is another conflict
	Exact    float64 `json:"exact"`    // share of the statement that the support has word for word
	Soft     float64 `json:"soft"`     // share of the statement that the support has, words of like meaning included
	Told     float64 `json:"told"`     // least share of a clause of which the support says something
	Gathered float64 `json:"gathered"` // least share of a clause that stands in one sentence, of what the support has of it
	Close    float64 `json:"close"`    // the same in one clause, or two
	Verb     float64 `json:"verb"`     // how far the support has the verb that it has least, words of like meaning included
	Verbs    float64 `json:"verbs"`    // the same of the mean verb
	Deeds    float64 `json:"deeds"`    // share of the verbs with those who take part that the support tells too
	Lacking  float64 `json:"lacking"`  // number of words of content that the support lacks
	Denials  float64 `json:"denials"`  // the same of words that deny
	Amounts  float64 `json:"amounts"`  // of those that say how many of all
	Openers  float64 `json:"openers"`  // of those that open a clause
	Small    float64 `json:"small"`    // of other words without content
	Invented float64 `json:"invented"` // number of words of content of which the source has nothing like
	Doings   float64 `json:"doings"`   // the same of verbs
	Kept     float64 `json:"kept"`     // share of the words of content, each counting alike, that the support has
	Borne    float64 `json:"borne"`    // once a reader was heard, the log-odds that it is borne
	Carried  float64 `json:"carried"`  // the same that it is carried, by its words alone
}

// featureNames are what weights.json and trees.json call the features, in order.
var featureNames = sync.OnceValue(func() (names []string) {
	for field := range reflect.TypeFor[Features]().Fields() {
		names = append(names, field.Tag.Get("json"))
	}
	return names
})

// values are the features in the order of their names.
func (f *Features) values() []float64 {
	list := make([]float64, 0, len(featureNames()))
	for _, value := range reflect.ValueOf(f).Elem().Fields() {
		list = append(list, value.Float())
	}
	return list
}

//go:embed weights.json
var weightsFile []byte

// weights are what a score is made of features by.
type weights struct {
	Bias    float64            `json:"bias"`
	Weights map[string]float64 `json:"weights"`
}

// fitted are the weights that were fitted, which a test has read before.
var fitted = sync.OnceValue(func() weights {
	var w weights
	if err := json.Unmarshal(weightsFile, &w); err != nil {
		panic("verify: weights.json: " + err.Error())
	}
	return w
})

// score is the probability that a statement with features of these values is supported.
// They are summed in order, so that it is the same to the last digit each time.
func score(values []float64) float64 {
	w := fitted()
	z := w.Bias
	for i, name := range featureNames() {
		z += w.Weights[name] * values[i]
	}
	return 1 / (1 + math.Exp(-z))
}

// features measures the statement beside its support.
func (j *judgement) features() Features {
	f := Features{Support: j.share(func(i int) float64 { return j.had[i] }, nil)}
	f.Soft = j.share(func(i int) float64 { return max(j.had[i], j.like[i]) }, nil)
	f.Told, _ = j.toldOf()
	j.structure(&f)
	f.Whole = j.share(func(i int) float64 { return max(j.had[i], one(len(j.at[i]) > 0)) }, nil)
	f.Exact = j.share(func(i int) float64 { return one(j.had[i] > 0 && j.exact[i]) }, nil)
	for _, s := range j.support {
		f.Sentence = max(f.Sentence, j.share(func(i int) float64 { return one(j.has(i, s)) }, nil))
	}
	words := j.statement.words
	had := func(i int) float64 { return j.had[i] }
	f.Names = j.share(had, func(i int) bool { return words[i].capital && !words[i].opens && words[i].content })
	f.Figures = j.share(had, func(i int) bool { return words[i].number >= 0 || words[i].day >= 0 })
	f.Clause = 1
	heaviest, sum, n := 0., 0., 0
	for i := range words {
		if j.weight[i] == 0 {
			continue
		}
		n, sum = n+1, sum+j.weight[i]
		if j.had[i] == 0 {
			heaviest = max(heaviest, j.weight[i])
		}
		if i == 0 || words[i].clause != words[i-1].clause {
			f.Clause = min(f.Clause, j.share(had, func(k int) bool { return words[k].clause == words[i].clause }))
		}
	}
	f.Missing = heaviest / max(sum/float64(max(n, 1)), 1e-9)
	f.Words = math.Log(1 + float64(n))
	f.Pairs = j.pairs()
	f.Meaning, f.Nearest = j.meaning()
	return f
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// share is the share by weight of some words that is had; 1 if there are none.
func (j *judgement) share(had func(int) float64, of func(int) bool) float64 {
	have, all := 0., 0.
	for i, w := range j.weight {
		if w > 0 && (of == nil || of(i)) {
			have, all = have+w*had(i), all+w
		}
	}
	if all == 0 {
		return one(of != nil)
	}
	return have / all
}

// pairs is the share of neighbouring words of content that are neighbours in the source too.
func (j *judgement) pairs() float64 {
	const near = 3
	before, n, found := -1, 0, 0
	for i := range j.statement.words {
		if j.weight[i] == 0 {
			continue
		}
		if before >= 0 {
			n++
			for _, p := range j.here(before) {
				ok := false
				for _, q := range j.here(i) {
					ok = ok || p.sentence == q.sentence && q.word-p.word <= near && p.word-q.word <= near
				}
				if ok {
					found++
					break
				}
			}
		}
		before = i
	}
	if n == 0 {
		return 0
	}
	return float64(found) / float64(n)
}

// likeness is, for each word of content that the support lacks, how near the
// nearest of its words is in meaning, from 0 to 1.
func (j *judgement) likeness() (out, said []float64) {
	out, said = make([]float64, len(j.statement.words)), make([]float64, len(j.statement.words))
	if j.v.model == nil {
		return out, said
	}
	type other struct {
		vector []float32
		senses []int32 // none of a name
	}
	var source []other
	for _, s := range j.support {
		words := j.sentences[s].words
		for k := range words {
			if o := &words[k]; o.content {
				x := other{vector: j.vector(o.text)}
				if !o.capital {
					x.senses = j.senses(words, k)
				}
				source = append(source, x)
			}
		}
	}
	for i := range j.statement.words {
		w := &j.statement.words[i]
		if j.weight[i] == 0 || j.had[i] > 0 || !w.content {
			continue
		}
		own, senses := j.vector(w.text), j.senses(j.statement.words, i)
		for _, x := range source {
			out[i] = max(out[i], dot(own, x.vector))
			if len(senses) > 0 && len(x.senses) > 0 {
				said[i] = max(said[i], lang.English().Says(x.senses, senses))
			}
		}
		out[i] = max(out[i], said[i])
	}
	return out, said
}

// senses are what a word of an English text may mean.
func (j *judgement) senses(words []word, i int) []int32 {
	w := &words[i]
	if j.grammar.pack.Code != "en" || w.capital && !w.opens {
		return nil
	}
	particle := ""
	if i+1 < len(words) && !words[i+1].breaks {
		particle = words[i+1].text
	}
	return lang.English().Senses(w.key, particle)
}

// vector is that of a word or a text.
func (j *judgement) vector(text string) []float32 {
	if v, ok := j.vectors[text]; ok {
		return v
	}
	v := make([]float32, j.v.model.Identity().Dim)
	j.v.model.Embed(v, text)
	j.vectors[text] = v
	return v
}

// meaning compares vectors.
func (j *judgement) meaning() (support, nearest float64) {
	if j.v.model == nil {
		return 0, 0
	}
	own := j.vector(j.text)
	var all []string
	for _, s := range j.support {
		all = append(all, j.textOf(s))
		nearest = max(nearest, dot(own, j.vector(j.textOf(s))))
	}
	return dot(own, j.vector(strings.Join(all, " "))), nearest
}

func dot(a, b []float32) float64 {
	sum := float32(0)
	for i := range a {
		sum += a[i] * b[i]
	}
	return float64(sum)
}
