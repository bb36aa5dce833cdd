package encode

import (
	"slices"
	"strings"

	"byline/internal/lexical"
	"byline/internal/news"
)

// fields say how often the terms of a part of an article count. The headline
// counts several times, as its words were chosen to say what the article is
// about (BM25F with one length, Robertson and Zaragoza 2009, section 3.6); a
// passage carries the headline because it seldom repeats the subject.
type fields struct {
	headline        int // of an article
	lead            int // its first words, beside the once that they count as part of the body
	source          int
	others          int            // authors, subjects, attribution, section, caption, credit
	passageHeadline int            // in each passage
	unread          []lexical.Part // of analysis, left out
}

func allParts() fields {
	return fields{headline: 3, lead: 1, source: 2, others: 1, passageHeadline: 2}
}

// part is something in encoding that can be left out.
type part struct {
	name     string
	leaveOut func(*fields)
}

func parts() []part {
	return []part{
		{"headline", func(f *fields) { f.headline = 1 }},
		{"lead", func(f *fields) { f.lead = 0 }},
		{"passage-headline", func(f *fields) { f.passageHeadline = 0 }},
		{"source", func(f *fields) { f.source = 0 }},
		{"other-fields", func(f *fields) { f.others = 0 }},
		{"abbreviations", func(f *fields) { f.unread = append(f.unread, lexical.Abbreviations) }},
		{"hyphens", func(f *fields) { f.unread = append(f.unread, lexical.Hyphens) }},
	}
}

// Parts names what [Encoder.Without] can leave out: the greater weight of the
// headline and the lead in an article, the headline in passages, the outlet, the
// other fields, and the terms that abbreviations share with names and words with
// a hyphen with those without.
func Parts() []string {
	var names []string
	for _, p := range parts() {
		names = append(names, p.name)
	}
	return names
}

// Without returns an Encoder that leaves parts of encoding out, so that what
// they earn can be measured. What it encodes is not fit for an index that
// another Encoder fills.
func (e *Encoder) Without(names ...string) (*Encoder, error) {
	lesser := New(e.analyzer, e.embedder)
	lesser.fields = e.fields
	lesser.fields.unread = slices.Clone(e.fields.unread)
	for _, name := range names {
		i := slices.IndexFunc(parts(), func(p part) bool { return p.name == name })
		if i < 0 {
			return nil, news.Errorf(news.KindInvalid, "encode: articles have no part %q; they have %s", name, strings.Join(Parts(), ", "))
		}
		parts()[i].leaveOut(&lesser.fields)
	}
	if len(lesser.fields.unread) > 0 {
		lesser.analyzer = lexical.New(lesser.fields.unread...)
	}
	return lesser, nil
}
