package answer

import (
	"testing"

	"byline/internal/lexical"
)

func TestAReasonIsOfWhatIsAskedAbout(t *testing.T) {
	for _, test := range []struct {
		question, text string
		want           bool
	}{
		{"Why did Olm resign?", "Olm resigned after the council voted against her plan.", true},
		{"Why did Olm resign?", "After the vote of the council, Olm resigned.", true},
		{"Why did Olm resign?", "Olm became the shortest-serving mayor after she resigned on Thursday.", false},
		{"Why did Olm resign?", "The search for a mayor began three days after the resignation of Olm.", false},
		{"Why did Olm resign?", "The quarrel over the harbour led to the resignation of Olm.", true},
		{"Why did Olm resign?", "Olm resigned, which prompted a search for a mayor.", false},
		{"Why did Olm resign?", "She said that she was tired because of the quarrel.", true}, // told by what stands around it
		{"Why were the sirens silent?", "The agency left the sirens silent, fearing that people would flee inland.", true},
		{"What caused the fire in Velmoor?", "A broken cable caused the fire in Velmoor, the brigade said.", true},
		{"What caused the fire in Velmoor?", "The fire in Velmoor caused damage of two million crowns.", false},
	} {
		q := newQuestion(lexical.New(), test.question, aside{})
		if got := q.isGivenReason(language(), test.text); got != test.want {
			t.Errorf("%s %s: %v", test.question, test.text, got)
		}
	}
}
