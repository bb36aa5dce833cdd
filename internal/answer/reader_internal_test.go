package answer

import (
	"context"
	"strings"
	"testing"

	"byline/internal/lexical"
	"byline/internal/news"
)

func TestSpanOfAReadingIsWithinItsText(t *testing.T) {
	const text = "São Brás has 214 ferries"
	for _, c := range []struct {
		name       string
		start, end int
		want       string
	}{
		{"words", 15, 18, "214"},
		{"all", 0, len(text), text},
		{"nothing", 3, 3, ""},
		{"backwards", 9, 4, ""},
		{"before the text", -1, 4, ""},
		{"beyond the text", 4, len(text) + 1, ""},
		{"begins within a character", 2, 6, ""},
		{"ends within a character", 0, 2, ""},
	} {
		r := sound(news.Reading{Start: c.start, End: c.end, Confidence: .5}, text)
		if got := text[r.Start:r.End]; got != c.want || (got == "") != (r.Confidence == 0) {
			t.Errorf("%s: %d to %d is %q with confidence %v, want %q", c.name, c.start, c.end, got, r.Confidence, c.want)
		}
	}
}

func TestASentenceOfAnotherIsTold(t *testing.T) {
	q := newQuestion(lexical.New(), "What did the central bank of Norrmere decide last week?", aside{})
	for sentence, want := range map[string]bool{
		"The central bank of Halvia decides on 26 November.":                   true,
		"The central bank of Norrmere cut its rate, unlike the bank of Halvia": false,
		"The Bank of Halvia decides later.":                                    true,
		"The bank of the river gave way.":                                      false,
	} {
		if got := q.isOfAnother(sentence); got != want {
			t.Errorf("%q: %v, want %v", sentence, got, want)
		}
	}
}

// readSentences is evidence of one article whose sentences were read: each with how
// many of its first bytes the reader points at, none where that is negative.
func readSentences(question string, texts []string, points []int) (*evidence, []candidate) {
	body := strings.Join(texts, " ")
	e := &evidence{analyzer: lexical.New(), passages: []passage{{hit: &news.Hit{Article: news.Article{Body: body}}}}}
	e.question = newQuestion(e.analyzer, question, aside{})
	var all []candidate
	at := 0
	for i, text := range texts {
		e.sentences = append(e.sentences, sentence{Span: news.Span{Start: at, End: at + len(text)}, text: text})
		c := candidate{from: i, to: i + 1, near: 1}
		if points[i] >= 0 {
			c.reading = &news.Reading{Relevance: 1, End: points[i], Confidence: .9}
		}
		all = append(all, c)
		at += len(text) + 1
	}
	return e, all
}

func TestSentencesGainByAnswersThatOthersPointAt(t *testing.T) {
	e, all := readSentences("How many on the ferry were hurt?",
		[]string{"Six were hurt.", "Four were hurt.", "Six people, it says, were hurt.", "The ferry sank.", "Of 214 on board, six were hurt.", "The sixth ferry sank."},
		[]int{3, 4, 3, 9, -1, -1})
	a := &Answerer{weights: defaultWeights}
	a.addReadings(e, all)
	six, four, again, ferry, unread, other := all[0].score, all[1].score, all[2].score, all[3].score, all[4].score, all[5].score
	if six != again || six <= four {
		t.Errorf("what two sentences say has %v and %v, what one says %v", six, again, four)
	}
	if ferry >= four {
		t.Errorf("what the question says itself answers it with %v, next to %v", ferry, four)
	}
	if unread != six || other >= four {
		t.Errorf("unread sentences have %v with the answer, and %v without it", unread, other)
	}
}

func TestSentencesThatAreNotReadForTheirRankAreTheLeastLikely(t *testing.T) {
	e, all := readSentences("Who steered the ferry?", []string{"Mara Olm steered it.", "It sank.", "Nobody was hurt."}, []int{8, 0, -1})
	all[0].reading.Relevance, all[1].reading.Relevance = 3, -4
	(&Answerer{weights: defaultWeights}).addReadings(e, all)
	if all[2].score != all[1].score || all[2].score >= all[0].score {
		t.Errorf("unread %v, read %v and %v", all[2].score, all[0].score, all[1].score)
	}
}

func TestDirectAnswerIsWhatAReaderPointsAt(t *testing.T) {
	texts := []string{"In all 214 were on board the ferry when six were hurt.", "Six were hurt on the ferry, and 12 were not."}
	e, all := readSentences("How many on the ferry were hurt?", texts, []int{-1, 3})
	d, _, ok := e.direct(all)
	if !ok || d.text != "Six" || d.in != 1 || !d.isShown() {
		t.Errorf("the direct answer is %+v", d)
	}
}

// Of the sentences that say what most say, the best is quoted, however the others write it.
func TestTheBestSentenceCarriesADirectAnswer(t *testing.T) {
	texts := []string{"Hollin College ended its loans.", "Hollin is not alone in that.", "Hollin is proud, its head said."}
	e, all := readSentences("Which college ended its loans?", texts, []int{len("Hollin College"), len("Hollin"), len("Hollin")})
	if d, _, ok := e.direct(all); !ok || d.text != "Hollin" || d.in != 0 {
		t.Errorf("the direct answer is %+v", d)
	}
}

func TestDirectAnswerOfAnySortIsWhatAReaderPointsAt(t *testing.T) {
	texts := []string{"A worn hose let the oil out.", "A worn hose did, the board said."}
	e, all := readSentences("What let the oil out?", texts, []int{len("A worn hose"), len("A worn hose")})
	if d, _, ok := e.direct(all); !ok || d.text != "A worn hose" || !d.isShown() {
		t.Errorf("the direct answer is %+v", d)
	}
	for i := range all {
		all[i].reading = nil
	}
	if d, _, ok := e.direct(all); ok {
		t.Errorf("without a reader the direct answer is %+v", d)
	}
}

// certain is a reader that finds an answer in the first bytes of every sentence.
type certain struct{ bytes int }

func (c certain) Read(_ context.Context, _ string, excerpts []news.Excerpt) ([]news.Reading, error) {
	readings := make([]news.Reading, len(excerpts))
	for i := range readings {
		readings[i] = news.Reading{Relevance: 3, End: c.bytes, Confidence: .8}
	}
	return readings, nil
}

func (certain) Entails(_ context.Context, _ string, excerpts []news.Excerpt) ([]float64, error) {
	return make([]float64, len(excerpts)), nil
}

func TestNewsOfTheTimeAskedAboutComesFirst(t *testing.T) {
	const older, newer = "Velmoor won the cup of the ferries off Ostrand.", "Drummel won the cup of the ferries off Ostrand."
	for _, c := range []struct {
		name string
		near []float64
		want string
	}{
		{"one is of that time", []float64{.05, .6}, newer},
		{"both are", []float64{.6, .6}, older},
		{"both are far from it", []float64{.01, .08}, older},
		{"none has a date", nil, older},
	} {
		for name, reader := range map[string]Reader{"without a reader": nil, "with one": certain{len("Velmoor")}} {
			e := found("Who won the cup of the ferries?", c.near, older, newer)
			a := &Answerer{weights: defaultWeights, config: Config{Reader: reader}}
			all, _, err := a.candidates(t.Context(), e)
			if err != nil {
				t.Fatal(err)
			}
			if got := e.text(all[0]); got != c.want {
				t.Errorf("%s, %s: first comes %q, want %q", c.name, name, got, c.want)
			}
		}
	}
}

func TestReaderIsLessSureOfWhatOldNewsSay(t *testing.T) {
	e := found("Who won the cup of the ferries?", []float64{.05, .6}, "Velmoor won the cup of the ferries off Ostrand.", "Drummel won the cup of the ferries off Ostrand.")
	a := &Answerer{weights: defaultWeights, config: Config{Reader: certain{len("Velmoor")}}}
	all, _, err := a.candidates(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	if newer, older := all[0].reading.Confidence, all[1].reading.Confidence; newer != .8 || older > .6*newer || older < .5*newer {
		t.Errorf("it is sure of what is new by %.2f, of what is old by %.2f", newer, older)
	}
}

// An answer begins with a day of the month or a year as with all else, and not with a
// day of the week, which is one of many.
func TestADayOfTheWeekIsLessSureThanADate(t *testing.T) {
	sure := func(text string, point int) float64 {
		e, all := readSentences("When did the hall open?", []string{text}, []int{point})
		d, _, ok := e.direct(all)
		if !ok {
			t.Fatalf("%q has no answer", text)
		}
		return d.sure
	}
	date, weekday := sure("3 May 2024 was when the hall opened.", len("3 May 2024")), sure("Tuesday was when the hall opened.", len("Tuesday"))
	if date < minSure || weekday > date-.1 {
		t.Errorf("of a date it is sure by %.2f, of a day of the week by %.2f", date, weekday)
	}
}
