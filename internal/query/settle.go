package query

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// Signs and words that mean something in a query of other archives only, and that people
// write for each other else, are read once it is known that a text is a query.

var (
	shortened   = regexp.MustCompile(`^(\p{L}{2,})!$`)                             // environ!
	patterned   = regexp.MustCompile(`^(?:\p{Ll}|\p{L}{2})\p{L}*(?:[?*]\p{L}+)+$`) // colo*r
	boosted     = regexp.MustCompile(`^(\p{L}+)\^\d+(?:\.\d+)?$`)                  // ferry^2
	likeness    = regexp.MustCompile(`^\p{L}+~$`)                                  // ferry~
	expression  = regexp.MustCompile(`^/.+/$`)                                     // /fe.*ry/
	otherFields = regexp.MustCompile(`^[a-z][a-z_]*(?:\.[a-z_]+)*:[^\s/:]`)        // edition:late
	calls       = regexp.MustCompile(`^\p{Lu}{2,}$`)
	joins       = map[string]kind{"and": and, "or": or, "not": not}
)

// settle says what such items are. What is faulty in a query alone is a fault.
func settle(text string, items []item) ([]item, error) {
	items = slices.DeleteFunc(slices.Clone(items), func(it item) bool { return it.kind == must })
	items = groupBars(items)
	items = slices.DeleteFunc(items, func(it item) bool { return it.kind == bar && !isBetweenItems(items, it) })
	for i := range items {
		it := &items[i]
		valued := i > 0 && items[i-1].kind == field
		if m := boosted.FindStringSubmatch(it.text); it.kind == word && m != nil {
			it.text = m[1]
		}
		if it.kind != word || it.exact || valued {
			continue
		}
		switch m := shortened.FindStringSubmatch(it.text); {
		case m != nil:
			it.kind, it.text = prefix, m[1]
		case patterned.MatchString(it.text):
			it.kind = pattern
		case likeness.MatchString(it.text), expression.MatchString(it.text):
			return nil, newFault(text, it.Span, "is no operator here")
		case foreignNear.MatchString(it.text) && i > 0 && items[i-1].kind == not: // NOT W/5
			return nil, newFault(text, it.Span, "needs a word before and after it")
		case calls.MatchString(it.text) && items[i+1].kind == open && items[i+1].Start == it.End: // LEAD(ferry)
			return nil, newFault(text, it.Span, noField)
		case strings.EqualFold(it.text, "atleast") && items[i+1].kind == word && unicode.IsDigit(firstRune(items[i+1].text)):
			return nil, newFault(text, it.Span, "needs a number behind a stroke, as ATLEAST/5")
		case isWordyDate(items, i):
			return nil, newFault(text, news.Span{Start: it.Start, End: items[i+1].End}, "is no operator here: write after:2026-10-01, before: or date:")
		case otherFields.MatchString(it.text):
			name, _, _ := strings.Cut(it.text, ":")
			return nil, newFault(text, news.Span{Start: it.Start, End: it.Start + len(name) + 1}, noField)
		}
	}
	settleJoins(items)
	return items, nil
}

// isWordyDate reports whether a date is asked for in words, as other archives have it:
// date after 1/10/2026, date from 1/10/2026.
func isWordyDate(items []item, i int) bool {
	name, relation := items[i], items[i+1]
	if name.kind != word || relation.kind != word || i+2 >= len(items) || items[i+2].kind != word {
		return false
	}
	return isDated(inFull(name.text)) && lang.Asking().Questions.DateSides[strings.ToLower(relation.text)] && unicode.IsDigit(firstRune(items[i+2].text))
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// groupBars puts into a group what "|" joins without a space: ferry|boat harbour.
func groupBars(items []item) []item {
	var out []item
	for i, it := range items {
		joined := func(j int) bool { // with what is behind
			return operators[items[j].kind] != "" && items[j+1].kind == bar && items[j].End == items[j+1].Start &&
				operators[items[j+2].kind] != "" && items[j+1].End == items[j+2].Start
		}
		begins, ends := i+2 < len(items) && joined(i), i >= 2 && joined(i-2)
		if begins && !ends {
			out = append(out, item{kind: open, Span: news.Span{Start: it.Start, End: it.Start}})
		}
		out = append(out, it)
		if ends && !begins {
			out = append(out, item{kind: shut, Span: news.Span{Start: it.End, End: it.End}})
		}
	}
	return out
}

// settleJoins makes operators of "and", "or", "not" in small letters, and of "|", where
// they stand beside what only a query has, or in the group of a field.
func settleJoins(items []item) {
	sure := slices.ContainsFunc(items, func(it item) bool { return it.kind == field || it.kind >= and && it.kind <= atLeast })
	inField := 0 // how deep in groups of fields, or of a query that has operators besides
	var groups []int
	for i := range items {
		switch it := &items[i]; it.kind {
		case open:
			groups = append(groups, inField)
			if sure || i > 0 && items[i-1].kind == field {
				inField++
			}
		case shut:
			if last := len(groups) - 1; last >= 0 {
				inField, groups = groups[last], groups[:last]
			}
		case bar:
			it.kind = or
		case word:
			if k, ok := joins[it.text]; ok && !it.exact && joined(items, i, k, sure, inField > 0) {
				it.kind = k
			}
		}
	}
}

// joined reports whether a word that may be an operator is one.
func joined(items []item, i int, as kind, sure, inField bool) bool {
	before, behind := item{}, items[i+1]
	if i > 0 {
		before = items[i-1]
	}
	if before.kind == field || !opens(behind) || as != not && !closes(before) {
		return false
	}
	if as != not && behind.text == "not" {
		behind = items[min(i+2, len(items)-1)]
	}
	apartBefore := isApart(before) || i > 1 && items[i-2].kind == field
	switch {
	case inField:
		return true
	case as != not:
		return apartBefore || isApart(behind)
	case before.kind == and || before.kind == or:
		return true
	case sure:
		return apartBefore || isApart(behind)
	}
	return apartBefore && isApart(behind) // and not “"Dune" not nominated”
}

// isBetweenItems reports whether an item stands between two things to look for.
func isBetweenItems(items []item, it item) bool {
	i := slices.IndexFunc(items, func(other item) bool { return other.Span == it.Span })
	return i > 0 && closes(items[i-1]) && opens(items[i+1])
}

// closes reports whether an operator may stand behind an item, opens whether one may before.
func closes(it item) bool { return operators[it.kind] != "" || it.kind == shut }

func opens(it item) bool {
	return operators[it.kind] != "" || it.kind == open || it.kind == field || it.kind == not
}

// isApart reports whether an item is no word alone.
func isApart(it item) bool {
	return slices.Contains([]kind{phrase, prefix, pattern, open, shut, field}, it.kind)
}
