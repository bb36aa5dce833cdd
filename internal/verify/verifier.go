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
	reader   Reader       // nil: statements are judged by their words alone
	grammars sync.Map     // *lang.Pack to *grammar
}

// New makes a Verifier. Words are compared in meaning by the built-in model,
// whatever an index is searched with. The reader, which may be nil, judges English statements too.
func New(analyzer *lexical.Analyzer, reader Reader) *Verifier {
	v := &Verifier{analyzer: analyzer, reader: reader}
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
