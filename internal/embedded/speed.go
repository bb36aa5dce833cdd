package embedded

import (
	"runtime"

	"byline/internal/embedded/segment"
)

// Scans tells people by which instructions vectors are searched, and what would
// make that faster: "" if nothing would.
func Scans() (how, faster string) {
	return scans(segment.Instructions(), segment.Vectorised, runtime.GOARCH)
}

// scans is Scans of a program that uses such instructions, "" for none, was
// built with vector instructions or not, and for a kind of processor.
func scans(instructions string, vectorised bool, arch string) (how, faster string) {
	switch {
	case instructions != "":
		return instructions, ""
	case arch != "amd64":
		return "portable code", ""
	case !vectorised:
		return "portable code", "this program was built without vector instructions; searches by meaning are several times as fast with one of a release, of `make build` or of `GOEXPERIMENT=simd go install`"
	}
	return "portable code", "this processor has no AVX2"
}
