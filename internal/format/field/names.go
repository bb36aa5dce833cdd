package field

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
)

var (
	nameBreaks  = regexp.MustCompile(`(?i)\s*(?:[,;|\n]|\s(?:and|&|·|•)\s)\s*(?:and\s+|&\s*)?`)
	notAName    = regexp.MustCompile(`(?i)^(?:https?://|www\.|@)|\S@\S+\.\S|^[\pN\pP\pS\s]*$`)
	emailInName = regexp.MustCompile(`\s*[(<]?\S+@\S+\.\w+[)>]?\s*`)
	nameInMail  = regexp.MustCompile(`\(([^()@]+)\)`)
)

// leadingBy is what stands before the names in a byline, in any language.
var leadingBy = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^` + lang.Pattern(lang.Any().Credits.BylineOpenings) + `\s+`)
})

// foreignBy is what stands before them in other languages, where a name may begin with the same word.
var foreignBy = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^` + lang.Pattern(lang.OnPages().BylineOpenings) + `(?:\s*:\s*|\s+)(\S+)\s+\S`)
})

// cutBy takes off what stands before the names in a byline: "By Ada Lee", "Von Ada
// Lee"; not "Von Braun", and not "Von der Leyen, Ada". ok is false where nothing does.
func cutBy(byline string) (rest string, ok bool) {
	if m := leadingBy().FindString(byline); m != "" {
		return byline[len(m):], true
	}
	if m := foreignBy().FindStringSubmatchIndex(byline); m != nil {
		if first := byline[m[2]:m[3]]; unicode.IsUpper(firstRune(first)) && !strings.HasSuffix(first, ",") {
			return byline[m[2]:], true
		}
	}
	return byline, false
}

// Authors splits a byline into names in natural case, in order and without
// repetition: "By MARTA KOVALENKO, J.K. O'NEIL and Ann Lee" gives three. With
// semicolons between them, "Kovalenko, Marta; Lee, Ann" is two; "Kovalenko, Marta" alone is one. Addresses and
// dates are no names and go, as does where they wrote from: "Ann Lee in Oster".
func Authors(byline string) []string {
	s, _ := cutBy(strings.TrimSpace(byline))
	var parts []string
	if strings.Contains(s, ";") {
		for p := range strings.SplitSeq(s, ";") {
			if last, first, ok := strings.Cut(p, ","); ok && !strings.Contains(first, ",") && !lang.IsNameSuffix(Line(first)) {
				p = first + " " + last
			}
			parts = append(parts, p)
		}
	} else if parts = nameBreaks.Split(s, -1); isInverted(s, parts) {
		parts = []string{parts[1] + " " + parts[0]}
	}
	var names []string
	for _, p := range disjoined(parts) {
		if suffix := Line(p); lang.IsNameSuffix(suffix) && len(names) > 0 {
			names[len(names)-1] += " " + Name(suffix)
			continue
		}
		if len(names) == 0 || !isInitials(p) {
			names = append(names, placed(p))
		}
	}
	if last := len(names) - 1; last > 0 && isPlaceBehind(s, names) {
		names = names[:last]
	}
	return AuthorList(names)
}

// isPlaceBehind reports whether the last of the names in a byline is where the others wrote
// from: a word behind a comma, where all others have several.
func isPlaceBehind(byline string, names []string) bool {
	last := names[len(names)-1]
	if strings.ContainsAny(last, " .") || isCapitals(last) || lang.Any().Entities.GivenNames[last] || !strings.HasSuffix(strings.TrimRight(byline, " ."), ", "+last) || IsOutlet(last) {
		return false
	}
	for _, name := range names[:len(names)-1] {
		if !isFullName(strings.Fields(name)) {
			return false
		}
	}
	return true
}

// isInitials reports whether a part of a byline is what an agency calls a writer or itself: "ab", "dpa".
func isInitials(part string) bool {
	part = Line(part)
	return utf8.RuneCountInString(part) <= 4 && strings.ToLower(part) == part && strings.ToUpper(part) != part && !strings.Contains(part, " ")
}

// disjoined parts names with a word of any language between them: "Jeanne Morel et Luc
// Petit". Surnames have such words too (Ortega y Gasset), so both are full names; where
// the word may come before a place as well, the second has a given name or a particle.
func disjoined(parts []string) []string {
	var names []string
	for _, part := range parts {
		words, from := strings.Fields(part), 0
		for i := 2; i+2 < len(words); i++ {
			if i-from >= 2 && lang.OnPages().NameJoins[words[i]] && isFullName(words[from:i]) && isFullName(words[i+1:]) &&
				(!lang.Any().Credits.PlaceJoins[words[i]] || lang.Any().Entities.GivenNames[words[i+1]] || lang.Any().Credits.Particles[words[i+2]]) {
				names, from = append(names, strings.Join(words[from:i], " ")), i+1
			}
		}
		names = append(names, strings.Join(words[from:], " "))
	}
	return names
}

// isFullName reports whether words begin and end with a large letter, and are several.
func isFullName(words []string) bool {
	return len(words) >= 2 && unicode.IsUpper(firstRune(words[0])) && unicode.IsUpper(firstRune(words[len(words)-1]))
}

// isInverted reports whether a byline is one name with the family name first, as lists
// of references have it: "Kovalenko, Marta", "van der Berg, Luuk J.".
func isInverted(byline string, parts []string) bool {
	const longest = 3 // words of a family name
	if len(parts) != 2 || strings.Count(byline, ",") != 1 {
		return false
	}
	family, given := strings.Fields(parts[0]), strings.Fields(parts[1])
	if len(family) == 0 || len(family) > longest || len(given) == 0 || IsPerson(family) || IsOutlet(parts[0]) {
		return false
	}
	for _, initial := range given[1:] {
		if len(strings.Trim(initial, ".")) > 1 {
			return false
		}
	}
	return lang.Any().Entities.GivenNames[given[0]]
}

// placed takes off where somebody wrote from: "Ada Lee in Oster".
func placed(name string) string {
	words := strings.Fields(name)
	for i := 2; i < len(words)-1; i++ {
		if first, _ := utf8.DecodeRuneInString(words[i+1]); lang.Any().Credits.PlaceJoins[strings.ToLower(words[i])] && unicode.IsUpper(first) {
			return strings.Join(words[:i], " ")
		}
	}
	return name
}

// AuthorList is Authors for names that are apart already.
func AuthorList(names []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, n := range names {
		n = Name(n)
		key := strings.ToLower(n)
		if n == "" || notAName.MatchString(n) || seen[key] || hasDayAndYear(n) {
			continue
		}
		seen[key] = true
		out = append(out, n)
	}
	return out
}

// WithoutOutlet returns the authors without the outlet that they write for: "Ada Lee,
// Harbour Times". Who is the only one stays.
func WithoutOutlet(authors []string, outlet string) []string {
	name := Letters(outlet)
	if len(authors) < 2 || name == "" {
		return authors
	}
	if others := slices.DeleteFunc(slices.Clone(authors), func(author string) bool { return Letters(author) == name }); len(others) > 0 {
		return others
	}
	return authors
}

// Name returns the name of a person or an agency in natural case: a name all in
// capitals is lowered, any other kept. "ANNA-MARIIA O'NEIL" becomes "Anna-Mariia
// O'Neil", "LUUK VAN DER BERG" "Luuk van der Berg", "J.K. MCDONALD" "J.K. McDonald";
// "AFP" stays. It is a best effort: capitals do not tell MacDonald from Macdonald.
func Name(s string) string {
	s = Line(s)
	if strings.Contains(s, "@") {
		if m := nameInMail.FindStringSubmatch(s); m != nil {
			s = m[1]
		} else {
			s = emailInName.ReplaceAllString(s, " ")
		}
	}
	s = strings.Trim(Line(leadingBy().ReplaceAllString(s, "")), " ,;|/–—")
	if !isCapitals(s) {
		return s
	}
	words := strings.Split(s, " ")
	if len(words) == 1 && utf8.RuneCountInString(s) <= 4 {
		return s // an agency: AFP, TASS
	}
	for i, w := range words {
		if i > 0 && i < len(words)-1 && lang.Any().Credits.Particles[strings.ToLower(w)] {
			words[i] = strings.ToLower(w)
			continue
		}
		words[i] = nameWord(w, i > 0)
	}
	return strings.Join(words, " ")
}

// isCapitals reports whether every letter of s is a capital, and there is one that could be otherwise.
func isCapitals(s string) bool {
	upper := false
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		upper = upper || unicode.IsUpper(r)
	}
	return upper
}

// nameWord lowers one word of a name in capitals, part by part.
func nameWord(w string, inside bool) string {
	if lang.Any().Credits.Uncapitalized[strings.Trim(w, ".,()")] {
		return w
	}
	parts := strings.Split(w, "-")
	for i, p := range parts {
		if i == 0 && len(parts) > 1 && inside && (p == "AL" || p == "EL" || p == "AD" || p == "AS") {
			parts[i] = strings.ToLower(p)
			continue
		}
		parts[i] = capitalize(p)
	}
	return strings.Join(parts, "-")
}

// capitalize lowers all letters but those that start a name: the first one,
// one after a full stop (J.K.), after a one-letter prefix (O'Neil, D'Arcy) and after Mc.
func capitalize(w string) string {
	var b strings.Builder
	up, letters := true, 0
	for _, r := range w {
		switch {
		case unicode.IsLetter(r):
			if !up {
				r = unicode.ToLower(r)
			}
			b.WriteRune(r)
			up = false
			letters++
		case r == '.' || r == '(' || r == '/':
			b.WriteRune(r)
			up, letters = true, 0
		case r == '\'' || r == '’' || r == 'ʼ' || r == '`':
			b.WriteRune(r)
			up, letters = letters == 1, 0
		default:
			b.WriteRune(r)
		}
	}
	s := b.String()
	if rest, ok := strings.CutPrefix(s, "Mc"); ok && utf8.RuneCountInString(rest) >= 3 {
		first, size := utf8.DecodeRuneInString(rest)
		return "Mc" + string(unicode.ToUpper(first)) + rest[size:]
	}
	return s
}
