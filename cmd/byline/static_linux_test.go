package main

import (
	"debug/elf"
	"testing"
)

// The program needs no library of the system, so that it runs in an image that
// holds nothing else.
func TestProgramIsStatic(t *testing.T) {
	t.Parallel()
	program, err := elf.Open(buildProgram(t))
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	for _, p := range program.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("it is linked dynamically")
		}
	}
}
