package answer

import (
	"slices"
	"testing"
)

func TestQuotesBesideTheFirstTellWhatElseMayBeTheAnswer(t *testing.T) {
	texts := []string{"Velmoor won the cup.", "Velmoor holds the cup now, it says.", "The cup is of silver.", "Drummel won the cup."}
	e, all := readSentences("Who won the cup?", texts, []int{len("Velmoor"), len("Velmoor"), -1, len("Drummel")})
	a := &Answerer{weights: defaultWeights}
	e.list = shortlist{all: all, told: a.addReadings(e, all), read: true}
	for i := range all {
		all[i].terms = []uint32{uint32(i)} // no two are alike
	}
	if next := e.next(all, all[:1], false, a.weights); next != 3 {
		t.Errorf("next comes %q", texts[next])
	}
	if next := e.next(all, []candidate{all[0], all[3]}, true, a.weights); next == 2 {
		t.Errorf("behind a direct answer comes %q", texts[next])
	}
}

func TestAnAnswerIsTheSurerTheMoreItSaysOfWhatMayBeTheAnswer(t *testing.T) {
	texts := []string{"Velmoor won the cup.", "Velmoor holds the cup now, it says.", "Drummel won the cup."}
	e, all := readSentences("Who won the cup?", texts, []int{len("Velmoor"), len("Velmoor"), len("Drummel")})
	a := &Answerer{weights: defaultWeights}
	e.bearing, e.certainty = &bearing{}, .9
	e.list = shortlist{all: all, told: a.addReadings(e, all), read: true}
	var sure []float64
	for _, text := range []string{"The cup is of silver.", texts[2], texts[0], texts[0] + texts[2]} {
		sure = append(sure, a.rightness(e, text, nil))
	}
	if !slices.IsSorted(sure) || sure[0] == sure[3] {
		t.Errorf("from the least to the most that is said, it is sure by %.2f", sure)
	}
	if a.config.Passages = 24; a.rightness(e, texts[0], nil) <= sure[2] {
		t.Error("an archive in which there is nothing else makes it no surer")
	}
}
