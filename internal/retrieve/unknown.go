package retrieve

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/index"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/query"
)

// Directory tells what outlets and subjects there are, folded, and the articles
// that have them, as index.Namer and index.Lister say.
type Directory interface {
	Sources(ctx context.Context) ([]string, error)
	Subjects(ctx context.Context) ([]string, error)
	Articles(ctx context.Context, f news.Filter, p news.Page) ([]news.Article, string, error)
}

// WithDirectory returns a Retriever that says of outlets and subjects of a filter
// that there are none such, and which are called nearly so.
func (r *Retriever) WithDirectory(d Directory) *Retriever {
	better := *r
	better.directory = d
	return &better
}

// nameField is a field of a filter whose values are names that people may not
// know by heart.
type nameField struct {
	label   news.Label // in a query
	missing string     // before a name that no article has
	asked   func(news.Filter) []string
	of      func(news.Article) []string
	known   func(context.Context, Directory) ([]string, error) // nil: nobody lists them
	only    func(name string) news.Filter
}

func nameFields() []nameField {
	return []nameField{
		{
			label:   news.LabelSource,
			missing: "No article is from the outlet ",
			asked:   func(f news.Filter) []string { return slices.Concat(f.Sources, f.NotSources) },
			of:      func(a news.Article) []string { return []string{a.Source} },
			known:   func(ctx context.Context, d Directory) ([]string, error) { return d.Sources(ctx) },
			only:    func(name string) news.Filter { return news.Filter{Sources: []string{name}} },
		},
		{
			label:   news.LabelSubject,
			missing: "No article is on the subject ",
			asked:   func(f news.Filter) []string { return slices.Concat(f.Subjects, f.NotSubjects) },
			of:      func(a news.Article) []string { return a.Subjects },
			known:   func(ctx context.Context, d Directory) ([]string, error) { return d.Subjects(ctx) },
			only:    func(name string) news.Filter { return news.Filter{Subjects: []string{name}} },
		},
		{
			label:   news.LabelAuthor,
			missing: "No article is by the author ",
			asked:   func(f news.Filter) []string { return slices.Concat(f.Authors, f.NotAuthors) },
			of:      func(a news.Article) []string { return a.Authors },
			only:    func(name string) news.Filter { return news.Filter{Authors: []string{name}} },
		},
		{
			label:   news.LabelSection,
			missing: "No article is of the section ",
			asked:   func(f news.Filter) []string { return slices.Concat(f.Sections, f.NotSections) },
			of:      func(a news.Article) []string { return []string{a.Section} },
			only:    func(name string) news.Filter { return news.Filter{Sections: []string{name}} },
		},
	}
}

// naming is how names that are asked for are those of articles.
type naming struct {
	is  func(name string) func(folded string) bool                            // whether another is called so
	has func(ctx context.Context, field nameField, name string) (bool, error) // whether an article is
}

// Unknown says for people which outlets, subjects, authors and sections of a filter, wanted
// or not, no article has, outlets and subjects with those that are called nearly so. The
// names that the given articles have are not looked for. Errors are those of the index.
func (r *Retriever) Unknown(ctx context.Context, f news.Filter, seen ...news.Article) (warnings []string, err error) {
	whole := naming{
		func(name string) func(string) bool {
			folded := index.Fold(name)
			return func(other string) bool { return other == folded }
		},
		func(ctx context.Context, field nameField, name string) (bool, error) {
			written, err := r.asWritten(ctx, field, index.Fold(name))
			return written != "", err
		},
	}
	for _, field := range nameFields() {
		told, err := r.unknownNames(ctx, field, field.asked(f), whole, seen)
		if warnings = append(warnings, told...); err != nil {
			return warnings, err
		}
	}
	return warnings, nil
}

// unknownNames says which of the names that are asked for in a field no article has.
func (r *Retriever) unknownNames(ctx context.Context, field nameField, asked []string, by naming, seen []news.Article) (warnings []string, err error) {
	if r.directory == nil {
		return nil, nil
	}
	asked = slices.DeleteFunc(slices.Clone(asked), func(name string) bool {
		return slices.ContainsFunc(seen, func(a news.Article) bool { return slices.ContainsFunc(index.FoldAll(field.of(a)), by.is(name)) })
	})
	var known []string
	if len(asked) > 0 && field.known != nil {
		if known, err = field.known(ctx, r.directory); err != nil {
			return nil, err
		}
	}
	for _, name := range asked {
		has, hint := slices.ContainsFunc(known, by.is(name)), "."
		switch {
		case has:
		case field.known == nil:
			has, err = by.has(ctx, field, name)
		default:
			hint, err = r.nearNames(ctx, field, name, known)
		}
		if err != nil {
			return warnings, err
		}
		if !has {
			warnings = append(warnings, field.missing+"“"+name+"”"+hint)
		}
	}
	return warnings, nil
}

// inQuery is how the fields of a query have names: some words of one are enough.
func (r *Retriever) inQuery() naming {
	return naming{query.NamesOf, func(ctx context.Context, field nameField, name string) (bool, error) {
		tree := &news.QueryNode{Op: news.OpField, Field: string(field.label), Text: name}
		set, err := r.library.Set(ctx, news.SetQuery{Where: &query.Compile(tree, r.encoder, r.encoder).Condition})
		return set.Total > 0, err
	}}
}

// warnOfUnknown adds to what a search found that names of its filter, or of fields of its
// query, are unknown. A search that succeeded is not lost because nobody can tell that
// right now.
func (r *Retriever) warnOfUnknown(ctx context.Context, f news.Filter, tree *news.QueryNode, result *news.SearchResult) {
	articles := make([]news.Article, len(result.Hits))
	for i, h := range result.Hits {
		articles[i] = h.Article
	}
	warnings, _ := r.Unknown(ctx, f, articles...)
	result.Warnings = append(result.Warnings, warnings...)
	for _, field := range nameFields() {
		warnings, _ = r.unknownNames(ctx, field, query.Values(tree, field.label), r.inQuery(), articles)
		result.Warnings = append(result.Warnings, warnings...)
	}
}

// fewNames is how many names are offered at most where some are near, and listed
// where none is but there are no more.
const fewNames = 3

// nearNames ends the sentence on a name that no article has.
func (r *Retriever) nearNames(ctx context.Context, field nameField, name string, known []string) (string, error) {
	near := closest(name, known)
	before, last, after := "; did you mean ", " or ", "?"
	if len(near) == 0 && len(known) <= fewNames {
		near, before, last, after = known, "; there are only ", " and ", "."
	}
	var written []string
	for _, n := range near {
		as, err := r.asWritten(ctx, field, n)
		if err != nil {
			return "", err
		}
		if as != "" {
			written = append(written, "“"+as+"”")
		}
	}
	switch n := len(written); n {
	case 0:
		return ".", nil
	case 1:
		return before + written[0] + after, nil
	default:
		return before + strings.Join(written[:n-1], ", ") + last + written[n-1] + after, nil
	}
}

// asWritten is how an article writes a name that is known folded; "" if none has it any more.
func (r *Retriever) asWritten(ctx context.Context, field nameField, folded string) (string, error) {
	articles, _, err := r.directory.Articles(ctx, field.only(folded), news.Page{Limit: 1})
	if _, err = news.SplitDamaged(err); err != nil || len(articles) == 0 {
		return "", err
	}
	for _, written := range field.of(articles[0]) {
		if index.Fold(written) == folded {
			return written, nil
		}
	}
	return "", nil
}

// closest are the names that are most like one, the most alike first.
func closest(name string, known []string) []string {
	type found struct {
		name     string
		distance int
	}
	var all []found
	asked := wordsOfName(name)
	for _, k := range known {
		if d, near := nameDistance(asked, wordsOfName(k)); near {
			all = append(all, found{k, d})
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(a.distance, b.distance) })
	names := make([]string, 0, fewNames)
	for _, f := range all[:min(len(all), fewNames)] {
		names = append(names, f.name)
	}
	return names
}

// nameDistance is how far two names are apart, given by their words: the slips
// between them or, where one is a part or the initials of the other, more than
// any number of slips that is allowed.
func nameDistance(a, b []string) (d int, near bool) {
	const lettersPerSlip, mostSlips = 3, 3
	one, other := strings.Join(a, ""), strings.Join(b, "")
	if one == "" || other == "" {
		return 0, false
	}
	most := min(max(1, utf8.RuneCountInString(one)/lettersPerSlip), mostSlips)
	if d := lexical.Distance(one, other, most); d <= most && utf8.RuneCountInString(one) > most+1 {
		return d, true
	}
	return mostSlips + 1, isPart(a, b) || isPart(b, a) || one == initials(b) || other == initials(a)
}

// isPart reports whether all words of one name are words of another, give or take slips,
// the last perhaps cut short.
func isPart(part, whole []string) bool {
	const shortest = 3 // letters of a word that is cut short
	for i, w := range part {
		cut := i == len(part)-1 && utf8.RuneCountInString(w) >= shortest
		slips := lexical.Slips(w)
		if !slices.ContainsFunc(whole, func(x string) bool {
			return x == w || cut && strings.HasPrefix(x, w) || slips > 0 && lexical.Distance(w, x, slips) <= slips
		}) {
			return false
		}
	}
	return true
}

func initials(words []string) string {
	if len(words) < 2 { //nolint:mnd // of one word they are a letter
		return ""
	}
	var b strings.Builder
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		b.WriteRune(first)
	}
	return b.String()
}

// wordsOfName cuts a name into its words, folded, without an article before it.
func wordsOfName(name string) []string {
	words := strings.FieldsFunc(lexical.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	return words
}
