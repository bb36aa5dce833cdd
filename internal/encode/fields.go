package encode

import (
	"slices"

	"byline/internal/ablation"
	"byline/internal/lexical"
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

func defaultFields() fields {
	return fields{headline: 3, lead: 1, source: 2, others: 1, passageHeadline: 2}
}

// ablations lists the parts of encoding that can be left out.
func ablations() []ablation.Part[fields] {
	return []ablation.Part[fields]{
		{Name: "headline", Disable: func(f *fields) { f.headline = 1 }},
		{Name: "lead", Disable: func(f *fields) { f.lead = 0 }},
		{Name: "passage-headline", Disable: func(f *fields) { f.passageHeadline = 0 }},
		{Name: "source", Disable: func(f *fields) { f.source = 0 }},
		{Name: "other-fields", Disable: func(f *fields) { f.others = 0 }},
		{Name: "abbreviations", Disable: func(f *fields) { f.unread = append(f.unread, lexical.Abbreviations) }},
		{Name: "hyphens", Disable: func(f *fields) { f.unread = append(f.unread, lexical.Hyphens) }},
	}
}

// Ablations names what [Encoder.Without] can leave out: the greater weight of
// the headline and the lead in an article, the headline in passages, the outlet,
// the other fields, and the terms that abbreviations share with names and words
// with a hyphen with those without.
func Ablations() []string { return ablation.Names(ablations()) }

// Without returns an Encoder that leaves parts of encoding out, so that what
// they earn can be measured. What it encodes is not fit for an index that
// another Encoder fills.
func (e *Encoder) Without(names ...string) (*Encoder, error) {
	lesser := New(e.analyzer, e.embedder, e.Names)
	lesser.fields = e.fields
	lesser.fields.unread = slices.Clone(e.fields.unread)
	if err := ablation.Disable(&lesser.fields, "encode", ablations(), names...); err != nil {
		return nil, err
	}
	if len(lesser.fields.unread) > 0 {
		lesser.analyzer = lexical.New(lesser.fields.unread...)
	}
	return lesser, nil
}
