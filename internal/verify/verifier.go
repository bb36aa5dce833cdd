package verify

import (
	"sync"

	"byline/internal/embed"
	"byline/internal/lang"
	"byline/internal/lexical"
)

// Verifier judges statements. It is safe for concurrent use.
type Verifier struct {
	analyzer *lexical.Analyzer
	model    *embed.Model // nil: words that mean the same are not seen to
	grammars sync.Map     // *lang.Pack to *grammar
}

// New makes a Verifier. Words are compared in meaning by the built-in model,
// whatever an index is searched with.
func New(analyzer *lexical.Analyzer) *Verifier {
	v := &Verifier{analyzer: analyzer}
	if model, err := embed.Load(); err == nil {
		v.model = model
	}
	return v
}

// grammar is that of a language.
func (v *Verifier) grammar(language string) *grammar {
	pack := lang.OfArticle(language)
	if g, ok := v.grammars.Load(pack); ok {
		return g.(*grammar) //nolint:forcetypeassert // nothing else is stored
	}
	g, _ := v.grammars.LoadOrStore(pack, newGrammar(pack))
	return g.(*grammar) //nolint:forcetypeassert // nothing else is stored
}
