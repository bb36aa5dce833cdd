package format

import (
	"regexp"
	"strings"
	"unicode"

	"byline/internal/format/field"
)

// Attribution returns the names of the outlets, agencies and persons that a
// "Source:" line credits, in order, without what it says about them:
//
//	Source: Baltic Courier with reference to the Latvian daily Diena   Baltic Courier, Diena
//	Source: European Pravda, a news outlet, citing Bloomberg           European Pravda, Bloomberg
//	Source: General Staff of the Armed Forces of Ukraine on Facebook   General Staff of the Armed Forces of Ukraine
//
// The label may be missing. Unnamed sources yield nothing. It goes by the words
// that introduce a further source, the commas, and the capitals of names, and
// is a best effort.
func Attribution(line string) []string {
	line = credits().label.ReplaceAllString(field.Line(strings.ToValidUTF8(line, "\ufffd")), "")
	line = firstSentence(aside.ReplaceAllString(line, ""))
	var names []string
	for _, credited := range credits().referral.Split(line, -1) {
		for i, part := range strings.FieldsFunc(dashes.Replace(credited), func(r rune) bool { return r == ',' || r == ';' }) {
			part = strings.TrimSpace(part)
			if i > 0 && isDescription(part) {
				continue
			}
			for _, p := range splitPair(part) {
				names = append(names, creditedName(p))
			}
		}
	}
	return field.List(names)
}

var (
	aside  = regexp.MustCompile(`\s*[(\[][^()\[\]]*[)\]]`)
	dashes = strings.NewReplacer(" – ", ", ", " — ", ", ", " - ", ", ")
)

// firstSentence cuts line after its first sentence or before a colon.
func firstSentence(line string) string {
	for i, r := range line {
		rest := line[i+1:]
		if r == ':' && strings.HasPrefix(rest, " ") {
			return line[:i]
		}
		if (r == '.' || r == '!' || r == '?') && (rest == "" || rest[0] == ' ') && !isAbbreviated(line[:i]) {
			return line[:i]
		}
	}
	return line
}

// isAbbreviated reports whether text ends in an initial or a short title, so
// that a full stop after it does not end a sentence.
func isAbbreviated(text string) bool {
	word := text[strings.LastIndexAny(text, " .")+1:]
	return credits().Abbreviations[word] || len([]rune(word)) == 1
}

// isDescription reports whether what follows a comma says something about the
// source before it rather than naming another.
func isDescription(part string) bool {
	if loc := credits().tail.FindStringIndex(part); loc != nil {
		part = part[:loc[0]]
	}
	words := strings.Fields(part)
	return len(words) == 0 || !isNameWord(words[0]) || !isNameWord(words[len(words)-1]) && !credits().Bodies[words[len(words)-1]] ||
		strings.EqualFold(words[0], "the") && len(words) > 4 || credits().office.MatchString(part) || credits().owned.MatchString(part) || credits().onDay.MatchString(part)
}

// splitPair splits "Reuters and Bloomberg", but not "Ministry of Culture and Sport".
func splitPair(part string) []string {
	left, right, ok := strings.Cut(part, " and ")
	if !ok || strings.Contains(left, " of ") || strings.Contains(left, " for ") || credits().tail.MatchString(left) {
		return []string{part}
	}
	if words := strings.Fields(right); len(words) == 0 || !hasName(words) {
		return []string{part}
	}
	return []string{left, right}
}

// creditedName returns the name in a part of a source line, empty if there is none.
func creditedName(part string) string {
	head, rest := part, ""
	if loc := credits().tail.FindStringIndex(" " + part); loc != nil {
		head, rest = strings.TrimSpace((" " + part)[:loc[0]]), strings.TrimSpace((" " + part)[loc[0]:])
	}
	name := nameIn(head)
	if name != "" || rest == "" {
		return name
	}
	how, rest, _ := strings.Cut(rest, " ")
	last := head[strings.LastIndex(head, " ")+1:]
	if how != "by" && !credits().Speakers[last] && !credits().Bodies[last] { // "a meeting in Visby" credits nobody
		return ""
	}
	if loc := credits().tail.FindStringIndex(rest); loc != nil {
		rest = rest[:loc[0]]
	}
	name = nameIn(rest)
	if name != "" && credits().Bodies[last] { // "police in Visby"
		return last + " " + how + " " + name
	}
	return name // "sources in the Security Service", "a survey by Diena"
}

const maxNameWords = 16

// nameIn returns the name in a noun phrase: "the Latvian daily Diena", "press
// service of the Ministry of Defence", "Nordlinjen's chief executive Elin Strand".
func nameIn(phrase string) string {
	words := strings.Fields(strings.Trim(quotes.Replace(phrase), " .,:;"))
	if len(words) == 1 && !credits().Unnamed[words[0]] {
		return words[0]
	}
	end := len(words)
	for end > 0 && !isNameWord(words[end-1]) {
		end--
	}
	body := bodyEnd(words, end)
	words = words[:end]
	start := 0
	for i := range words {
		if !isNameWord(words[i]) && !credits().Joins[words[i]] {
			start = i + 1
		}
	}
	for start < len(words) && !isNameWord(words[start]) {
		start++
	}
	if start < end && end < body && body-start <= maxNameWords {
		return strings.Join(words[start:body], " ")
	}
	name := strings.Join(words[start:], " ")
	if title := credits().office.FindString(name); title != "" {
		if person := strings.TrimSpace(name[len(title):]); len(strings.Fields(person)) >= 2 && isNameWord(strings.Fields(person)[0]) {
			name = person
		}
	}
	if loc := credits().owned.FindStringIndex(name); loc != nil {
		name = name[:loc[0]]
	}
	name = trailingOwner.ReplaceAllString(name, "")
	if len(strings.Fields(name)) > maxNameWords {
		return ""
	}
	return name
}

// bodyEnd returns where a name ends whose last word with a capital stands
// before end: behind the last body among the words that follow, as in "Norland
// coast guard", or at end if there is none.
func bodyEnd(words []string, end int) int {
	for i := len(words); end > 0 && i > end; i-- {
		if credits().Bodies[words[i-1]] {
			return i
		}
	}
	return end
}

var (
	quotes        = strings.NewReplacer(`"`, "", "“", "", "”", "", "«", "", "»", "", "„", "")
	trailingOwner = regexp.MustCompile(`(?:['’]s?)?(?: (?:Telegram|Facebook|YouTube))?$`)
)

// isNameWord reports whether a word can be part of a name: it holds a capital or
// begins with a digit, or is the address of a site.
func isNameWord(w string) bool {
	r := []rune(strings.TrimLeft(w, "\"“«„'‘("))
	if len(r) == 0 {
		return false
	}
	for i, c := range r {
		if unicode.IsUpper(c) && (i == 0 || !strings.ContainsAny(w, "-–")) {
			return true
		}
		if c == '.' && i > 0 && i < len(r)-2 && unicode.IsLetter(r[i+1]) {
			return true
		}
	}
	return unicode.IsDigit(r[0]) || unicode.IsLetter(r[0]) && !unicode.IsLower(r[0])
}

func hasName(words []string) bool {
	for _, w := range words {
		if isNameWord(w) {
			return true
		}
	}
	return false
}
