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
	if a.words.Terms.HyphenBeginnings[strings.ToLower(text[start:end])] || a.words.Terms.HyphenEndings[strings.ToLower(text[end+1:stop])] {
		return stop
	}
	return start
}
