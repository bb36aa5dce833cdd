package lang

import (
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryFileIsALanguageOfTheTable(t *testing.T) {
	files, err := fs.Glob(packs, "packs/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, l := range append(slices.Clone(languages), elsewhere) {
		codes = append(codes, filesOf(l.code)...)
		if p := l.pack(); p.Code != l.code || p.Stem == nil {
			t.Errorf("the pack of %q is for %q", l.code, p.Code)
		}
	}
	slices.Sort(codes)
	if !slices.Equal(files, codes) {
		t.Errorf("files are %v, the table has %v", files, codes)
	}
}

// A list in order shows what it lacks and what it has twice, and a change of it
// is a line in a review.
func TestPacksAreInForm(t *testing.T) {
	for _, file := range allFiles() {
		text, err := packs.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		options := optionsOf(reflect.TypeFor[Pack]())
		section, before, seen := "", "", map[string]bool{}
		for i, line := range strings.Split(string(text), "\n") {
			if line != strings.TrimSpace(line) {
				t.Errorf("%s, line %d: white space around %q", file, i+1, line)
			}
			name, isSection := sectionName(line)
			switch {
			case isSection:
				section, before, seen = name, "", map[string]bool{}
				continue
			case line == "" || line[0] == '#':
				before = ""
				continue
			}
			key, _, _ := strings.Cut(strings.Trim(line, `"`), ": ")
			if key < before {
				t.Errorf("%s, line %d: %q comes after %q", file, i+1, key, before)
			}
			if seen[line] {
				t.Errorf("%s, line %d: %q is there twice", file, i+1, line)
			}
			before, seen[line] = key, true
			switch options[section] {
			case "":
				if line != strings.ToLower(line) {
					t.Errorf("%s, line %d: %q has capitals", file, i+1, line)
				}
			case "patterns":
				if _, err := regexp.Compile(line); err != nil {
					t.Errorf("%s, line %d: %v", file, i+1, err)
				}
			case "cased":
			}
		}
	}
}

// allFiles lists the files of all languages.
func allFiles() []string {
	var all []string
	for _, l := range append(slices.Clone(languages), elsewhere) {
		all = append(all, filesOf(l.code)...)
	}
	return all
}

// optionsOf returns what stands behind the section in the tags of a type's fields, by section.
func optionsOf(s reflect.Type) map[string]string {
	options := map[string]string{}
	for i := range s.NumField() {
		f := s.Field(i)
		if f.Type.Kind() == reflect.Struct {
			for name, option := range optionsOf(f.Type) {
				options[name] = option
			}
		}
		if tag, ok := f.Tag.Lookup("section"); ok {
			name, option, _ := strings.Cut(tag, ",")
			options[name] = option
		}
	}
	return options
}

// Two fields of one section would share what only the last of them gets.
func TestEverySectionIsOfOneField(t *testing.T) {
	seen := map[string]bool{}
	var look func(s reflect.Type)
	look = func(s reflect.Type) {
		for i := range s.NumField() {
			f := s.Field(i)
			tag, ok := f.Tag.Lookup("section")
			name, _, _ := strings.Cut(tag, ",")
			switch {
			case !ok && f.Type.Kind() == reflect.Struct:
				look(f.Type)
			case ok && seen[name]:
				t.Errorf("section %q is of %s and of another field", name, f.Name)
			case ok:
				seen[name] = true
			}
		}
	}
	look(reflect.TypeFor[Pack]())
}

func TestEnglishFillsEverySection(t *testing.T) {
	fields := map[string]reflect.Value{}
	collect(reflect.ValueOf(Of("en")).Elem(), fields)
	for name, f := range fields {
		if f.Len() == 0 && !slices.Contains([]string{ // which other languages have
			"times in words", "particles", "answer signs", "elisions", "case endings", "column names", "behind column names", "before column names",
			"sources before a verb", "verbs with a clause behind a comma",
		}, name) {
			t.Errorf("section %q is empty", name)
		}
	}
}

func TestAnUnknownLanguageHasNoWords(t *testing.T) {
	for _, code := range []string{"", "xx", "english", "uk"} {
		p := Of(code)
		fields := map[string]reflect.Value{}
		collect(reflect.ValueOf(p).Elem(), fields)
		for name, f := range fields {
			if f.Len() > 0 {
				t.Errorf("the pack of %q has words in %q", code, name)
			}
		}
		if p.Stem("ferries") != "ferries" {
			t.Errorf("the pack of %q stems", code)
		}
	}
}

func TestAnArticleWhoseLanguageNobodyToldMayBeInAny(t *testing.T) {
	for code, want := range map[string]*Pack{"": Any(), "en": Of("en"), "xx": neutral()} {
		if got := OfArticle(code); got != want {
			t.Errorf("the article in %q is read by the pack of %q", code, got.Code)
		}
	}
}

func TestALanguageIsFoundByCodeAndTag(t *testing.T) {
	for _, code := range []string{"en", "EN", "en-GB"} {
		if p := Of(code); p.Code != "en" || p.Stem("ferries") != "ferri" {
			t.Errorf("%q is not read as English", code)
		}
	}
}

func TestParse(t *testing.T) {
	p, err := Parse("xx", `
# a comment
[stop words]
i
# another
och

[months]
maj: 5

[continuations]
"och "
"och vad om "

[spellings]
a: b
ab: c
`)
	if err != nil {
		t.Fatal(err)
	}
	want := &Pack{Code: "xx"}
	want.Terms.StopWords = Words{"i": true, "och": true}
	want.Time.Months = map[string]int{"maj": 5}
	want.Questions.Continuations = []string{"och vad om ", "och "}
	want.Terms.Spellings = []Pair{{"ab", "c"}, {"a", "b"}}
	p.Stem = nil
	if !reflect.DeepEqual(p, want) {
		t.Errorf("got %+v", p)
	}
}

func TestParseNamesTheLineAtFault(t *testing.T) {
	for text, want := range map[string]string{
		"word":                             `lang: pack xx, line 1: "word": the entry is in no section`,
		"[stop word]\nword":                `lang: pack xx, line 1: "[stop word]": there is no such section`,
		"[months]\n[months]":               `lang: pack xx, line 2: "[months]": the section is there twice`,
		"[months]\nmaj":                    `lang: pack xx, line 2: "maj": the value is no number`,
		"[months]\nmaj: x":                 `lang: pack xx, line 2: "maj: x": the value is no number`,
		"[aliases]\nusa":                   `lang: pack xx, line 2: "usa": there is no value behind a colon`,
		"[spellings]\nusa":                 `lang: pack xx, line 2: "usa": there is no value behind a colon`,
		"[stop words]\na\n\na":             `lang: pack xx, line 4: "a": the entry is there twice`,
		"[continuations]\n\"and":           `lang: pack xx, line 2: "\"and": the quotes do not match`,
		"[months]\nmaj: 5\n# Maj\nmaj: 05": `lang: pack xx, line 4: "maj: 05": the entry is there twice`,
	} {
		if _, err := Parse("xx", text); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestLanguagesTogetherKnowWhatEachKnows(t *testing.T) {
	one, err := Parse("xx", "[months]\nmaj: 5\nmars: 3\n[referrals]\nenligt")
	if err != nil {
		t.Fatal(err)
	}
	other, err := Parse("yy", "[months]\nmars: 4\nmai: 5\n[referrals]\nselon les dires de")
	if err != nil {
		t.Fatal(err)
	}
	all := new(Pack)
	all.join(one)
	all.join(other)
	if want := map[string]int{"maj": 5, "mars": 3, "mai": 5}; !reflect.DeepEqual(all.Time.Months, want) {
		t.Errorf("months are %v, want %v", all.Time.Months, want)
	}
	if want := []string{"selon les dires de", "enligt"}; !slices.Equal(all.Credits.Referrals, want) {
		t.Errorf("referrals are %q, want %q", all.Credits.Referrals, want)
	}
	if len(one.Time.Months) != 2 || len(one.Credits.Referrals) != 1 {
		t.Error("joining has changed a pack")
	}
	for name, month := range Of("en").Time.Months {
		if Any().Time.Months[name] != month {
			t.Errorf("%s of English is not among all", name)
		}
	}
}

func TestPattern(t *testing.T) {
	if got := Pattern([]string{"a", "b?"}); got != "(?:a|b?)" {
		t.Error(got)
	}
	if regexp.MustCompile(Pattern(nil)).MatchString("a\x00\U0010FFFF") {
		t.Error("no alternatives match something")
	}
}

func TestDetect(t *testing.T) {
	for text, want := range map[string]string{
		"The ferry to Velmoor and the port of Hollin have closed, said the owner.": "en",
		"Паром до Вельмура вийшов з порту вранці, але через шторм повернувся назад увечері того самого дня. Її власник пояснив, що інші перевізники також чекають.": "uk",
		"Die Fähre nach Velmoor hat den Hafen am Morgen verlassen, kehrte aber wegen des Sturms am Abend wieder zurück.":                                            "de",
		"Velmoor":                              "",
		"":                                     "",
		strings.Repeat("x", 2*detectionSample): "",
	} {
		if got := Detect(text); got != want {
			t.Errorf("%q is in %q, not in %q", text, got, want)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		load("en", neutral().Stem)
	}
}
