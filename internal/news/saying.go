package news

// Saying is what somebody says in an article.
type Saying struct {
	Span           // of the words in the body, without the marks around them
	Quote   string // Body[Start:End]
	Direct  bool   // in the words of the speaker, as quotation marks say; else as the article puts it
	Speaker string // by the fullest name that the article has; "" if it does not tell
	Named   Span   // of who is named as the speaker beside the words: "the mayor", "he"
}
