#include "textflag.h"

// Of 16 outputs, four rows: the sums of row r are Y(2r) and Y(2r+1). The magnitudes of
// codes of outputs, Y14 and Y13, are multiplied by the codes of an input with their signs,
// Y8 and Y9: two products of 127 and 127 fit into 16 bits.
#define TILEROW(row, low, high) \
	VPBROADCASTD (row)(R12*1), Y10 \
	VPSIGNB Y8, Y10, Y11 \
	VPSIGNB Y9, Y10, Y12 \
	VPMADDUBSW Y11, Y14, Y11 \
	VPMADDUBSW Y12, Y13, Y12 \
	VPMADDWD Y15, Y11, Y11 \
	VPMADDWD Y15, Y12, Y12 \
	VPADDD Y11, low, low \
	VPADDD Y12, high, high

#define TILEOUT(at, low, high) \
	VBROADCASTSS at(R8), Y12 \
	VMULPS Y8, Y12, Y13 \
	VCVTDQ2PS low, low \
	VFMADD213PS Y10, Y13, low \
	VMOVUPS low, 0(SI) \
	VMULPS Y9, Y12, Y13 \
	VCVTDQ2PS high, high \
	VFMADD213PS Y11, Y13, high \
	VMOVUPS high, 32(SI) \
	ADDQ DX, SI

// func tileAVX2(t *tile)
TEXT ·tileAVX2(SB), NOSPLIT, $0-8
	MOVQ t+0(FP), DI
	MOVQ 0(DI), SI   // row 0 of x
	MOVQ 8(DI), R8   // codes
	MOVQ 16(DI), CX  // inputs
	LEAQ (SI)(CX*1), DX
	LEAQ (DX)(CX*1), AX
	LEAQ (AX)(CX*1), R9
	VPCMPEQW Y15, Y15, Y15
	VPABSW Y15, Y15 // 1 everywhere
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	XORQ R12, R12
	XORQ R13, R13

sum:
	VMOVDQU (R8)(R13*1), Y8
	VMOVDQU 32(R8)(R13*1), Y9
	VPABSB Y8, Y14
	VPABSB Y9, Y13
	TILEROW(SI, Y0, Y1)
	TILEROW(DX, Y2, Y3)
	TILEROW(AX, Y4, Y5)
	TILEROW(R9, Y6, Y7)
	ADDQ $64, R13
	ADDQ $4, R12
	CMPQ R12, CX
	JLT  sum

	MOVQ 24(DI), R12 // scales of outputs
	MOVQ 32(DI), R13 // bias
	MOVQ 48(DI), SI  // y
	MOVQ 56(DI), DX  // bytes between its rows
	MOVQ 64(DI), R8  // scales of rows
	VMOVUPS 0(R12), Y8
	VMOVUPS 32(R12), Y9
	VMOVUPS 0(R13), Y10
	VMOVUPS 32(R13), Y11
	TILEOUT(0, Y0, Y1)
	TILEOUT(4, Y2, Y3)
	TILEOUT(8, Y4, Y5)
	TILEOUT(12, Y6, Y7)
	VZEROUPPER
	RET

#define FLOATROW(row, low, high) \
	VBROADCASTSS (row), Y10 \
	VFMADD231PS Y8, Y10, low \
	VFMADD231PS Y9, Y10, high \
	ADDQ $4, row

// func floatsAVX2(t *floats)
TEXT ·floatsAVX2(SB), NOSPLIT, $0-8
	MOVQ t+0(FP), DI
	MOVQ 0(DI), SI  // y
	MOVQ 8(DI), DX  // bytes between its rows
	MOVQ 16(DI), R8 // a
	MOVQ 24(DI), R9 // bytes between its rows
	MOVQ 32(DI), BX // b
	MOVQ 40(DI), R13 // bytes between its rows
	MOVQ 48(DI), CX // numbers of a row of a
	LEAQ (R8)(R9*1), R10
	LEAQ (R10)(R9*1), R11
	LEAQ (R11)(R9*1), R12
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7

sum:
	VMOVUPS 0(BX), Y8
	VMOVUPS 32(BX), Y9
	FLOATROW(R8, Y0, Y1)
	FLOATROW(R10, Y2, Y3)
	FLOATROW(R11, Y4, Y5)
	FLOATROW(R12, Y6, Y7)
	ADDQ R13, BX
	DECQ CX
	JNZ  sum

	VMOVUPS Y0, 0(SI)
	VMOVUPS Y1, 32(SI)
	ADDQ DX, SI
	VMOVUPS Y2, 0(SI)
	VMOVUPS Y3, 32(SI)
	ADDQ DX, SI
	VMOVUPS Y4, 0(SI)
	VMOVUPS Y5, 32(SI)
	ADDQ DX, SI
	VMOVUPS Y6, 0(SI)
	VMOVUPS Y7, 32(SI)
	VZEROUPPER
	RET

// func greatestAVX2(x *float32, n int) float32
TEXT ·greatestAVX2(SB), NOSPLIT, $0-20
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
	VPCMPEQD Y3, Y3, Y3
	VPSRLD $1, Y3, Y3
	VXORPS Y0, Y0, Y0

next:
	VANDPS (SI), Y3, Y2
	VMAXPS Y2, Y0, Y0
	ADDQ $32, SI
	SUBQ $8, CX
	JG   next
	VEXTRACTF128 $1, Y0, X1
	VMAXPS X1, X0, X0
	VPERMILPS $0x4e, X0, X1
	VMAXPS X1, X0, X0
	VPERMILPS $0xb1, X0, X1
	VMAXPS X1, X0, X0
	VMOVSS X0, ret+16(FP)
	VZEROUPPER
	RET

// func roundAVX2(dst *byte, x *float32, n int, inverse float32)
TEXT ·roundAVX2(SB), NOSPLIT, $0-28
	MOVQ dst+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSS inverse+24(FP), Y1

next:
	VMULPS 0(SI), Y1, Y0
	VMULPS 32(SI), Y1, Y3
	VCVTPS2DQ Y0, Y0
	VCVTPS2DQ Y3, Y3
	VPACKSSDW Y3, Y0, Y0
	VPERMQ $0xd8, Y0, Y0
	VEXTRACTI128 $1, Y0, X3
	VPACKSSWB X3, X0, X0
	VMOVDQU X0, (DI)
	ADDQ $64, SI
	ADDQ $16, DI
	SUBQ $16, CX
	JG   next
	VZEROUPPER
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
GLOBL gelu<>(SB), RODATA|NOPTR, $44

// func geluAVX2(x *float32, n int)
TEXT ·geluAVX2(SB), NOSPLIT, $0-16
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
	VBROADCASTSS gelu<>+0(SB), Y4
	VBROADCASTSS gelu<>+4(SB), Y5
	VBROADCASTSS gelu<>+8(SB), Y6
	VBROADCASTSS gelu<>+12(SB), Y7
	VBROADCASTSS gelu<>+16(SB), Y8
	VBROADCASTSS gelu<>+20(SB), Y9
	VBROADCASTSS gelu<>+24(SB), Y10
	VBROADCASTSS gelu<>+28(SB), Y11
	VBROADCASTSS gelu<>+32(SB), Y12
	VBROADCASTSS gelu<>+36(SB), Y13
	VBROADCASTSS gelu<>+40(SB), Y14

next:
	VMOVUPS (SI), Y0
	VMINPS Y12, Y0, Y1
	VMAXPS Y13, Y1, Y1
	VMULPS Y1, Y1, Y2
	VMOVAPS Y11, Y3
	VFMADD213PS Y10, Y2, Y3
	VFMADD213PS Y9, Y2, Y3
	VFMADD213PS Y8, Y2, Y3
	VFMADD213PS Y7, Y2, Y3
	VFMADD213PS Y6, Y2, Y3
	VFMADD213PS Y5, Y2, Y3
	VFMADD213PS Y4, Y2, Y3
	VFMADD213PS Y14, Y1, Y3
	VMULPS Y0, Y3, Y3
	VMOVUPS Y3, (SI)
	ADDQ $32, SI
	SUBQ $8, CX
	JG   next
	VZEROUPPER
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
GLOBL power<>(SB), RODATA|NOPTR, $40

// POWER replaces 8 numbers by their powers, and adds them to sums. The power of 2 is a number
// of which only the exponent is set.
#define POWER(at, sums) \
	VMOVUPS at(SI), Y0 \
	VSUBPS Y6, Y0, Y0 \
	VMULPS Y7, Y0, Y0 \
	VMULPS Y8, Y0, Y0 \
	VBROADCASTSS power<>+32(SB), Y1 \
	VMAXPS Y1, Y0, Y0 \
	VROUNDPS $8, Y0, Y1 \
	VSUBPS Y1, Y0, Y0 \
	VMULPS Y9, Y0, Y0 \
	VMOVAPS Y10, Y2 \
	VFMADD213PS Y11, Y0, Y2 \
	VFMADD213PS Y12, Y0, Y2 \
	VFMADD213PS Y13, Y0, Y2 \
	VFMADD213PS Y14, Y0, Y2 \
	VFMADD213PS Y15, Y0, Y2 \
	VFMADD213PS Y15, Y0, Y2 \
	VCVTPS2DQ Y1, Y1 \
	VPADDD Y3, Y1, Y1 \
	VPSLLD $23, Y1, Y1 \
	VMULPS Y1, Y2, Y2 \
	VMOVUPS Y2, at(SI) \
	VADDPS Y2, sums, sums

// func softmaxAVX2(x *float32, n int, scale float32)
TEXT ·softmaxAVX2(SB), NOSPLIT, $0-20
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ SI, DI
	MOVQ CX, DX
	VMOVUPS (SI), Y0

most:
	VMAXPS (SI), Y0, Y0
	ADDQ $32, SI
	SUBQ $8, CX
	JG   most
	VEXTRACTF128 $1, Y0, X1
	VMAXPS X1, X0, X0
	VPERMILPS $0x4e, X0, X1
	VMAXPS X1, X0, X0
	VPERMILPS $0xb1, X0, X1
	VMAXPS X1, X0, X0
	VBROADCASTSS X0, Y6 // the greatest
	VBROADCASTSS scale+16(FP), Y7
	VBROADCASTSS power<>+0(SB), Y8
	VBROADCASTSS power<>+4(SB), Y9
	VBROADCASTSS power<>+8(SB), Y10
	VBROADCASTSS power<>+12(SB), Y11
	VBROADCASTSS power<>+16(SB), Y12
	VBROADCASTSS power<>+20(SB), Y13
	VBROADCASTSS power<>+24(SB), Y14
	VBROADCASTSS power<>+28(SB), Y15
	VPBROADCASTD power<>+36(SB), Y3
	MOVQ DI, SI
	MOVQ DX, CX
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5

powers:
	POWER(0, Y5)
	POWER(32, Y4)
	ADDQ $64, SI
	SUBQ $16, CX
	JG   powers
	VADDPS Y4, Y5, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPS X1, X0, X0
	VPERMILPS $0x4e, X0, X1
	VADDPS X1, X0, X0
	VPERMILPS $0xb1, X0, X1
	VADDPS X1, X0, X0
	VBROADCASTSS X0, Y0
	MOVQ DI, SI
	MOVQ DX, CX

share:
	VMOVUPS (SI), Y2
	VDIVPS Y0, Y2, Y2
	VMOVUPS Y2, (SI)
	ADDQ $32, SI
	SUBQ $8, CX
	JG   share
	VZEROUPPER
	RET
