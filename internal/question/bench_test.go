package question_test

import (
	"testing"

	"byline/internal/question"
)

func BenchmarkRead(b *testing.B) {
	const text = "According to recent reports, how many people were aboard the so-called iconic ferry Halmund when it ran aground off Tarnhavn last week?"
	for b.Loop() {
		question.Read(text)
	}
}
