package verify_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"byline/internal/lexical"
	"byline/internal/verify"
)

// trial is a source with statements of it.
type trial struct {
	about verify.About
	text  string
	trues []string
	edits []edit
}

// edit is a statement that the source does not support.
type edit struct{ kind, text string }

func readTrials(t testing.TB, path string) []trial {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []trial
	for line := range strings.SplitSeq(string(data), "\n") {
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "== "):
			parts := strings.SplitN(line[3:], " | ", 3)
			day, err := time.Parse(time.DateOnly, parts[1])
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, trial{about: verify.About{Outlet: parts[0], Published: day, Headline: parts[2], Language: "en"}})
		case strings.HasPrefix(line, "+ "):
			x := &all[len(all)-1]
			x.trues = append(x.trues, line[2:])
		case strings.HasPrefix(line, "- "):
			x := &all[len(all)-1]
			kind, text, _ := strings.Cut(line[2:], " | ")
			x.edits = append(x.edits, edit{kind, text})
		case len(all) > 0:
			all[len(all)-1].text += line + "\n"
		}
	}
	for i := range all {
		all[i].text = strings.TrimSpace(all[i].text)
	}
	return all
}

func newVerifier(t testing.TB) *verify.Verifier {
	t.Helper()
	return verify.New(lexical.New(), nil)
}

// Statements are told from edits of them. What is written before the rules are,
// and what is written after, is measured apart. The shares are those that were
// reached: a change that loses some has to say why.
func TestStatementsAreToldFromEditsOfThem(t *testing.T) {
	v := newVerifier(t)
	for name, least := range map[string]struct{ accepted, rejected float64 }{
		"written-before":     {.90, 1},
		"written-after":      {.91, .98},
		"clauses":            {.97, 1},
		"clauses-unseen":     {.90, .98},
		"desk":               {.80, .98},
		"desk-unseen":        {.81, .99},
		"seeds":              {.92, .94},
		"seeds-later":        {.88, .91},
		"desk-later":         {.76, .96},
		"paraphrased-unseen": {.36, .78},
		"lies":               {.85, .97},
		"lies-unseen":        {.78, .90},
		"lies-later":         {.75, .94},
		"models":             {.62, .96},
		"reworded-unseen":    {.48, .86},
		"models-later":       {.66, .97},
		"tellings":           {.76, .96},
		"tellings-later":     {.55, .95},
		"tellings-last":      {.64, 1},
	} {
		t.Run(name, func(t *testing.T) {
			accepted, trues, rejected, edits := 0., 0., 0., 0.
			for _, x := range readTrials(t, "testdata/"+name+".txt") {
				s := v.Source(x.text, x.about)
				for _, text := range x.trues {
					trues++
					if w := v.Judge(text, s); w.Supported {
						accepted++
					} else {
						t.Logf("true, but refused for %s (%s): %s", w.Conflict, w.Detail, text)
					}
				}
				for _, e := range x.edits {
					edits++
					if w := v.Judge(e.text, s); !w.Supported {
						rejected++
					} else {
						t.Logf("%s: accepted: %s", e.kind, e.text)
					}
				}
			}
			t.Logf("accepted %.0f of %.0f, rejected %.0f of %.0f", accepted, trues, rejected, edits)
			if accepted < least.accepted*trues || rejected < least.rejected*edits {
				t.Errorf("accepted %.3f of the true ones, rejected %.3f of the edits; want %.2f and %.2f", accepted/trues, rejected/edits, least.accepted, least.rejected)
			}
		})
	}
}

const ferry = "Six people were hurt when the ferry Merle ran aground off Ostrand, the hospital of Velmoor said on Wednesday. " +
	"The ferry had 214 people on board. The captain, Jonas Haverly, has not been charged."

func TestAConflictSaysWhatDiffers(t *testing.T) {
	v := newVerifier(t)
	s := v.Source(ferry, verify.About{Published: time.Date(2026, time.November, 4, 0, 0, 0, 0, time.UTC), Language: "en"})
	for statement, want := range map[string]verify.Conflict{
		"Six people were hurt when the Merle ran aground off Ostrand.":    verify.NoConflict,
		"Nine people were hurt when the Merle ran aground off Ostrand.":   verify.Number,
		"The captain, Peter Haverly, has not been charged.":               verify.Name,
		"The captain, Jonas Haverly, has been charged.":                   verify.Polarity,
		"The hospital said on Thursday that six people were hurt.":        verify.Date,
		"Six people may have been hurt when the ferry Merle ran aground.": verify.Mood,
		"Six people were killed when the ferry Merle ran aground.":        verify.Contrast,
		"The captain “has never been charged”.":                           verify.Quotation,
		"Six people were hurt because the captain was not charged.":       verify.Cause,
		"Velmoor Herald": verify.Fragment,
		"At most 100 people were on board of the ferry, which had 214 men.": verify.Number,
	} {
		if w := v.Judge(statement, s); w.Conflict != want || w.Supported != (want == verify.NoConflict) {
			t.Errorf("%q: conflict %q (%s), supported %v; want %q", statement, w.Conflict, w.Detail, w.Supported, want)
		}
	}
}

func TestTheSpanIsTheSmallestThatCarriesAStatement(t *testing.T) {
	v := newVerifier(t)
	s := v.Source(ferry, verify.About{Language: "en"})
	w := v.Judge("The ferry had 214 people on board.", s)
	if got, want := ferry[w.Start:w.End], "The ferry had 214 people on board."; got != want {
		t.Errorf("span %q, want %q", got, want)
	}
}

// Without a pack there are numbers, quotations and coverage.
func TestALanguageWithoutAPackIsCheckedByWhatNeedsNoWords(t *testing.T) {
	v := newVerifier(t)
	const text = "Die Fähre Merle lief am Montag vor Ostrand auf Grund. An Bord waren 214 Menschen. „Wir hatten Glück“, sagte der Kapitän."
	s := v.Source(text, verify.About{Language: "de"})
	for statement, want := range map[string]bool{
		"An Bord der Fähre waren 214 Menschen.":    true,
		"An Bord der Fähre waren 241 Menschen.":    false,
		"„Wir hatten Glück“, sagte der Kapitän.":   true,
		"„Wir hatten Pech“, sagte der Kapitän.":    false,
		"Der Bürgermeister eröffnete eine Brücke.": false,
	} {
		if w := v.Judge(statement, s); w.Supported != want {
			t.Errorf("%q: supported %v (%s)", statement, w.Supported, w.Conflict)
		}
	}
}

func FuzzJudge(f *testing.F) {
	v := newVerifier(f)
	f.Add("Six people were hurt [1].", ferry)
	f.Add("3-2 “x” $1.2bn 4 May 2026 %", "half a percentage point, a dozen; 10:30")
	f.Fuzz(func(t *testing.T, statement, text string) {
		s := v.Source(text, verify.About{Headline: statement, Language: "en"})
		if w := v.Judge(statement, s); w.Start < 0 || w.End > len(text) || w.Start > w.End || w.Supported && w.Start == w.End {
			t.Errorf("span %d to %d of %d", w.Start, w.End, len(text))
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	v := newVerifier(b)
	trials := readTrials(b, "testdata/written-before.txt")
	sources := make([]*verify.Source, len(trials))
	for i, x := range trials {
		sources[i] = v.Source(x.text, x.about)
	}
	n := 0
	for b.Loop() {
		x := trials[n%len(trials)]
		v.Judge(x.trues[n%len(x.trues)], sources[n%len(trials)])
		n++
	}
}

// Numbers keep what they count, and parts stay parts; what can happen has not happened.
func TestNumbersKeepWhatTheyCount(t *testing.T) {
	v := newVerifier(t)
	const text = "The yard employs 640 people, 210 of them in Skerrin. About 80 families live within 300 steps of its gate. The union can strike from May."
	s := v.Source(text, verify.About{Language: "en"})
	for statement, want := range map[string]verify.Conflict{
		"The yard employs 640 people.":                         verify.NoConflict,
		"The yard employs 210 people in Skerrin.":              verify.NoConflict,
		"The yard employs 210 people.":                         verify.Quantity,
		"About 80 families live within 300 steps of its gate.": verify.NoConflict,
		"About 300 families live within 80 steps of its gate.": verify.Number,
		"The union can strike from May.":                       verify.NoConflict,
		"The union has struck.":                                verify.Mood,
	} {
		if w := v.Judge(statement, s); w.Conflict != want {
			t.Errorf("%q: conflict %q (%s); want %q", statement, w.Conflict, w.Detail, want)
		}
	}
}

// That the outlet of the source reports something is no doubt of it; that another does is no
// fact of it, and that it denies something is another matter.
func TestTheOutletOfASourceReportsWhatItSays(t *testing.T) {
	v := newVerifier(t)
	s := v.Source("The council approved the tram line on Tuesday.", verify.About{Language: "en", Outlet: "Velmark Post"})
	for statement, want := range map[string]bool{
		"Velmark Post reports that the council approved the tram line on Tuesday.":     true,
		"The Velmark Post wrote that the council approved the tram line.":              true,
		"Velmark Post reports that the council rejected the tram line on Tuesday.":     false,
		"Velmark Post denies that the council approved the tram line on Tuesday.":      false,
		"Harbour Times reports that the council approved the tram line on Tuesday.":    false,
		"Velmark Post reports that the council may have approved the tram line by 12.": false,
	} {
		if w := v.Judge(statement, s); w.Supported != want {
			t.Errorf("%q: supported %v, %q (%s); want %v", statement, w.Supported, w.Conflict, w.Detail, want)
		}
	}
}
