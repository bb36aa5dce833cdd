package segment

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An instruction of SSE, as the compiler uses to move a number into a register,
// stalls Intel's processors (for 150 ns on one that was measured) while the upper
// halves of registers are in use. So all instructions on vectors are of AVX, which is a
// matter of their encoding, and whoever used upper halves clears them at the
// end, for the code around is full of SSE.
//
// The compiler says what it makes for amd64 with SIMD on any machine and however
// the test itself was built, so this needs no processor and never skips.
func TestVectorInstructions(t *testing.T) {
	code := compiled(t)
	for _, name := range []string{"dotAVX512", "dotAVX2", "highNibblesAVX512", "highNibblesAVX2"} {
		if !slices.ContainsFunc(code, func(f function) bool {
			return f.name == "byline/internal/embedded/segment."+name && f.usesUpperHalves()
		}) {
			t.Errorf("%s was not found, or has no vectors", name)
		}
	}
	for _, fault := range faults(code) {
		t.Error(fault)
	}
}

func TestFaultsOfVectorInstructionsAreFound(t *testing.T) {
	const (
		load = "\t0x0000 00000 (dot.go:1)\tVMOVDQU\t(AX), Y1\n"
		wipe = "\t0x0009 00009 (dot.go:3)\tVZEROUPPER\n"
		ret  = "\t0x000c 00012 (dot.go:4)\tRET\n"
		// VMOVDQU is c5 fe 6f 08, VPSRLW c5 f5 d1 c8, VZEROUPPER c5 f8 77, RET c3.
		codes = "\t0x0000 c5 fe 6f 08 c5 f5 d1 c8 90 c5 f8 77 c3           ..o.........\n"
		shift = "\t0x0004 00004 (dot.go:2)\tVPSRLW\tX0, Y1, Y1\n\t0x0008 00008 (dot.go:2)\tPCDATA\t$1, $0\n\t0x0008 00008 (dot.go:2)\tXCHGL\tAX, AX\n"
		// MOVQ CX, X0 is 66 48 0f 6e c1.
		move      = "\t0x0004 00004 (dot.go:2)\tMOVQ\tCX, X0\n"
		moveBytes = "\t0x0000 c5 fe 6f 08 66 48 0f 6e c1 c5 f8 77 c3           ..o.........\n"
		caller    = "main STEXT size=5\n\t0x0000 00000 (dot.go:9)\tCALL\tsum(SB)\n\t0x0000 e8 00 00 00 00     .....\n"
		used      = "sum: dot.go:4: RET is reached with the upper halves of registers in use: call archsimd.ClearAVXUpperBits before it"
	)
	for _, c := range []struct {
		name, listing string
		want          []string
	}{
		{"vectors moved and shifted by AVX", "sum STEXT size=13\n" + load + shift + wipe + ret + codes + caller, nil},
		{"a number moved by SSE while upper halves are in use", "sum STEXT size=13\n" + load + move + wipe + ret + moveBytes, []string{
			"sum: dot.go:2: MOVQ CX, X0 (66480f6ec1) is an instruction of SSE among those of AVX, which stalls some processors: write the line so that the compiler has no need of it",
		}},
		{"the same where they are not", "sum STEXT size=13\n" + move + ret + moveBytes, nil},
		{"upper halves left in use for a caller", "sum STEXT size=13\n" + load + shift + ret + codes + caller, []string{used}},
		{"what is inlined wherever it is used leaves that to those", "sum STEXT size=13\n" + load + shift + ret + codes, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, faults(functionsOf(c.listing))); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// faults says what is wrong with the instructions of functions.
func faults(code []function) (out []string) {
	called := map[string]bool{}
	for _, f := range code {
		for _, i := range f.instructions {
			if target, ok := strings.CutPrefix(i.text, "CALL "); ok {
				called[strings.TrimSuffix(target, "(SB)")] = true
			}
		}
	}
	for _, f := range code {
		if !f.usesUpperHalves() {
			continue
		}
		for _, i := range f.reachedInUse() {
			if i.text != "RET" || called[f.name] {
				out = append(out, fmt.Sprintf("%s: %s: %s is reached with the upper halves of registers in use: call archsimd.ClearAVXUpperBits before it", f.name, i.line, i.text))
			}
		}
		for _, i := range f.instructions {
			if vectors.MatchString(i.text) && !i.ofAVX() {
				out = append(out, fmt.Sprintf("%s: %s: %s (%x) is an instruction of SSE among those of AVX, which stalls some processors: write the line so that the compiler has no need of it",
					f.name, i.line, i.text, i.code))
			}
		}
	}
	return out
}

// function is one as it was compiled.
type function struct {
	name         string // with the path of its package
	instructions []instruction
}

func (f function) usesUpperHalves() bool {
	return slices.ContainsFunc(f.instructions, func(i instruction) bool { return upperHalves.MatchString(i.text) })
}

// reachedInUse returns the calls and returns that some way through the function
// leads to from an instruction on upper halves without clearing them. A panic is
// the end of a way.
func (f function) reachedInUse() (out []instruction) {
	var next []int
	for n, i := range f.instructions {
		if upperHalves.MatchString(i.text) {
			next = append(next, n+1)
		}
	}
	seen := make([]bool, len(f.instructions)+1)
	for len(next) > 0 {
		n := next[len(next)-1]
		next = next[:len(next)-1]
		if seen[n] || n == len(f.instructions) {
			continue
		}
		seen[n] = true
		i := f.instructions[n]
		if m := jump.FindStringSubmatch(i.text); m != nil {
			target, _ := strconv.Atoi(m[2])
			next = append(next, slices.IndexFunc(f.instructions, func(i instruction) bool { return i.offset == target }))
			if m[1] == "JMP" {
				continue
			}
		}
		switch {
		case i.text == "VZEROUPPER", strings.HasPrefix(i.text, "CALL runtime.panic"):
			continue
		case i.text == "RET", strings.HasPrefix(i.text, "CALL "):
			out = append(out, i)
		}
		if i.text != "RET" {
			next = append(next, n+1)
		}
	}
	return out
}

type instruction struct {
	offset int    // in bytes, from the start of the function
	line   string // of the source, as dot.go:12
	text   string // in Go's assembler, as "MOVQ CX, X0"
	code   []byte // empty where the assembler only notes something
}

// ofAVX reports whether an instruction has a VEX prefix, which begins with c4 or
// c5, or an EVEX prefix, with 62. Only those for a segment and for the size of
// addresses may stand before it.
func (i instruction) ofAVX() bool {
	code := bytes.TrimLeft(i.code, "\x64\x65\x67")
	return len(code) == 0 || code[0] == 0xc4 || code[0] == 0xc5 || code[0] == 0x62
}

var (
	vectors     = regexp.MustCompile(`[ (,][XYZ]\d+\b`)
	upperHalves = regexp.MustCompile(`[ (,][YZ]\d+\b`)
	jump        = regexp.MustCompile(`^(J[A-Z]+) (\d+)$`)
)

// compiled returns the functions of this package, for amd64 with SIMD.
func compiled(t *testing.T) []function {
	t.Helper()
	build := exec.CommandContext(t.Context(), "go", "build", "-gcflags=-S", ".")
	build.Env = append(os.Environ(), "GOARCH=amd64", "GOEXPERIMENT="+os.Getenv("GOEXPERIMENT")+",simd")
	listing, err := build.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", build.Args, err, listing)
	}
	return functionsOf(string(listing))
}

var (
	listedFunction    = regexp.MustCompile(`^(\S.*?) STEXT .*?\bsize=(\d+)`)
	listedInstruction = regexp.MustCompile(`^\t0x[0-9a-f]+ (\d+) \((.*?)\)\t(.*)$`)
	listedCode        = regexp.MustCompile(`^\t0x[0-9a-f]+((?: [0-9a-f]{2})+)`)
)

// functionsOf reads a listing of the compiler: for each function its name, its
// instructions with their offsets, then its code in rows of bytes.
func functionsOf(listing string) (out []function) {
	var code []byte // of the function under way, and of data that follow it
	size := 0
	end := func() {
		if len(out) == 0 {
			return
		}
		all, next := out[len(out)-1].instructions, size
		for n := len(all) - 1; n >= 0; n-- {
			all[n].code = code[all[n].offset:next]
			next = all[n].offset
		}
		code = nil
	}
	for line := range strings.Lines(listing) {
		line = strings.TrimSuffix(line, "\n")
		if m := listedFunction.FindStringSubmatch(line); m != nil {
			end()
			out = append(out, function{name: m[1]})
			size, _ = strconv.Atoi(m[2])
		} else if len(out) == 0 {
			continue
		} else if m := listedInstruction.FindStringSubmatch(line); m != nil {
			offset, _ := strconv.Atoi(m[1])
			f := &out[len(out)-1]
			f.instructions = append(f.instructions, instruction{offset: offset, line: m[2], text: strings.ReplaceAll(m[3], "\t", " ")})
		} else if m := listedCode.FindStringSubmatch(line); m != nil {
			row, _ := hex.DecodeString(strings.ReplaceAll(m[1], " ", ""))
			code = append(code, row...)
		}
	}
	end()
	return out
}
