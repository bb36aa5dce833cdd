#include "textflag.h"

// A row is 512 bytes, which is what the sixteen registers hold.
#define EACH(DO) \
	DO(0, Y0, Y1) \
	DO(64, Y2, Y3) \
	DO(128, Y4, Y5) \
	DO(192, Y6, Y7) \
	DO(256, Y8, Y9) \
	DO(320, Y10, Y11) \
	DO(384, Y12, Y13) \
	DO(448, Y14, Y15)

#define CLEAR(at, low, high) \
	VPXOR low, low, low \
	VPXOR high, high, high

// ADD adds 64 bytes of the row at AX, and fetches those of the one at DX.
#define ADD(at, low, high) \
	PREFETCHT0 at(DX) \
	VPADDW at(AX), low, low \
	VPADDW (at+32)(AX), high, high

#define STORE(at, low, high) \
	VMOVDQU low, at(DI) \
	VMOVDQU high, (at+32)(DI)

// func addRowsAVX2(near, rows *uint64, ids *uint16, count int)
TEXT ·addRowsAVX2(SB), NOSPLIT, $0-32
	MOVQ near+0(FP), DI
	MOVQ rows+8(FP), SI
	MOVQ ids+16(FP), BX
	MOVQ count+24(FP), CX
	EACH(CLEAR)
	TESTQ CX, CX
	JLE  done

row:
	MOVWLZX (BX), AX
	MOVWLZX 8(BX), DX // the row to be added four rows later
	SHLQ $9, AX
	SHLQ $9, DX
	ADDQ SI, AX
	ADDQ SI, DX
	EACH(ADD)
	ADDQ $2, BX
	DECQ CX
	JNZ  row

done:
	EACH(STORE)
	VZEROUPPER
	RET
