package verify_test

import (
	"testing"
	"time"

	"byline/internal/verify"
)

// judged is a source with statements of it and the conflict that each has.
type judged struct {
	name, source string
	statements   map[string]verify.Conflict
}

func checkJudged(t *testing.T, all []judged) {
	t.Helper()
	v := newVerifier(t)
	about := verify.About{Outlet: "Velmark Post", Published: time.Date(2026, time.March, 10, 0, 0, 0, 0, time.UTC), Language: "en"}
	for _, x := range all {
		s := v.Source(x.source, about)
		for statement, want := range x.statements {
			if w := v.Judge(statement, s); w.Conflict != want {
				t.Errorf("%s: %q: conflict %q (%s), supported %v; want %q", x.name, statement, w.Conflict, w.Detail, w.Supported, want)
			}
		}
	}
}

// Who did something is told from others of whom a source tells something else.
func TestWhoDidSomethingIsToldFromOthers(t *testing.T) {
	checkJudged(t, []judged{
		{"two verbs with their subjects turned round", "A waiter caught the thief in Brask on Friday after the owner had slipped on the stairs.", map[string]verify.Conflict{
			"The owner caught the thief after a waiter had slipped on the stairs.":  verify.Roles,
			"The thief was caught by a waiter after the owner had slipped.":         verify.NoConflict,
			"A waiter caught the thief in Brask after the owner slipped on stairs.": verify.NoConflict,
		}},
		{"one verb with another subject", "The tenants' league welcomes the law, while the builders' guild, which had fought it for years, called it a mistake.", map[string]verify.Conflict{
			"The builders' guild welcomes the law.":  verify.Roles,
			"The tenants' league welcomes the law.":  verify.NoConflict,
			"The law is welcomed by tenants' league": verify.NoConflict,
		}},
		{"who was beaten, in a participle, did not win", "Ada Holt won a second term on Tuesday, defeating Piet Rann in the race for mayor.", map[string]verify.Conflict{
			"Piet Rann won the race for mayor.":  verify.Roles,
			"Ada Holt won the race for mayor.":   verify.NoConflict,
			"Ada Holt defeated Piet Rann.":       verify.NoConflict,
			"Piet Rann was beaten by Ada Holt.":  verify.NoConflict,
			"Piet Rann won a second term.":       verify.Roles,
			"Piet Rann lost the race for mayor.": verify.NoConflict,
		}},
		{"a name and what its bearer is called are one", "Odd Lerche, the ferryman, was fined after a quarrel in which a passenger was hurt.", map[string]verify.Conflict{
			"The ferryman was fined after a quarrel.":  verify.NoConflict,
			"The passenger was fined after a quarrel.": verify.Roles,
		}},
		{"of something else, and of nobody else", "The tiler, Kolk & Co, blames a shortage of glue; the town blames the tiler and has withheld 800 crowns. Only walkers and riders may pass, since a beam is weak. Lorries are to follow in 2028.", map[string]verify.Conflict{
			"The town blames a shortage of glue.":       verify.Roles,
			"The tiler has withheld 800 crowns.":        verify.Roles,
			"The town has withheld 800 crowns.":         verify.NoConflict,
			"Lorries may pass, since a beam is weak.":   verify.Roles,
			"Riders may pass, although a beam is weak.": verify.NoConflict,
		}},
		{"who was told to", "The court ordered the farmer, Bo Lund, to pay them 900 crowns. Sixty herders and three dogs had searched.", map[string]verify.Conflict{
			"The farmer, Bo Lund, has to pay them 900 crowns.":     verify.NoConflict,
			"The herders have to pay Bo Lund 900 crowns.":          verify.Roles,
			"Sixty herders searched.":                              verify.NoConflict,
			"The court was ordered by Bo Lund to pay 900 crowns.":  verify.Roles,
			"Three dogs had searched, and sixty herders had, too.": verify.NoConflict,
		}},
		{"a noun is no deed", "The council of Oster agreed to cut the eel catch in the Selk. Anglers may catch ten eels a day.", map[string]verify.Conflict{
			"Anglers may catch ten eels a day.": verify.NoConflict,
		}},
		{"what was done to somebody, told behind a noun", "Three joggers have been treated for bites since Sunday; none of them is in hospital.", map[string]verify.Conflict{
			"None of the three joggers treated for bites is in hospital.": verify.NoConflict,
		}},
		{"what somebody lost is not who does what follows", "Whoever loses a key has to replace it.", map[string]verify.Conflict{
			"Lost keys have to be replaced.": verify.NoConflict,
		}},
	})
}

// A denial may be told by the contrary, and by another form of denial.
func TestADenialInOtherWords(t *testing.T) {
	checkJudged(t, []judged{
		{"the contrary", "A court in Lode acquitted two sailors, Ulf Tarn and Ebbe Holt, on Monday. The reason for the fire is unknown.", map[string]verify.Conflict{
			"Ulf Tarn and Ebbe Holt were found not guilty by a court in Lode.": verify.NoConflict,
			"The two sailors were not convicted.":                              verify.NoConflict,
			"The two sailors were convicted.":                                  verify.Contrast,
			"The reason for the fire is not known.":                            verify.NoConflict,
		}},
		{"not for the boat", "The insurer pays for the nets, but not for the boat.", map[string]verify.Conflict{
			"The boat is not covered by the insurer.": verify.NoConflict,
			"The insurer pays for the boat.":          verify.Polarity,
		}},
		{"has yet to", "The ministry has yet to approve the contract.", map[string]verify.Conflict{
			"The ministry has not yet approved the contract.": verify.NoConflict,
			"The ministry has yet to approve the contract.":   verify.NoConflict,
			"The ministry has approved the contract.":         verify.Mood,
		}},
		{"not yet", "A successor is to be named by January. The county wants to decide on the grant in May.", map[string]verify.Conflict{
			"A successor has not been named yet.":      verify.NoConflict,
			"The county has not decided on it yet.":    verify.NoConflict,
			"A successor has been named.":              verify.Mood,
			"A successor will not be named by January": verify.Polarity,
		}},
		{"the contrary, and what is taken away", "The kiosks stay open for now. Trains between Oster and Selk were suspended on Tuesday. Names were taken, but no passwords. The rector accused Ulla Brandt of copying a letter. Brandt denied that.", map[string]verify.Conflict{
			"The kiosks are not closing for now.":                 verify.NoConflict,
			"The kiosks do not stay open for now.":                verify.Polarity,
			"No trains went between Oster and Selk on Tuesday.":   verify.NoConflict,
			"Passwords were not among what was taken.":            verify.NoConflict,
			"Names and passwords were taken.":                     verify.Polarity,
			"Ulla Brandt denied copying a letter.":                verify.NoConflict,
			"Trains were not suspended between Oster and Selk.":   verify.Polarity,
			"The kiosks close for now, and trains were suspended": verify.Contrast,
		}},
		{"should have, neither and unhurt", "The town should have invited other bids. Neither the club nor Orbis admitted any fault. The boy was tired but unhurt; he had been missing. Imports were unchanged.", map[string]verify.Conflict{
			"The town had not invited other bids.":             verify.NoConflict,
			"The town invited other bids.":                     verify.Mood,
			"Neither the club nor Orbis has admitted a fault.": verify.NoConflict,
			"Orbis has admitted a fault.":                      verify.Polarity,
			"The boy was not injured.":                         verify.NoConflict,
			"Imports did not change.":                          verify.NoConflict,
		}},
		{"was not the one that", "The dog that was caught in Dorn was not the animal that had bitten the postman, the police said.", map[string]verify.Conflict{
			"The dog that was caught in Dorn had not bitten the postman.":        verify.NoConflict,
			"The dog that was caught in Dorn had bitten the postman.":            verify.Polarity,
			"The dog caught in Dorn was the animal that had bitten the postman.": verify.Polarity,
		}},
	})
}

// What only others say, or is only to come, has not happened.
func TestWhatIsSaidOrToComeHasNotHappened(t *testing.T) {
	checkJudged(t, []judged{
		{"is said to", "The driver, 51, is said to have pushed the cyclist off the road.", map[string]verify.Conflict{
			"The driver pushed the cyclist off the road.":           verify.Mood,
			"The driver allegedly pushed the cyclist off the road.": verify.NoConflict,
		}},
		{"what somebody says is what they claim", "Varga says that he read the letter on the train.", map[string]verify.Conflict{
			"Varga claims that he read the letter on the train.": verify.NoConflict,
		}},
		{"the first", "Mayor Rune Falk wants to be the first on the ice.", map[string]verify.Conflict{
			"Mayor Rune Falk was the first on the ice.":     verify.Mood,
			"Mayor Rune Falk wants to be the first on ice.": verify.NoConflict,
		}},
		{"who is allowed to", "The court ruled that the camp may stay. The ambassador was called back; a minister was against it. Because pay talks failed, the guards walk out.", map[string]verify.Conflict{
			"The ambassador was called back.":               verify.NoConflict,
			"The camp may stay, the court ruled.":           verify.NoConflict,
			"The guards walk out because pay talks failed.": verify.NoConflict,
		}},
		{"meant to, would have, whether", "The trial, which ends in August, is meant to save nurses an hour. A repair would have cost 1.1 million crowns. Whether the singers will get their money back is uncertain. Holm claimed that the fence was broken.", map[string]verify.Conflict{
			"The trial has saved nurses an hour.":          verify.Mood,
			"The trial ended in August.":                   verify.Mood,
			"The trial ends in August.":                    verify.NoConflict,
			"A repair has cost 1.1 million crowns.":        verify.Mood,
			"A repair would have cost 1.1 million crowns.": verify.NoConflict,
			"The singers will get their money back.":       verify.Mood,
			"Holm argued that the fence had been broken.":  verify.NoConflict,
		}},
		{"is planned for", "A memorial service is planned for October. The sale must still be confirmed by the synod.", map[string]verify.Conflict{
			"A memorial service was held in October.":    verify.Mood,
			"The synod has not yet confirmed the sale.":  verify.NoConflict,
			"A memorial service is planned for October.": verify.NoConflict,
		}},
		{"only plans", "The harbour board will discuss the fee in April. Its pilots will strike on Monday.", map[string]verify.Conflict{
			"The harbour board has decided on the fee.":                    verify.Mood,
			"Its pilots have gone on strike on Monday.":                    verify.Mood,
			"The harbour board is going to discuss the fee in April.":      verify.NoConflict,
			"The harbour board decided that it will discuss fees in April": verify.NoConflict,
		}},
	})
}

// A figure, a date and a rank stand for what they do in the source.
func TestFiguresStandForWhatTheyDoInTheSource(t *testing.T) {
	checkJudged(t, []judged{
		{"counted otherwise", "The chain has 48 shops. Its administrator spoke of three serious buyers. The barge carried 90 calves.", map[string]verify.Conflict{
			"Its administrator spoke of 48 serious buyers.": verify.Number,
			"The barge carried 90 animals.":                 verify.NoConflict,
		}},
		{"the unit is told once", "The roof costs 3.1 million crowns, of which the state pays 2.2 million.", map[string]verify.Conflict{
			"The state pays 3.1 million crowns.": verify.Number,
			"The state pays 2.2 million crowns.": verify.NoConflict,
		}},
		{"a part of all, told behind them", "So far, 40 gulls have been counted, 15 of them ill.", map[string]verify.Conflict{
			"All 40 gulls that were counted were ill.": verify.Quantity,
		}},
		{"some of them", "About 70 people live in the wood, some of them in tents. A court sent two guards to prison for three and four years.", map[string]verify.Conflict{
			"All of the people in the wood live in tents.":    verify.Quantity,
			"Some of the people in the wood live in tents.":   verify.NoConflict,
			"Three guards were sent to prison.":               verify.Number,
			"Two guards were sent to prison by a court.":      verify.NoConflict,
			"A guard was sent to prison for three years.":     verify.NoConflict,
			"The guards must go to prison for 3 and 4 years.": verify.NoConflict,
		}},
		{"at and to", "The bank of Oster left its rate at 2.5 percent on Tuesday.", map[string]verify.Conflict{
			"The bank of Oster raised its rate to 2.5 percent.":  verify.Number,
			"The bank of Oster left its rate at 2.5 percent.":    verify.NoConflict,
			"The bank of Oster lowered its rate to 2.5 percent.": verify.Number,
		}},
		{"ranks", "It is the second-largest organ in Velmark, and one of the oldest.", map[string]verify.Conflict{
			"It is the largest organ in Velmark.":         verify.Bound,
			"It is the second-largest organ in Velmark.":  verify.NoConflict,
			"The organ is the oldest in Velmark.":         verify.Bound,
			"The organ is one of the oldest in Velmark.":  verify.NoConflict,
			"The second-largest organ stands in Velmark.": verify.NoConflict,
		}},
		{"before and after", "The driver stopped his train 80 metres before the bend, after rails had buckled.", map[string]verify.Conflict{
			"The driver stopped the train 80 metres before the bend.": verify.NoConflict,
			"The driver stopped the train 80 metres after the bend.":  verify.Contrast,
		}},
		{"of which, on what, how many became", "Machines sold well; exports of timber fell by 6 percent. The money should have been spent on staff, not on lifts. More than 700 children have learned it, and two became champions. Tindra, born on 9 October, is a lynx.", map[string]verify.Conflict{
			"Exports of machines fell by 6 percent.":       verify.Contrast,
			"Exports of timber fell by 6 percent.":         verify.NoConflict,
			"More than 700 children became champions.":     verify.Number,
			"Two children became champions.":               verify.NoConflict,
			"The lynx Tindra was born on 9 October.":       verify.NoConflict,
			"The money should have been spent on staff.":   verify.NoConflict,
			"More than 700 children have learned it well.": verify.NoConflict,
		}},
		{"which date is of which", "The mill, empty since 1998, can be rented from May.", map[string]verify.Conflict{
			"The mill has been empty since May.":  verify.Date,
			"The mill has been empty since 1998.": verify.NoConflict,
		}},
		{"a thing is what it is called", "Rasmus Gade wrote eleven volumes of letters and, late in life, a single play, Winter Quarters.", map[string]verify.Conflict{
			"Winter Quarters is a volume of letters.": verify.Name,
			"Winter Quarters is a play.":              verify.NoConflict,
		}},
	})
}

// A sentence is told in other words: by a noun for its verb, by who does it, by a pronoun's name.
func TestATruthInOtherWords(t *testing.T) {
	checkJudged(t, []judged{
		{"whose it is, told by a pronoun", "The treasurer of Brask hospice, Ole Senn, was fined. The hospice has sold two mules. Its director, Pia Leth, resigned in February.", map[string]verify.Conflict{
			"The resignation of the hospice's director came in February.": verify.NoConflict,
		}},
		{"a quarrel denies nothing, and a decline to a figure neither", "The delay was caused by a dispute between two parishes. Odd Lerche attributed the decline to cheaper oil.", map[string]verify.Conflict{
			"A dispute between two parishes caused the delay.": verify.NoConflict,
			"Cheaper oil caused the decline, Odd Lerche said.": verify.NoConflict,
			"Odd Lerche disputes that oil is cheaper.":         verify.Polarity,
		}},
		{"what is due to happen has no cause", "The harp will be kept in a hall at Selk, which opens in May. Rain was to blame for the delay.", map[string]verify.Conflict{
			"The harp will be kept in a hall that is due to open in May.": verify.NoConflict,
			"The delay was due to frost.":                                 verify.Cause,
		}},
		{"half-time is no half, and so many of so many is all", "Torv led by two goals at the break and lost. Nine of its 30 kiosks are going to be closed, the chain said.", map[string]verify.Conflict{
			"Torv lost after leading by two goals at half-time.":       verify.NoConflict,
			"Nine kiosks of 30 are going to be closed, the chain said": verify.NoConflict,
		}},
		{"for the first time", "The Selk council has asked for the return of the drum since 1989. The second petition came in 2004.", map[string]verify.Conflict{
			"The Selk council first asked for the return of the drum in 1989.": verify.NoConflict,
			"The first petition came in 2004.":                                 verify.Number,
		}},
		{"who did it is what they are called", "Gustav Mehl, who invented the tide lamp, taught physics. Lena Orre sold the lamp.", map[string]verify.Conflict{
			"Gustav Mehl was the inventor of the tide lamp.": verify.NoConflict,
		}},
		{"each week, and what a noun is of", "No staff of the hall in Selk will have to work on Sundays. Gerd Falk, chief of the mountain rescue, said that the risk remained.", map[string]verify.Conflict{
			"No staff of the hall will have to do Sunday work.":         verify.NoConflict,
			"The risk remained, said Gerd Falk of the mountain rescue.": verify.NoConflict,
		}},
		{"what is due has not been done", "A strike of the ushers was to begin on Thursday.", map[string]verify.Conflict{
			"The strike of the ushers had been due to begin on Thursday.": verify.NoConflict,
			"The strike of the ushers began on Thursday.":                 verify.Mood,
		}},
		{"what is feared is no fact", "The club of Selk fears that the hall has been damaged.", map[string]verify.Conflict{
			"The hall has been damaged.":                                verify.Mood,
			"The club of Selk is afraid that the hall has been damaged": verify.NoConflict,
		}},
		{"could not is did not", "Researchers at Velmark could not repeat the trial.", map[string]verify.Conflict{
			"Researchers at Velmark failed to repeat the trial.": verify.NoConflict,
			"Researchers at Velmark repeated the trial.":         verify.Polarity,
		}},
	})
}
