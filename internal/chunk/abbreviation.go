package chunk

import (
	"unicode"
	"unicode/utf8"
)

// kind says what a full stop after a word means.
type kind int

const (
	ordinary     kind = iota
	abbreviation      // ends a sentence only if the next word shows it
	title             // never ends a sentence: a name follows
	numbered          // ends a sentence unless a number follows
)

// abbreviationAt tells what the word at the end of text, which precedes a
// full stop, is: an initial ("J"), letters with full stops ("U.S", "a.m") or
// a listed word.
func abbreviationAt(text string) kind {
	r, size := utf8.DecodeLastRuneInString(text)
	if before, _ := utf8.DecodeLastRuneInString(text[:len(text)-size]); unicode.IsUpper(r) && !isWordRune(before) {
		return abbreviation
	}
	start, letters, dotted := len(text), 0, false
	for start > 0 && len(text)-start <= 10 { // no listed word is longer
		b := text[start-1]
		switch {
		case b == '.':
			if letters > 2 {
				return ordinary // "example.com"
			}
			dotted, letters = true, 0
		case (b|0x20) >= 'a' && (b|0x20) <= 'z':
			letters++
		default:
			b = 0
		}
		if b == 0 {
			break
		}
		start--
	}
	if dotted {
		if letters >= 1 && letters <= 2 {
			return abbreviation
		}
		return ordinary
	}
	return listed(text[start:])
}

// isWordRune tells whether a rune is part of a longer word, so that a capital after it is no initial.
func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '’' || r == '&'
}

// listed looks a word up in the list of abbreviations that news use.
func listed(word string) kind {
	switch word {
	case "Mr", "Mrs", "Ms", "Mx", "Messrs", "Mme", "Mlle", "Dr", "Drs", "Prof", "Hon", "Rev", "Fr", "Msgr",
		"Gen", "Lt", "Col", "Maj", "Capt", "Cpt", "Cpl", "Sgt", "Pvt", "Cmdr", "Adm", "Brig", "Supt", "Det", "Insp",
		"Sen", "Sens", "Rep", "Reps", "Gov", "Govs", "Pres", "Amb", "Atty", "Asst",
		"vs", "cf", "viz", "approx", "ca", "incl":
		return title
	case "No", "Nos", "no", "nos", "Fig", "fig", "Vol", "vol", "pp", "p", "Art", "Sec", "Ch":
		return numbered
	case "St", "Ste", "Mt", "Ft", "Pt", "Ave", "Blvd", "Rd", "Hwy", "Sq",
		"v", "c", "al", "ed", "eds",
		"Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
		"Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri",
		"Inc", "Corp", "Co", "Cos", "Ltd", "Bros", "Jr", "Sr", "Esq", "Dept", "Assn", "Univ", "Gov't", "Intl", "etc", "est",
		"Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Md", "Mass",
		"Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo",
		"Ont", "Que", "Alta", "Prov":
		return abbreviation
	}
	return ordinary
}

// isOpener tells whether text begins with a word that, with a capital, opens
// a sentence rather than being a name, so that an abbreviation before it was
// the last word of the sentence before.
func isOpener(text string) bool {
	end := 0
	for end < len(text) && end < 13 && (text[end]|0x20) >= 'a' && (text[end]|0x20) <= 'z' {
		end++
	}
	if end < len(text) && text[end] == '.' { // an initial, as in "Harry S. A. Brown", or another title
		return text[:end] == "Mr" || text[:end] == "Mrs" || text[:end] == "Ms"
	}
	switch text[:end] {
	case "The", "A", "An", "This", "That", "These", "Those", "There", "Here",
		"I", "He", "She", "It", "We", "They", "You", "His", "Her", "Its", "Our", "Their", "My",
		"And", "But", "Or", "So", "Yet", "If", "When", "While", "As", "Since", "Because", "Although", "Though", "Until", "Once",
		"In", "On", "At", "By", "For", "From", "With", "Without", "After", "Before", "During", "Under", "Among", "Between", "About", "To",
		"What", "Who", "Why", "How", "Where", "Which", "Whether",
		"Some", "Many", "Most", "More", "Both", "Each", "Every", "All", "Several", "Few", "Another", "Other", "Others", "One", "Two", "Three",
		"No", "Not", "Nobody", "Nothing", "Such", "Now", "Then", "Still", "Also", "Even", "Only", "Just",
		"However", "Meanwhile", "Later", "Earlier", "Instead", "Police", "Officials", "According", "Asked", "Last", "Next":
		return true
	}
	return false
}
