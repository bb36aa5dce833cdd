package verify_test

import (
	"testing"

	"byline/internal/verify"
)

// What a lying model changes in a sentence, kind by kind, beside the truth.
func TestALieIsToldFromTheTruth(t *testing.T) {
	checkJudged(t, []judged{
		{"offices keep their rank and their body", "The deputy mayor of Velmark, Jan Torvik, praised the plan. The union's lawyer, Pia Rode, doubted it. The operator's lawyer, Olav Brun, was silent.", map[string]verify.Conflict{
			"The deputy mayor of Velmark, Jan Torvik, praised the plan.": verify.NoConflict,
			"The mayor of Velmark, Jan Torvik, praised the plan.":        verify.Name,
			"The operator's lawyer, Pia Rode, doubted it.":               verify.Name,
		}},
		{"none is not some, and one is not all", "None of the 22 sailors on the barge was hurt. The owner apologised to one of the sailors.", map[string]verify.Conflict{
			"One of the 22 sailors on the barge was hurt.":  verify.Quantity,
			"The owner apologised to all of the sailors.":   verify.Quantity,
			"None of the 22 sailors on the barge was hurt.": verify.NoConflict,
		}},
		{"half is not most", "The keeper said that half of the seals were young.", map[string]verify.Conflict{
			"The keeper said that most of the seals were young.": verify.Quantity,
		}},
		{"last year is that before the article", "The museum in Velmark had 31,000 visitors last year, more than in 2023.", map[string]verify.Conflict{
			"In 2025, the museum in Velmark had 31,000 visitors.": verify.NoConflict,
			"The museum in Velmark had 31,000 visitors in 2023.":  verify.Date,
		}},
		{"profit is not sales", "The brewery raised its sales by 9 percent to 40 million crowns, but its profit fell to 2 million crowns.", map[string]verify.Conflict{
			"The brewery raised its profit by 9 percent.":        verify.Number,
			"The sales of the brewery fell to 2 million crowns.": verify.Number,
			"The profit of the brewery fell to 2 million crowns": verify.NoConflict,
		}},
		{"what is asked for is not done", "The opposition demanded on Monday that the treasurer, Mads Orre, resign over the loan. Police did not rule out arson.", map[string]verify.Conflict{
			"The treasurer, Mads Orre, resigned on Monday over the loan.": verify.Mood,
			"It was arson, police said.":                                  verify.Mood,
		}},
		{"what is for a later day is not done", "The council of Velmark votes on the bridge on 2 April.", map[string]verify.Conflict{
			"The council of Velmark voted on the bridge on 2 April.": verify.Mood,
			"The council of Velmark votes on the bridge on 2 April.": verify.NoConflict,
		}},
		{"who paid, and who said it", "The pier was paid for by the state. It is 300 metres long. It was opened in May. Anglers may use it at night. The harbour master, Greta Volk, fears for the eels.", map[string]verify.Conflict{
			"Greta Volk said that the pier was opened in May.":   verify.Speaker,
			"The pier was paid for by anglers.":                  verify.Roles,
			"The harbour master, Greta Volk, fears for the eels": verify.NoConflict,
		}},
		{"from and to", "The yacht was on its way from Dorn to Karsk.", map[string]verify.Conflict{
			"The yacht was on its way from Karsk to Dorn.": verify.Name,
		}},
		{"each verb has its number", "The theatre was nominated for six prizes and won two.", map[string]verify.Conflict{
			"The theatre won six prizes.": verify.Number,
			"The theatre won two prizes.": verify.NoConflict,
		}},
	})
}

// A word that was put in bars a statement that else keeps the words of its source; one
// that says the same does not.
func TestAWordThatWasPutInBarsAStatement(t *testing.T) {
	v := newVerifier(t)
	s := v.Source("The town council of Velmark approved a swimming hall beside the station on Monday by 19 votes to 12. "+
		"A residents' group filed a complaint. The hall will cost 7 million crowns.", verify.About{Language: "en"})
	for statement, want := range map[string]bool{
		"The town council of Velmark approved a swimming hall beside the station on Monday.":             true,
		"The town council of Velmark unanimously approved a swimming hall beside the station on Monday.": false,
		"A residents' group lodged a complaint.":                                                         true,
		"A residents' group withdrew a complaint.":                                                       false,
		"The hall will cost 7 million crowns, and two nurseries will follow.":                            false,
		"A leaking roof did not delay the swimming hall beside the station.":                             false,
	} {
		if w := v.Judge(statement, s); w.Supported != want {
			t.Errorf("%q: supported %v, %q (%s); want %v", statement, w.Supported, w.Conflict, w.Detail, want)
		}
	}
}

// A text says once who somebody is: a full name stands in each sentence that has the
// surname, and makes no other source of it.
func TestAFullNameStandsWhereTheSurnameDoes(t *testing.T) {
	v := newVerifier(t)
	s := v.Source("The director of the aquarium, Pelle Okker, opened a pool on Monday. It holds 900 cubic metres. Visitors may swim from June. "+
		"\"The seals were bored,\" Okker said. \"They hated the old one.\"", verify.About{Language: "en"})
	const statement = "\"The seals were bored,\" said Pelle Okker."
	if w := v.Judge(statement, s); !w.Supported || len(w.Sentences) != 1 {
		t.Errorf("%q: supported %v, %q (%s), by %d sentences; want it of one", statement, w.Supported, w.Conflict, w.Detail, len(w.Sentences))
	}
}

// A figure of something else, and an office at another body.
func TestAFigureIsOfWhatTheSourceHasItFor(t *testing.T) {
	checkJudged(t, []judged{
		{"a level is no change", "The turnout was 61 percent, eight points higher than in 2022. Prices were 4 percent higher.", map[string]verify.Conflict{
			"Turnout rose by 61 percent.":             verify.Number,
			"The turnout was 61 percent.":             verify.NoConflict,
			"Turnout rose to 61 percent.":             verify.NoConflict,
			"Prices were 4 percent higher in Velmark": verify.NoConflict,
		}},
		{"less of something is no part of it", "Covered blocks lost 40 percent less weight than bare ones.", map[string]verify.Conflict{
			"Covered blocks lost 40 percent of their weight.":            verify.Number,
			"Covered blocks lost 40 percent less weight than bare ones.": verify.NoConflict,
		}},
		{"what would be was not", "Kelling warned that its profit for the year would be half of the last one.", map[string]verify.Conflict{
			"Kelling's profit for the year was half of the last one.": verify.Mood,
		}},
		{"whose office it is", "Shares in Kelling fell on Tuesday. Finance chief Nadia Borg ruled out layoffs. Its rival Norvik gained.", map[string]verify.Conflict{
			"Norvik's finance chief, Nadia Borg, ruled out layoffs.":  verify.Name,
			"Kelling's finance chief, Nadia Borg, ruled out layoffs.": verify.NoConflict,
		}},
	})
}
