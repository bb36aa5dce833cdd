package news

// Limits that hold whoever asks, and so are checked in more places than one.
const (
	MaxQuestion = 2000 // characters of a question
	MaxID       = 512  // bytes of an article's ID
)
