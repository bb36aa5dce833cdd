package lexical

import (
	"strings"
	"unicode"
)

// signed is a name with signs in it, as C++, .NET, AT&T and Disney+ are.
type signed struct {
	term       uint32 // 0 if there is none
	start, end int
	// whole is whether only all of it tells what it is: C++ is no C, but who writes of Disney
	// may mean Disney+.
	whole bool
}

// initials is how many letters a word has at most that says little without the signs beside it.
const initials = 2

// signedName reads the name with signs that begins with the word text[start:end], of which hasSign is true.
func signedName(text string, start, end int) signed {
	if !isLetters(text[start:end]) {
		return signed{}
	}
	s := signed{start: start, end: initialsEnd(text, start, end), whole: end-start <= initials}
	if s.end == end {
		s.end = plusEnd(text, end)
	}
	if isDotted(text, start) && end-start > 1 && opensName(text[:start-1]) {
		s.start, s.whole = start-1, true
	}
	if s.end-s.start == end-start {
		return signed{}
	}
	folded := Fold(strings.ReplaceAll(text[s.start:s.end], " ", ""))
	s.term = hash("& " + strings.TrimSuffix(folded, "'s")) // no word has a space in it
	return s
}

// hasSign reports whether a sign stands beside a word. It is asked of every word of a text,
// so it is cheap, and sometimes wrong.
func hasSign(text string, start, end int) bool {
	return end < len(text) && (isSign[text[end]] || text[end] == ' ' && end+1 < len(text) && text[end+1] == '&') || isDotted(text, start)
}

var isSign = [256]bool{'+': true, '#': true, '&': true}

func isDotted(text string, start int) bool { return start > 0 && text[start-1] == '.' }

// initialsEnd returns where initials end that begin with the word text[start:end]: AT&T,
// R & D. It is end if they are none.
func initialsEnd(text string, start, end int) int {
	for end-start <= initials {
		next, spaced := end+1, strings.HasPrefix(text[end:], " & ")
		if spaced {
			next = end + 3
		}
		if !spaced && text[end:min(len(text), next)] != "&" || next >= len(text) || !isWordByte[text[next]] {
			break
		}
		stop := wordEnd(text, next)
		word, _, _ := strings.Cut(strings.ReplaceAll(text[next:stop], "’", "'"), "'")
		if len(word) > initials || !isLetters(word) || spaced && !isCapitals(text[start:end]+word) {
			break
		}
		start, end = next, stop
	}
	return end
}

// plusEnd returns where the signs end that belong to a word that ends at a place: C++, C#.
func plusEnd(text string, end int) int {
	rest := strings.TrimLeft(text[end:], "+#")
	signs := text[end : len(text)-len(rest)]
	if r, _ := firstRune(rest); signs != "+" && signs != "++" && signs != "#" || unicode.IsLetter(r) {
		return end
	}
	return end + len(signs)
}

// opensName reports whether a name may begin behind a text, so that a full stop there ends nothing.
func opensName(before string) bool {
	r, _ := lastRune(before)
	return before == "" || unicode.IsSpace(r) || unicode.In(r, unicode.Ps, unicode.Pi) || strings.ContainsRune(`"'/`, r)
}

func isCapitals(word string) bool { return strings.ToUpper(word) == word }
