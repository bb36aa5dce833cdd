#include "textflag.h"

// Go's assembler lacks most of these instructions, and macros that count registers need their
// numbers: operands are those, the destination first. Registers hold four floats or whole
// numbers; where a lane is given, 0 to 3, that one of the last register stands for all four.
#define SDOT(d, n, m, lane) WORD $(0x4f80e000 | ((lane)&1)<<21 | ((lane)>>1)<<11 | (m)<<16 | (n)<<5 | (d)) // four sums of four products of bytes
#define SMULL(d, n, m)      WORD $(0x0e20c000 | (m)<<16 | (n)<<5 | (d)) // eight products of bytes, of the lower halves
#define SMULL2(d, n, m)     WORD $(0x4e20c000 | (m)<<16 | (n)<<5 | (d)) // the same, of the upper halves
#define SADALP(d, n)        WORD $(0x4e606800 | (n)<<5 | (d))           // adds pairs of 16 bits to four sums
#define DUP(d, n, lane)     WORD $(0x4e040400 | (lane)<<19 | (n)<<5 | (d))
#define SCVTF(d, n)         WORD $(0x4e21d800 | (n)<<5 | (d)) // whole numbers made floats
#define FCVTNS(d, n)        WORD $(0x4e21a800 | (n)<<5 | (d)) // and back, to the nearest, of two the even one
#define FRINTN(d, n)        WORD $(0x4e218800 | (n)<<5 | (d)) // the same, left as floats
#define FABS(d, n)          WORD $(0x4ea0f800 | (n)<<5 | (d))
#define FMAXV(d, n)         WORD $(0x6e30f800 | (n)<<5 | (d)) // the greatest lane
#define FMAX(d, n, m)       WORD $(0x4e20f400 | (m)<<16 | (n)<<5 | (d))
#define FMIN(d, n, m)       WORD $(0x4ea0f400 | (m)<<16 | (n)<<5 | (d))
#define FADD(d, n, m)       WORD $(0x4e20d400 | (m)<<16 | (n)<<5 | (d))
#define FADDP(d, n, m)      WORD $(0x6e20d400 | (m)<<16 | (n)<<5 | (d)) // pairs, those of n first
#define FSUB(d, n, m)       WORD $(0x4ea0d400 | (m)<<16 | (n)<<5 | (d))
#define FMUL(d, n, m)       WORD $(0x6e20dc00 | (m)<<16 | (n)<<5 | (d))
#define FDIV(d, n, m)       WORD $(0x6e20fc00 | (m)<<16 | (n)<<5 | (d))
#define FMLA(d, n, m)       WORD $(0x4e20cc00 | (m)<<16 | (n)<<5 | (d)) // products, added and rounded once
#define FMULE(d, n, m, lane) WORD $(0x4f809000 | ((lane)&1)<<21 | ((lane)>>1)<<11 | (m)<<16 | (n)<<5 | (d))
#define FMLAE(d, n, m, lane) WORD $(0x4f801000 | ((lane)&1)<<21 | ((lane)>>1)<<11 | (m)<<16 | (n)<<5 | (d))

#define CLEAR \
	VEOR V0.B16, V0.B16, V0.B16 \
	VEOR V1.B16, V1.B16, V1.B16 \
	VEOR V2.B16, V2.B16, V2.B16 \
	VEOR V3.B16, V3.B16, V3.B16 \
	VEOR V4.B16, V4.B16, V4.B16 \
	VEOR V5.B16, V5.B16, V5.B16 \
	VEOR V6.B16, V6.B16, V6.B16 \
	VEOR V7.B16, V7.B16, V7.B16 \
	VEOR V8.B16, V8.B16, V8.B16 \
	VEOR V9.B16, V9.B16, V9.B16 \
	VEOR V10.B16, V10.B16, V10.B16 \
	VEOR V11.B16, V11.B16, V11.B16 \
	VEOR V12.B16, V12.B16, V12.B16 \
	VEOR V13.B16, V13.B16, V13.B16 \
	VEOR V14.B16, V14.B16, V14.B16 \
	VEOR V15.B16, V15.B16, V15.B16

// Of 16 outputs, four rows: the sums of row r are V(4r) to V(4r+3). Codes of inputs have their
// signs, as those of outputs have: nothing is added to them, and there are no offsets.
#define TILEBEGIN \
	MOVD t+0(FP), R0 \
	MOVD 0(R0), R1  /* row 0 of x */ \
	MOVD 8(R0), R5  /* codes */ \
	MOVD 16(R0), R6 /* inputs */ \
	ADD R6, R1, R2 \
	ADD R6, R2, R3 \
	ADD R6, R3, R4 \
	CLEAR

// INPUTS loads 16 inputs of each row, which are four lanes of four.
#define INPUTS \
	VLD1.P 16(R1), [V20.B16] \
	VLD1.P 16(R2), [V21.B16] \
	VLD1.P 16(R3), [V22.B16] \
	VLD1.P 16(R4), [V23.B16]

// FOURINPUTS adds what 16 outputs make of a lane.
#define FOURINPUTS(ROW, lane) \
	VLD1.P 64(R5), [V16.B16, V17.B16, V18.B16, V19.B16] \
	ROW(0, 20, lane) \
	ROW(4, 21, lane) \
	ROW(8, 22, lane) \
	ROW(12, 23, lane)

#define ROWSDOT(sum, x, lane) \
	SDOT(sum, 16, x, lane) \
	SDOT(sum+1, 17, x, lane) \
	SDOT(sum+2, 18, x, lane) \
	SDOT(sum+3, 19, x, lane)

// Two products of 127 and 127 fit into 16 bits.
#define MULTIPLY(sum, codes) \
	SMULL(25, codes, 24) \
	SMULL2(26, codes, 24) \
	VADDP V26.H8, V25.H8, V25.H8 \
	SADALP(sum, 25)

#define ROWNEON(sum, x, lane) \
	DUP(24, x, lane) \
	MULTIPLY(sum, 16) \
	MULTIPLY(sum+1, 17) \
	MULTIPLY(sum+2, 18) \
	MULTIPLY(sum+3, 19)

// ROWOUT puts bias into V24 to V27 and adds sums to it, times the scales of outputs and of the row.
#define ROWOUT(sum, row) \
	VLD1 (R7), [V24.S4, V25.S4, V26.S4, V27.S4] \
	FOUROUT(24, sum, 16, row) \
	FOUROUT(25, sum+1, 17, row) \
	FOUROUT(26, sum+2, 18, row) \
	FOUROUT(27, sum+3, 19, row) \
	VST1 [V24.S4, V25.S4, V26.S4, V27.S4], (R8) \
	ADD R9, R8, R8

#define FOUROUT(y, sum, scale, row) \
	SCVTF(sum, sum) \
	FMULE(28, scale, 20, row) \
	FMLA(y, sum, 28)

#define TILEEND \
	MOVD 24(R0), R6  /* scales of outputs */ \
	MOVD 32(R0), R7  /* bias */ \
	MOVD 48(R0), R8  /* y */ \
	MOVD 56(R0), R9  /* bytes between its rows */ \
	MOVD 64(R0), R10 /* scales of rows */ \
	VLD1 (R6), [V16.S4, V17.S4, V18.S4, V19.S4] \
	VLD1 (R10), [V20.S4] \
	ROWOUT(0, 0) \
	ROWOUT(4, 1) \
	ROWOUT(8, 2) \
	ROWOUT(12, 3)

// func tileSDOT(t *tile)
TEXT ·tileSDOT(SB), NOSPLIT, $0-8
	TILEBEGIN
sum:
	INPUTS
	FOURINPUTS(ROWSDOT, 0)
	FOURINPUTS(ROWSDOT, 1)
	FOURINPUTS(ROWSDOT, 2)
	FOURINPUTS(ROWSDOT, 3)
	SUBS $16, R6, R6
	BGT sum
	TILEEND
	RET

// func tileNEON(t *tile)
TEXT ·tileNEON(SB), NOSPLIT, $0-8
	TILEBEGIN
sum:
	INPUTS
	FOURINPUTS(ROWNEON, 0)
	FOURINPUTS(ROWNEON, 1)
	FOURINPUTS(ROWNEON, 2)
	FOURINPUTS(ROWNEON, 3)
	SUBS $16, R6, R6
	BGT sum
	TILEEND
	RET

#define FLOATROW(y, a) \
	FMLAE(y, 16, a, 0) \
	FMLAE(y+1, 17, a, 0) \
	FMLAE(y+2, 18, a, 0) \
	FMLAE(y+3, 19, a, 0)

// func floatsNEON(t *floats)
TEXT ·floatsNEON(SB), NOSPLIT, $0-8
	MOVD t+0(FP), R0
	MOVD 0(R0), R8  // y
	MOVD 8(R0), R9  // bytes between its rows
	MOVD 16(R0), R1 // a
	MOVD 24(R0), R7 // bytes between its rows
	MOVD 32(R0), R5 // b
	MOVD 40(R0), R6 // bytes between its rows
	MOVD 48(R0), R0 // numbers of a row of a
	ADD R7, R1, R2
	ADD R7, R2, R3
	ADD R7, R3, R4
	CLEAR
sum:
	VLD1.P (R5)(R6), [V16.S4, V17.S4, V18.S4, V19.S4]
	FMOVS.P 4(R1), F20
	FMOVS.P 4(R2), F21
	FMOVS.P 4(R3), F22
	FMOVS.P 4(R4), F23
	FLOATROW(0, 20)
	FLOATROW(4, 21)
	FLOATROW(8, 22)
	FLOATROW(12, 23)
	SUBS $1, R0, R0
	BNE sum
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], (R8)(R9)
	VST1.P [V4.S4, V5.S4, V6.S4, V7.S4], (R8)(R9)
	VST1.P [V8.S4, V9.S4, V10.S4, V11.S4], (R8)(R9)
	VST1 [V12.S4, V13.S4, V14.S4, V15.S4], (R8)
	RET

// func greatestNEON(x *float32, n int) float32
TEXT ·greatestNEON(SB), NOSPLIT, $0-20
	MOVD x+0(FP), R0
	MOVD n+8(FP), R1
	CLEAR
next:
	VLD1.P 64(R0), [V16.S4, V17.S4, V18.S4, V19.S4]
	FABS(16, 16)
	FABS(17, 17)
	FABS(18, 18)
	FABS(19, 19)
	FMAX(0, 0, 16)
	FMAX(1, 1, 17)
	FMAX(2, 2, 18)
	FMAX(3, 3, 19)
	SUBS $16, R1, R1
	BGT next
	FMAX(0, 0, 1)
	FMAX(2, 2, 3)
	FMAX(0, 0, 2)
	FMAXV(0, 0)
	FMOVS F0, ret+16(FP)
	RET

// func roundNEON(dst *byte, x *float32, n int, inverse float32)
TEXT ·roundNEON(SB), NOSPLIT, $0-28
	MOVD dst+0(FP), R0
	MOVD x+8(FP), R1
	MOVD n+16(FP), R2
	FMOVS inverse+24(FP), F4
next:
	VLD1.P 64(R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	FMULE(0, 0, 4, 0)
	FMULE(1, 1, 4, 0)
	FMULE(2, 2, 4, 0)
	FMULE(3, 3, 4, 0)
	FCVTNS(0, 0)
	FCVTNS(1, 1)
	FCVTNS(2, 2)
	FCVTNS(3, 3)
	VUZP1 V1.H8, V0.H8, V0.H8 // lower halves: none is beyond 127
	VUZP1 V3.H8, V2.H8, V2.H8
	VUZP1 V2.B16, V0.B16, V0.B16
	VST1.P [V0.B16], 16(R0)
	SUBS $16, R2, R2
	BGT next
	RET

// The constants are those of kernel_amd64.s.
DATA gelu<>+0(SB)/4, $0x3ecc3896
DATA gelu<>+4(SB)/4, $0xbd87a6fc
DATA gelu<>+8(SB)/4, $0x3c1f2552
DATA gelu<>+12(SB)/4, $0xba8b96ac
DATA gelu<>+16(SB)/4, $0x38af51cd
DATA gelu<>+20(SB)/4, $0xb692b67c
DATA gelu<>+24(SB)/4, $0x341051c8
DATA gelu<>+28(SB)/4, $0xb0f9ab44
DATA gelu<>+32(SB)/4, $0x4079999a
DATA gelu<>+36(SB)/4, $0xc079999a
DATA gelu<>+40(SB)/4, $0x3f000000
DATA gelu<>+44(SB)/4, $0
GLOBL gelu<>(SB), RODATA|NOPTR, $48

// A product is added to what is overwritten, so each member of a polynomial begins with a copy of its constant.
#define GELU(x) \
	FMIN(4, x, 20) \
	FMAX(4, 4, 21) \
	FMUL(5, 4, 4) \
	DUP(6, 17, 2) \
	FMLAE(6, 5, 17, 3) \
	DUP(7, 17, 1) \
	FMLA(7, 6, 5) \
	DUP(6, 17, 0) \
	FMLA(6, 7, 5) \
	DUP(7, 16, 3) \
	FMLA(7, 6, 5) \
	DUP(6, 16, 2) \
	FMLA(6, 7, 5) \
	DUP(7, 16, 1) \
	FMLA(7, 6, 5) \
	DUP(6, 16, 0) \
	FMLA(6, 7, 5) \
	DUP(7, 18, 2) \
	FMLA(7, 6, 4) \
	FMUL(x, 7, x)

// func geluNEON(x *float32, n int)
TEXT ·geluNEON(SB), NOSPLIT, $0-16
	MOVD x+0(FP), R0
	MOVD n+8(FP), R1
	MOVD $gelu<>(SB), R2
	VLD1 (R2), [V16.S4, V17.S4, V18.S4]
	DUP(20, 18, 0)
	DUP(21, 18, 1)
next:
	VLD1 (R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	GELU(0)
	GELU(1)
	GELU(2)
	GELU(3)
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R0)
	SUBS $16, R1, R1
	BGT next
	RET

DATA power<>+0(SB)/4, $0x3fb8aa3b  // 1.44269504
DATA power<>+4(SB)/4, $0x3f317218  // 0.693147181
DATA power<>+8(SB)/4, $0x3ab60b61  // 0.00138888889
DATA power<>+12(SB)/4, $0x3c088889 // 0.00833333333
DATA power<>+16(SB)/4, $0x3d2aaaab // 0.0416666667
DATA power<>+20(SB)/4, $0x3e2aaaab // 0.166666667
DATA power<>+24(SB)/4, $0x3f000000 // 0.5
DATA power<>+28(SB)/4, $0x3f800000 // 1
DATA power<>+32(SB)/4, $0xc2fc0000 // -126
DATA power<>+36(SB)/4, $127
DATA power<>+40(SB)/8, $0
GLOBL power<>(SB), RODATA|NOPTR, $48

// POWER replaces four numbers by their powers, and adds them to sums. The power of 2 is a number
// of which only the exponent is set.
#define POWER(x, sums) \
	FSUB(x, x, 20) \
	FMULE(x, x, 21, 0) \
	FMULE(x, x, 24, 0) \
	FMAX(x, x, 22) \
	FRINTN(4, x) \
	FSUB(x, x, 4) \
	FMULE(x, x, 24, 1) \
	DUP(5, 24, 3) \
	FMLAE(5, x, 24, 2) \
	DUP(6, 25, 0) \
	FMLA(6, 5, x) \
	DUP(5, 25, 1) \
	FMLA(5, 6, x) \
	DUP(6, 25, 2) \
	FMLA(6, 5, x) \
	DUP(5, 25, 3) \
	FMLA(5, 6, x) \
	DUP(6, 25, 3) \
	FMLA(6, 5, x) \
	FCVTNS(4, 4) \
	VADD V23.S4, V4.S4, V4.S4 \
	VSHL $23, V4.S4, V4.S4 \
	FMUL(x, 6, 4) \
	FADD(sums, sums, x)

// func softmaxNEON(x *float32, n int, scale float32)
TEXT ·softmaxNEON(SB), NOSPLIT, $0-20
	MOVD x+0(FP), R0
	MOVD n+8(FP), R1
	FMOVS scale+16(FP), F21
	MOVD $power<>(SB), R2
	VLD1 (R2), [V24.S4, V25.S4, V26.S4]
	DUP(22, 26, 0)
	DUP(23, 26, 1)
	MOVD R0, R2
	MOVD R1, R3
	VLD1 (R0), [V16.S4]
most:
	VLD1.P 64(R2), [V0.S4, V1.S4, V2.S4, V3.S4]
	FMAX(0, 0, 1)
	FMAX(2, 2, 3)
	FMAX(0, 0, 2)
	FMAX(16, 16, 0)
	SUBS $16, R3, R3
	BGT most
	FMAXV(16, 16)
	DUP(20, 16, 0)
	MOVD R0, R2
	MOVD R1, R3
	VEOR V16.B16, V16.B16, V16.B16
	VEOR V17.B16, V17.B16, V17.B16
	VEOR V18.B16, V18.B16, V18.B16
	VEOR V19.B16, V19.B16, V19.B16
powers:
	VLD1 (R2), [V0.S4, V1.S4, V2.S4, V3.S4]
	POWER(0, 16)
	POWER(1, 17)
	POWER(2, 18)
	POWER(3, 19)
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R2)
	SUBS $16, R3, R3
	BGT powers

	// Upper halves are added to lower ones, in the order of wider registers.
	FADD(16, 16, 18)
	FADD(17, 17, 19)
	FADD(16, 16, 17)
	VEXT $8, V16.B16, V16.B16, V17.B16
	FADD(16, 16, 17)
	FADDP(16, 16, 16)
	DUP(16, 16, 0)
share:
	VLD1 (R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	FDIV(0, 0, 16)
	FDIV(1, 1, 16)
	FDIV(2, 2, 16)
	FDIV(3, 3, 16)
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R0)
	SUBS $16, R1, R1
	BGT share
	RET
