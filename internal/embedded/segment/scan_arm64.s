#include "textflag.h"

// Go's assembler has no names for these instructions: the first operand is the
// destination, all are numbers of registers.
#define SDOT(d, n, m)   WORD $(0x4e809400 | (m)<<16 | (n)<<5 | (d)) // four sums of four products of bytes
#define SMULL(d, n, m)  WORD $(0x0e20c000 | (m)<<16 | (n)<<5 | (d)) // eight products of bytes, of the lower halves
#define SMLAL(d, n, m)  WORD $(0x0e208000 | (m)<<16 | (n)<<5 | (d)) // the same, added
#define SMLAL2(d, n, m) WORD $(0x4e208000 | (m)<<16 | (n)<<5 | (d)) // the same, of the upper halves
#define SADALP(d, n)    WORD $(0x4e606800 | (n)<<5 | (d))           // adds pairs of 16 bits to four sums
#define SXTL(d, n)      WORD $(0x0f08a400 | (n)<<5 | (d))           // eight bytes made 16 bits wide
#define SXTL2(d, n)     WORD $(0x4f08a400 | (n)<<5 | (d))
#define SMLALH(d, n, m)  WORD $(0x0e608000 | (m)<<16 | (n)<<5 | (d)) // four products of 16 bits, added
#define SMLALH2(d, n, m) WORD $(0x4e608000 | (m)<<16 | (n)<<5 | (d))

// SPLIT loads 16 bytes of a point into V10, of which it leaves the lower halves,
// and puts the upper ones into V11.
#define SPLIT(row) \
	VLD1.P 16(row), [V10.B16] \
	VUSHR $4, V10.B16, V11.B16 \
	VAND V7.B16, V10.B16, V10.B16

#define DOT(row, sum) \
	SPLIT(row) \
	SDOT(sum, 10, 8) \
	SDOT(sum, 11, 9)

// Two products of 15 and 128 at most fit into 16 bits, and so do four.
#define MULTIPLY(row, sum) \
	SPLIT(row) \
	SMULL(12, 10, 8) \
	SMLAL2(12, 10, 8) \
	SMLAL(12, 11, 9) \
	SMLAL2(12, 11, 9) \
	SADALP(sum, 12)

#define BEGIN \
	MOVD dst+0(FP), R0 \
	MOVD points+8(FP), R1 \
	MOVD q+16(FP), R2 \
	MOVD plane+24(FP), R3 \
	MOVD rows+32(FP), R4 \
	VMOVI $15, V7.B16

#define FOUR \
	ADD R3, R4, R5 \
	ADD R3, R5, R6 \
	ADD R3, R6, R7 \
	MOVD R2, R8 \
	ADD R3, R2, R9 \
	VEOR V0.B16, V0.B16, V0.B16 \
	VEOR V1.B16, V1.B16, V1.B16 \
	VEOR V2.B16, V2.B16, V2.B16 \
	VEOR V3.B16, V3.B16, V3.B16 \
	MOVD R3, R10

#define QUERY \
	VLD1.P 16(R8), [V8.B16] \
	VLD1.P 16(R9), [V9.B16]

#define SUMS \
	VADDP V1.S4, V0.S4, V0.S4 \
	VADDP V3.S4, V2.S4, V2.S4 \
	VADDP V2.S4, V0.S4, V0.S4 \
	VST1.P [V0.S4], 16(R0) \
	MOVD R7, R4

// func fourSDOT(dst *int32, points int, q *int8, plane int, rows *byte)
TEXT ·fourSDOT(SB), NOSPLIT, $0-40
	BEGIN
points:
	FOUR
bytes:
	QUERY
	DOT(R4, 0)
	DOT(R5, 1)
	DOT(R6, 2)
	DOT(R7, 3)
	SUBS $16, R10, R10
	BGT bytes
	SUMS
	SUBS $4, R1, R1
	BGT points
	RET

// func fourNEON(dst *int32, points int, q *int8, plane int, rows *byte)
TEXT ·fourNEON(SB), NOSPLIT, $0-40
	BEGIN
points:
	FOUR
bytes:
	QUERY
	MULTIPLY(R4, 0)
	MULTIPLY(R5, 1)
	MULTIPLY(R6, 2)
	MULTIPLY(R7, 3)
	SUBS $16, R10, R10
	BGT bytes
	SUMS
	SUBS $4, R1, R1
	BGT points
	RET

// func dot16NEON(q *int16, codes *int8, n int) int32
TEXT ·dot16NEON(SB), NOSPLIT, $0-28
	MOVD q+0(FP), R0
	MOVD codes+8(FP), R1
	MOVD n+16(FP), R2
	VEOR V0.B16, V0.B16, V0.B16
	VEOR V1.B16, V1.B16, V1.B16
next:
	VLD1.P 32(R0), [V2.H8, V3.H8]
	VLD1.P 16(R1), [V4.B16]
	SXTL(5, 4)
	SXTL2(6, 4)
	SMLALH(0, 2, 5)
	SMLALH2(1, 2, 5)
	SMLALH(0, 3, 6)
	SMLALH2(1, 3, 6)
	SUBS $16, R2, R2
	BGT next
	VADD V1.S4, V0.S4, V0.S4
	VADDP V0.S4, V0.S4, V0.S4
	VADDP V0.S4, V0.S4, V0.S4
	VMOV V0.S[0], R0
	MOVW R0, ret+24(FP)
	RET
