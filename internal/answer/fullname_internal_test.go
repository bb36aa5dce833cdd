package answer

import (
	"strings"
	"testing"
	"time"

	"byline/internal/lexical"
	"byline/internal/news"
	ask "byline/internal/question"
	"byline/internal/verify"
)

// A direct answer is the full name that the article introduces somebody by, or a
// team, if it has one and no other.
func TestDirectAnswersAreFullNames(t *testing.T) {
	for _, c := range []struct {
		name, body, said, want string
		kind                   ask.Kind
	}{
		{"a surname", "Captain Mara Olm steered the Merle. Olm was on the bridge.", "Olm", "Mara Olm", ask.Person},
		{"with a title only", "President Olm steered the Merle. Olm was on the bridge.", "Olm", "Olm", ask.Person},
		{"of two people", "Mara Olm steered, Jon Olm slept. Olm was on the bridge.", "Olm", "Olm", ask.Person},
		{"introduced later", "Olm scored. It was the tenth for Mara Olm.", "Olm", "Mara Olm", ask.Person},
		{"a full name", "Mara Olm steered. Lena Mara Olm slept.", "Mara Olm", "Mara Olm", ask.Person},
		{"a team", "The Berlin Gulls won. The Gulls are first.", "Gulls", "Berlin Gulls", ask.Organisation},
		{"a team of two words", "The Berlin White Gulls won. The White Gulls are first.", "White Gulls", "Berlin White Gulls", ask.Organisation},
		{"a company, and a person of its name", "Olm was founded by Jon Olm.", "Olm", "Olm", ask.Organisation},
		{"of what is asked by a part", "The Velmoor Gulls won. The Gulls are first.", "Gulls", "Velmoor Gulls", ask.Organisation},
		{"of what is asked by its place", "Velmoor won. It was the tenth time for Velmoor College.", "Velmoor", "Velmoor College", ask.Organisation},
		{"of what is asked, of two", "The Velmoor Gulls and the Hollin Gulls met. The Gulls won.", "Gulls", "Gulls", ask.Organisation},
		{"introduced as it is, with a place later", "Olm closes. Some Berlin Olm stores stay open.", "Olm", "Olm", ask.Organisation},
		{"anything", "The Berlin Gulls won.", "Gulls", "Gulls", ask.Thing},
	} {
		byPart := strings.HasPrefix(c.name, "of what is asked")
		d := introduced(&news.Article{Body: c.body}, direct{text: c.said, kind: c.kind, byPart: byPart, Span: news.Span{End: len(c.said)}})
		if d.text != c.want || d.text != c.said && c.body[d.Start:d.End] != d.text {
			t.Errorf("%s: %q at %v, want %q", c.name, d.text, d.Span, c.want)
		}
	}
}

// What belongs to a direct answer stands with it.
func TestDirectAnswersAreWhole(t *testing.T) {
	for _, c := range []struct {
		question string
		texts    []string
		point    int // bytes of the first sentence that a reader points at
		want     string
	}{
		{"Which fever is back in the marshes?", []string{"Olm fever is back in the marshes."}, len("Olm"), "Olm fever"},
		{"Which fever is back in the marshes?", []string{"Olm sufferers say it is back in the marshes."}, len("Olm"), "Olm"},
		{"Which chain closed its restaurants?", []string{"Wendel's closed its restaurants.", "At Wendel's nobody answered."}, len("Wendel"), "Wendel's"},
		{"Which chain closed its restaurants?", []string{"Wendel's restaurants closed.", "At Wendel nobody answered."}, len("Wendel"), "Wendel"},
		{"Which rock did the ferry hit?", []string{"The ferry hit Olm Rock, which is on no chart."}, len("The ferry hit Olm Rock, which is on no chart"), "Olm Rock"},
		{"In which month does the bridge open?", []string{"The bridge opens on 25 March 2027, the mayor said."}, len("The bridge opens on 25 March 2027"), "March 2027"},
		{"Which month is the trial of Olm set for?", []string{"The trial of Olm is set for March 25."}, len("The trial of Olm is set for March 25"), "March"},
		{"When is the trial of Olm?", []string{"The trial of Olm is set for March 25."}, len("The trial of Olm is set for March 25"), "March 25"},
		{"What sank off the coast?", []string{"Rep. sank off the coast."}, len("Rep"), ""},
		{"Which costume is the most popular?", []string{"2022 is the year of the otter as a costume."}, len("2022"), ""},
	} {
		points := make([]int, len(c.texts))
		for i := range points {
			points[i] = -1
		}
		points[0] = c.point
		e, all := readSentences(c.question, c.texts, points)
		if d, _, _ := e.direct(all); d.text != c.want {
			t.Errorf("%q of %q: %q, want %q", c.question, c.texts, d.text, c.want)
		}
	}
}

// Who did something is no place, and no holder of a rank that is not asked for.
func TestADirectAnswerToWhoIsOneWhoMayBeMeant(t *testing.T) {
	for _, c := range []struct {
		question string
		texts    []string
		point    string // what a reader points at in the first sentence
		want     string
	}{
		{"Who saw the wolf?", []string{"Hollin saw the wolf.", "The park is in Hollin."}, "Hollin", ""},
		{"Who saw the wolf?", []string{"Hollin saw the wolf.", "Later Hollin went home."}, "Hollin", "Hollin"},
		{"Who is the deputy mayor of Hollin?", []string{"Nora Vind is the mayor of Hollin.", "Her deputy, Hanna Roos, stands in."}, "Nora Vind", "Hanna Roos"},
		{"Whom did Vice President Olm choose?", []string{"Olm chose Nora Vind.", "Vice President Jon Olm spoke."}, "Olm chose Nora Vind", "Nora Vind"},
		{"Who is the mayor of Hollin?", []string{"Nora Vind is the mayor of Hollin.", "Her deputy, Hanna Roos, stands in."}, "Nora Vind", "Nora Vind"},
	} {
		e, all := readSentences(c.question, c.texts, []int{len(c.point), -1})
		if d, _, _ := e.direct(all); d.text != c.want {
			t.Errorf("%q of %q: %q, want %q", c.question, c.texts, d.text, c.want)
		}
	}
}

// What only may be, what is over where it is asked what comes, a figure where yes or no is
// asked, and who was defeated where it is asked who won, is no direct answer, though a
// reader points at it.
func TestADirectAnswerIsOfWhatIsAsked(t *testing.T) {
	for _, c := range []struct{ question, text, wrong, right string }{
		{"How long was Odd Lerche sentenced to?", "Odd Lerche could face up to 12 years in prison.", "12 years", ""},
		{"How long was Odd Lerche sentenced to?", "Odd Lerche was sentenced to 12 years in prison.", "", "12 years"},
		{"How long could Odd Lerche be sentenced to?", "Odd Lerche could face up to 12 years in prison.", "", "12 years"},
		{"When is the next election in Oster?", "The next election in Oster is on 3 May 2025, the clerk said.", "3 May 2025", ""},
		{"When is the next election in Oster?", "The next election in Oster is on 3 May 2027, the clerk said.", "", "3 May 2027"},
		{"When was the election in Oster?", "The election in Oster was on 3 May 2025, the clerk said.", "", "3 May 2025"},
		{"Did Olm Motors buy the Brask yard?", "Olm Motors offers to buy the Brask yard for $4 million.", "$4 million", ""},
		{"Who won the race for mayor of Oster?", "Ada Holt won a second term on Tuesday, defeating Piet Rann in the race for mayor of Oster.", "Piet Rann", "Ada Holt"},
	} {
		e, all := readSentences(c.question, []string{c.text}, []int{0})
		points := c.wrong + c.right
		if c.wrong != "" {
			points = c.wrong
		}
		at := strings.Index(c.text, points)
		all[0].reading.Start, all[0].reading.End = at, at+len(points)
		e.asOf = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
		e.passages[0].hit.Article.Published = e.asOf.AddDate(-2, 0, 0)
		e.passages[0].hit.Passage.Text = c.text
		v := verify.New(lexical.New(), nil)
		e.verifier = func() *verify.Verifier { return v }
		d, _, ok := e.direct(all)
		if shown := ok && d.isShown(); shown && d.text == c.wrong || !shown && c.wrong == "" || shown && c.right != "" && d.text != c.right {
			t.Errorf("%q of %q: %q, shown %v", c.question, c.text, d.text, shown)
		}
	}
}
