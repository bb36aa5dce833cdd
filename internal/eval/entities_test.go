package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byline/internal/news"
)

const tagged = `-DOCSTART- -X- O O

The DT O O
office NN O O
of IN O O
Mara NNP I-NP B-PER
Lindqvist NNP I-NP I-PER
's POS B-NP O
bank NN O O
in IN O O
Lisbon NNP I-NP I-LOC
, , O O
Portugal NNP I-NP I-LOC
( ( O O
the DT O O
Zork NNP O I-ORG
) ) O O
. . O O
`

func TestEntitiesAreMeasuredByPlaceAndKind(t *testing.T) {
	file := filepath.Join(t.TempDir(), "news.conll")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(tagged, "I-ORG", "I-PER")), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := MeasureEntities(file)
	if err != nil {
		t.Fatal(err)
	}
	want := []EntityScore{
		{Kind: news.EntityPerson, Mentions: 2, Found: 1, Right: 1, Precision: 1, Recall: .5, F1: 2. / 3},
		{Kind: news.EntityOrganisation, Found: 1},
		{Kind: news.EntityPlace, Mentions: 2, Found: 2, Right: 2, Precision: 1, Recall: 1, F1: 1},
	}
	for i, k := range s.Kinds {
		if k != want[i] {
			t.Errorf("got %+v, want %+v", k, want[i])
		}
	}
}

func TestALineWithoutATagIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "news.conll")
	if err := os.WriteFile(file, []byte("Mara\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := MeasureEntities(file); err == nil || !strings.Contains(err.Error(), "Mara") {
		t.Errorf("the error is %v", err)
	}
}
