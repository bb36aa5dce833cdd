#include "textflag.h"

// All instructions on vectors are of AVX: one of SSE, while the upper halves of
// registers are in use, stalls Intel's processors for as long as twenty points take.

// A first look reads memory in its order, but processors stop looking ahead at the
// end of each page, so lines are asked for so many bytes before they are needed.
#define AHEAD 2048

// HALVES64 adds to a sum the products of 64 bytes of a point by halves: the lower
// ones with Z8, the upper ones with Z9. Z7 is the mask of lower halves.
#define HALVES64(row, sum) \
	VMOVDQU64 (row)(R13*1), Z10 \
	VPSRLD    $4, Z10, Z11 \
	VPANDD    Z7, Z10, Z10 \
	VPANDD    Z7, Z11, Z11 \
	VPDPBUSD  Z8, Z10, sum \
	VPDPBUSD  Z9, Z11, sum \
	PREFETCHT0 AHEAD(row)(R13*1)

// func fourVNNI(dst *int32, points int, q *int8, plane int, rows *byte)
TEXT ·fourVNNI(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ points+8(FP), CX
	MOVQ q+16(FP), BX
	MOVQ plane+24(FP), DX
	MOVQ rows+32(FP), R8
	LEAQ (BX)(DX*1), AX // the half of q that belongs to upper halves
	MOVL $0x0f0f0f0f, R9
	VPBROADCASTD R9, Z7

points:
	LEAQ (R8)(DX*1), R9
	LEAQ (R9)(DX*1), R10
	LEAQ (R10)(DX*1), R11
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	XORQ R13, R13

bytes:
	VMOVDQU64 (BX)(R13*1), Z8
	VMOVDQU64 (AX)(R13*1), Z9
	HALVES64(R8, Z0)
	HALVES64(R9, Z1)
	HALVES64(R10, Z2)
	HALVES64(R11, Z3)
	ADDQ $64, R13
	CMPQ R13, DX
	JLT  bytes

	VEXTRACTI64X4 $1, Z0, Y10
	VEXTRACTI64X4 $1, Z1, Y11
	VEXTRACTI64X4 $1, Z2, Y12
	VEXTRACTI64X4 $1, Z3, Y13
	VPADDD Y10, Y0, Y0
	VPADDD Y11, Y1, Y1
	VPADDD Y12, Y2, Y2
	VPADDD Y13, Y3, Y3
	VPHADDD Y1, Y0, Y0
	VPHADDD Y3, Y2, Y2
	VPHADDD Y2, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPADDD X1, X0, X0
	VMOVDQU X0, (DI)
	ADDQ $16, DI
	LEAQ (R8)(DX*4), R8
	SUBQ $4, CX
	JG   points
	VZEROUPPER
	RET

// HALVES32 is HALVES64 for 32 bytes, of Y8 and Y9. Two products of 15 and 128 at
// most fit into 16 bits, and so do four. Y6 holds ones.
#define HALVES32(row, sum) \
	VMOVDQU    (row)(R13*1), Y10 \
	VPSRLD     $4, Y10, Y11 \
	VPAND      Y7, Y10, Y10 \
	VPAND      Y7, Y11, Y11 \
	VPMADDUBSW Y8, Y10, Y10 \
	VPMADDUBSW Y9, Y11, Y11 \
	VPADDW     Y11, Y10, Y10 \
	VPMADDWD   Y6, Y10, Y10 \
	VPADDD     Y10, sum, sum

// func fourAVX2(dst *int32, points int, q *int8, plane int, rows *byte)
TEXT ·fourAVX2(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ points+8(FP), CX
	MOVQ q+16(FP), BX
	MOVQ plane+24(FP), DX
	MOVQ rows+32(FP), R8
	LEAQ (BX)(DX*1), AX
	VPCMPEQW Y6, Y6, Y6
	VPABSW Y6, Y6    // 1 everywhere
	VPCMPEQB Y7, Y7, Y7
	VPABSB Y7, Y7
	VPSLLD $4, Y7, Y5
	VPSUBB Y7, Y5, Y7 // 15 everywhere

points:
	LEAQ (R8)(DX*1), R9
	LEAQ (R9)(DX*1), R10
	LEAQ (R10)(DX*1), R11
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	XORQ R13, R13

bytes:
	VMOVDQU (BX)(R13*1), Y8
	VMOVDQU (AX)(R13*1), Y9
	HALVES32(R8, Y0)
	HALVES32(R9, Y1)
	HALVES32(R10, Y2)
	HALVES32(R11, Y3)
	PREFETCHT0 AHEAD(R8)(R13*1)
	PREFETCHT0 AHEAD(R9)(R13*1)
	PREFETCHT0 AHEAD(R10)(R13*1)
	PREFETCHT0 AHEAD(R11)(R13*1)
	ADDQ $32, R13
	CMPQ R13, DX
	JLT  bytes

	VPHADDD Y1, Y0, Y0
	VPHADDD Y3, Y2, Y2
	VPHADDD Y2, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPADDD X1, X0, X0
	VMOVDQU X0, (DI)
	ADDQ $16, DI
	LEAQ (R8)(DX*4), R8
	SUBQ $4, CX
	JG   points
	VZEROUPPER
	RET

// func dot16AVX2(q *int16, codes *int8, n int) int32
TEXT ·dot16AVX2(SB), NOSPLIT, $0-28
	MOVQ q+0(FP), SI
	MOVQ codes+8(FP), DI
	MOVQ n+16(FP), CX
	VPXOR Y0, Y0, Y0

next:
	VPMOVSXBW (DI), Y1
	VPMADDWD (SI), Y1, Y1
	VPADDD Y1, Y0, Y0
	ADDQ $32, SI
	ADDQ $16, DI
	SUBQ $16, CX
	JG   next
	VEXTRACTI128 $1, Y0, X1
	VPADDD X1, X0, X0
	VPHADDD X0, X0, X0
	VPHADDD X0, X0, X0
	VMOVD X0, AX
	MOVL AX, ret+24(FP)
	VZEROUPPER
	RET
