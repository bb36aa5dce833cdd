package embedded

import "byline/internal/embedded/segment"

// Scans tells people by which instructions vectors are searched, and why that is
// slow: "" if it is not.
func Scans() (how, slow string) { return scans(segment.Instructions()) }

// scans is Scans of a program that uses such instructions, "" for none.
func scans(instructions string) (how, slow string) {
	if instructions != "" {
		return instructions, ""
	}
	return "portable code", "this processor has no instructions that are known (AVX2, NEON), so that searches by meaning take thirty times as long"
}
