package news

// Saying is what somebody says in an article.
type Saying struct {
	Span           // of the words in the body, without the marks around them
	Quote   string // Body[Start:End]
	Direct  bool   // in the words of the speaker, as quotation marks say; else as the article puts it
	Speaker string // by the fullest name that the article has; "" if it does not tell
	Named   Span   // of who is named as the speaker beside the words: "the mayor", "he"
}

// SayingsRequest asks what was said.
type SayingsRequest struct {
	Speaker string // words of a name; "": by anybody
	Text    string // words of what is said, all of them; "": anything
	Article string // ID of the article in which it is said; "": any
	Filter  Filter
	Page    Page // of the articles in which it is said; a zero Limit means 20
}

// SayingsList is a part of what was said, the newest first: all of an article together.
type SayingsList struct {
	Sayings  []Said
	Articles int    // that have any of it, whatever the part that is listed
	Next     string // cursor of the following part; empty at the end
	Warnings []string
}

// Said is something that was said, with where it stands.
type Said struct {
	Saying
	Article    Article    // without its body
	Provenance Provenance // from whom its sentences are
}
