package news

// Excerpt is a sentence or two of an article, to be read with a question in mind.
type Excerpt struct {
	Text     string
	Headline string // of the article; it may be empty
}

// Reading is what a reader makes of an excerpt.
type Reading struct {
	Relevance  float64 // log-odds that the excerpt answers the question
	Start, End int     // bytes of the excerpt's text that are the answer; none if both are equal
	Confidence float64 // from 0 to 1, that these words are the answer
}
