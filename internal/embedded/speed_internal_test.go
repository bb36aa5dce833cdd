package embedded

import (
	"strings"
	"testing"
)

func TestASlowBuildSaysWhatToDo(t *testing.T) {
	for _, tt := range []struct {
		instructions string
		vectorised   bool
		arch         string
		how, faster  string
	}{
		{"AVX-512", true, "amd64", "AVX-512", ""},
		{"", false, "amd64", "portable code", "GOEXPERIMENT=simd go install"},
		{"", true, "amd64", "portable code", "no AVX2"},
		{"", false, "arm64", "portable code", ""},
	} {
		how, faster := scans(tt.instructions, tt.vectorised, tt.arch)
		if how != tt.how || (faster == "") != (tt.faster == "") || !strings.Contains(faster, tt.faster) {
			t.Errorf("%+v: %q, %q", tt, how, faster)
		}
	}
}
