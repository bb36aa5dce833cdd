package embedded

import (
	"runtime"

	"byline/internal/embedded/segment"
)

// Scans tells people by which instructions vectors are searched, and what would
// make that faster: "" if nothing would.
func Scans() (how, faster string) {
	if how = segment.Instructions(); how != "" {
		return how, ""
	}
	how = "portable code"
	switch {
	case runtime.GOARCH == "amd64" && !segment.Vectorised:
		faster = "this program was built without vector instructions; searches by meaning are several times as fast with one of a release, of `make build` or of `GOEXPERIMENT=simd go install`"
	case runtime.GOARCH == "amd64":
		faster = "this processor has no AVX2"
	}
	return how, faster
}
