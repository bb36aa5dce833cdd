package answer

import "testing"

// A reader is asked what is asked, with the names that it is about.
func TestAReaderIsAskedWithoutTheBackground(t *testing.T) {
	for question, want := range map[string]string{
		"The ferry Merle ran onto a rock on Monday. Where was it bound for?":       "Where was it bound for? Merle",
		"Where was the Merle bound for?":                                           "Where was the Merle bound for?",
		"Who steered the Merle? And where was it bound for?":                       "Who steered the Merle? And where was it bound for?",
		"Mara Olm of Lund Lines was fined on 3 May. How much did she have to pay?": "How much did she have to pay? Mara Olm of Lund Lines",
		"Where was she bound for (ferry Merle salvage)?":                           "Where was she bound for (Merle)?",
		"why (ferry Merle)?":              "why (ferry Merle)?",
		"The Merle ran onto a rock. Why?": "The Merle ran onto a rock. Why?",
	} {
		e, _ := readSentences(question, []string{"The Merle was bound for Ostrand."}, []int{-1})
		if got := e.question.forReader(); got != want {
			t.Errorf("%q is asked as %q, want %q", question, got, want)
		}
	}
}
