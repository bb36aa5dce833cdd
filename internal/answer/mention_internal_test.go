package answer

import (
	"slices"
	"testing"

	"byline/internal/lang"
	ask "byline/internal/question"
)

func TestMentionsOfTheKindThatIsAskedFor(t *testing.T) {
	for _, test := range []struct {
		kind ask.Kind
		text string
		want []string
	}{
		{ask.Number, "It lost 40 cows in the first half of the year, and half of its sheep.", []string{"40", "half"}},
		{ask.Number, "On 4 May, 214 people paid $3 for 12.6 million tickets.", []string{"214", "12.6 million"}},
		{ask.Number, "It was -18.5 °C at night (−3° by day), and 3-5 boats sailed.", []string{"-18.5 °C", "−3°", "3-5"}},
		{ask.Amount, "The repair cost $3.2 billion, not 80,000 crowns.", []string{"$3.2 billion", "80,000 crowns"}},
		{ask.Percentage, "About 85% agreed, and 12 per cent did not.", []string{"85%", "12 per cent"}},
		{ask.Age, "Jonas Haverly, 58, met a 91-year-old woman aged 91.", []string{"58", "91", "91"}},
		{ask.Duration, "She was held for nine months and 3 days.", []string{"nine months", "3 days"}},
		{ask.Duration, "She spoke for the 187 minutes between.", []string{"187 minutes"}},
		{ask.Year, "It last happened in 1984.", []string{"1984"}},
		{ask.Date, "It opens on July 24, 2026, or in August.", []string{"July 24, 2026", "August"}},
		{ask.Country, "Polish firms left, and Norway’s stayed.", []string{"Polish", "Norway"}},
		{ask.Organisation, "The Bank of Velmoor sold Olm & Sons to Nordwire’s owner.", []string{"Bank of Velmoor", "Olm & Sons", "Nordwire"}},
		{ask.Person, "Former Mayor Jonas Haverly spoke in Norway.", []string{"Jonas Haverly"}},
		{ask.Person, "Hollin Harbour Director Ada Olm and Secretary of State Jonas Haverly met.", []string{"Hollin Harbour", "Ada Olm", "Jonas Haverly"}},
		{ask.Organisation, "Olm Motors CEO Ada Hale left.", []string{"Olm Motors", "Ada Hale"}},
		{ask.Person, "Former President Ada Olm met King Olaf IV and Danish Queen Ada II.", []string{"Ada Olm", "King Olaf IV", "Queen Ada II"}},
		{ask.Person, "Martin Luther King Jr was there.", []string{"Martin Luther King Jr"}},
		{ask.Thing, "It fell on Mara Olm Jr. Day in Hollin.", []string{"Mara Olm Jr. Day", "Hollin"}},
		{ask.Person, "They praised Mara Olm Jr. The council rose.", []string{"Mara Olm Jr"}},
		{ask.Person, "Tory MP Ada Hale should go, the committee said.", []string{"Tory", "Ada Hale"}},
		{ask.Place, "They went to Norway 30 miles apart on the Merle 2.", []string{"Norway", "Merle 2"}},
		{ask.Work, "Critics liked “The Long Ferry” best.", []string{"The Long Ferry"}},
	} {
		s := newSentenceText(test.text, lang.Of("en"))
		var got []string
		for _, m := range s.mentionsOf(test.kind) {
			if m.weight >= 1 {
				got = append(got, test.text[m.Start:m.End])
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s in %q: got %q, want %q", test.kind, test.text, got, test.want)
		}
	}
}
