package lexical

import "strings"

// american returns an English word in American spelling, so that "colour" and
// "color" share a term. It is given words in lower case and before stemming,
// as stems of the two differ (organise: organis, organize: organ). Words that
// are the same in both spellings may be changed too, as long as all of their
// forms are.
func american(word string) string {
	if respelt, ok := respelling(word); ok {
		return respelt
	}
	return ize(word)
}

// respelling replaces the beginning of a word that the two spell differently.
func respelling(word string) (string, bool) {
	for _, s := range spellings {
		if rest, ok := strings.CutPrefix(word, s.british); ok {
			return s.american + rest, true
		}
	}
	return "", false
}

// spellings are beginnings of words; whatever follows is the same in both.
var spellings = func() []spelling {
	var out []spelling
	for _, stem := range strings.Fields(`arm behavi clam col demean endeav fav ferv flav glam harb hon hum lab
		misdemean neighb od parl rig rum sav savi splend tum val vap vig`) {
		out = append(out, spelling{stem + "our", stem + "or"})
	}
	// A doubled l: travelled, cancelling.
	for _, stem := range strings.Fields("cancel channel counsel fuel label level marvel model quarrel refuel shovel signal travel tunnel unravel") {
		out = append(out, spelling{stem + "l", stem})
	}
	for _, stem := range strings.Fields("cent theat fib calib spect lit kilomet centimet millimet") {
		out = append(out, spelling{stem + "red", stem + "ered"}, spelling{stem + "re", stem + "er"})
	}
	for _, pair := range strings.Fields(`metre:meter defence:defense offence:offense licence:license pretence:pretense
		analysed:analyzed analysing:analyzing paralys:paralyz catalogu:catalog dialogu:dialog programme:program grey:gray plough:plow
		sceptic:skeptic aluminium:aluminum ageing:aging judgement:judgment fulfill:fulfil enroll:enrol skilful:skillful wilful:willful
		instalment:installment manoeuvr:maneuver cosy:cozy sulph:sulf paediatr:pediatr anaem:anem anaesth:anesth haem:hem leukaem:leukem
		orthopaed:orthoped oestrogen:estrogen foet:fet diarrhoea:diarrhea moustache:mustache jeweller:jewel jewelr:jewel pyjama:pajama
		mould:mold smoulder:smolder artefact:artifact`) {
		british, own, _ := strings.Cut(pair, ":")
		out = append(out, spelling{british, own})
	}
	return out
}()

type spelling struct{ british, american string }

// ize turns the endings of verbs in -ise into those in -ize.
func ize(word string) string {
	for _, ending := range [...]string{"isations", "isation", "isers", "iser", "ised", "ises", "ising", "ise"} {
		stem, ok := strings.CutSuffix(word, ending)
		if ok && len(stem) >= shortestStem && !alwaysIse[stem] {
			return stem + "iz" + ending[2:]
		}
	}
	return word
}

// shortestStem keeps raise, noise, wise, advise and revise as they are.
const shortestStem = 4

// alwaysIse are stems of words that end in -ise everywhere and have forms that
// [ize] does not know, such as surprisingly and precision.
var alwaysIse = map[string]bool{
	"advert": true, "circumc": true, "conc": true, "enterpr": true, "exerc": true, "franch": true, "prec": true, "prem": true,
	"prom": true, "superv": true, "surpr": true, "telev": true, "merchand": true,
}
