package lexical

import "strings"

// joinedEnd returns where the word ends that the word text[start:end] and the
// one behind the hyphen at end are together, or start if they are not written
// as one. Words of three parts (state-of-the-art) never are.
func (a *Analyzer) joinedEnd(text string, start, end int) int {
	if end+1 >= len(text) || !isWordByte[text[end+1]] || start > 0 && text[start-1] == '-' {
		return start
	}
	stop := wordEnd(text, end+1)
	if stop < len(text) && text[stop] == '-' {
		return start
	}
	if end-start <= model && isLetters(text[start:end]) && isDigit(text[end+1]) { // F-16, F16
		return stop
	}
	if a.words.Terms.HyphenBeginnings[strings.ToLower(text[start:end])] || a.words.Terms.HyphenEndings[strings.ToLower(text[end+1:stop])] {
		return stop
	}
	return start
}

// model is how many letters a word of letters and a number has at most: F16, AK47.
// More are a word of their own, with a number behind it: Covid19.
const model = 2

// numberIn returns where the number begins that a word ends in which is more than
// a model's, 0 if there is none.
func numberIn(word string) int {
	at := len(word)
	for at > 0 && isDigit(word[at-1]) {
		at--
	}
	if at == len(word) || at <= model || !isLetters(word[:at]) {
		return 0
	}
	return at
}

func isLetters(word string) bool {
	for i := range len(word) {
		if !isLetterByte(word[i]) {
			return false
		}
	}
	return true
}
