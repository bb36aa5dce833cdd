package news

// FacetField is what articles of a set are counted by.
type FacetField string

// The facets. Days, weeks and months are those of publication, in UTC.
const (
	FacetSource   = FacetField(LabelSource)
	FacetAuthor   = FacetField(LabelAuthor)
	FacetSection  = FacetField(LabelSection)
	FacetSubject  = FacetField(LabelSubject)
	FacetLanguage = FacetField(LabelLanguage)

	FacetPerson       = FacetField(LabelPerson)
	FacetOrganisation = FacetField(LabelOrganisation)
	FacetPlace        = FacetField(LabelPlace)

	FacetDay   FacetField = "day"   // 2025-02-03
	FacetWeek  FacetField = "week"  // 2025-W06, as ISO 8601 has it
	FacetMonth FacetField = "month" // 2025-02
)

// FacetFields returns all facets.
func FacetFields() []FacetField {
	return []FacetField{FacetSource, FacetAuthor, FacetSection, FacetSubject, FacetLanguage, FacetPerson, FacetOrganisation, FacetPlace, FacetDay, FacetWeek, FacetMonth}
}

// Facet is how many articles of a set have each value of a field. An article with
// several values counts for each of them, one without any for none.
type Facet struct {
	Field  FacetField
	Values []FacetValue // the most frequent first; of times the latest first
	More   int          // values that are left out
}

// FacetValue is a value with the number of articles that have it.
type FacetValue struct {
	Value   string // an index has it folded, and of entities the key
	Count   int
	Example Version // an article that has it; of times none
}
