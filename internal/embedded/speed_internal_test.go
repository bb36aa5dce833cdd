package embedded

import (
	"strings"
	"testing"
)

func TestASlowProcessorIsSaid(t *testing.T) {
	for _, tt := range []struct{ instructions, how, slow string }{
		{"AVX-512", "AVX-512", ""},
		{"", "portable code", "thirty times as long"},
	} {
		how, slow := scans(tt.instructions)
		if how != tt.how || (slow == "") != (tt.slow == "") || !strings.Contains(slow, tt.slow) {
			t.Errorf("%+v: %q, %q", tt, how, slow)
		}
	}
}
