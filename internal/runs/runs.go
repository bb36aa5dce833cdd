// Package runs reads runs of ASCII letters and digits, which are most words of most
// texts, eight bytes at a time: byte by byte, a processor guesses the end of each word
// wrongly, for every stage that reads a text.
package runs

import "math/bits"

// KeyBytes is how many bytes of a run its key has.
const KeyBytes = 16

// Key is the first 16 bytes of a run in lower case, the first in the lowest bits of Low,
// and zeros behind the end. Two runs of up to 16 bytes have one key if they are the same
// but for case.
type Key struct{ Low, High uint64 }

// At returns the run that begins at a place in a text, which may have none there.
func At(text string, i int) (key Key, length int) {
	rest := text[i:]
	if len(rest) < KeyBytes {
		return short(rest)
	}
	var n int
	if key.Low, n = block(rest); n < 8 {
		return key, n
	}
	key.High, n = block(rest[8:])
	length = 8 + n
	for n == 8 && len(rest)-length >= 8 {
		_, n = block(rest[length:])
		length += n
	}
	if n == 8 { // less than a block is left
		for length < len(rest) && isWord(rest[length]) {
			length++
		}
	}
	return key, length
}

// KeyOf is the key of a word of up to 16 bytes, which is in lower case.
func KeyOf[T string | []byte](word T) (key Key) {
	for i := range len(word) {
		key.put(i, word[i])
	}
	return key
}

// short is At for a text of less than 16 bytes.
func short(text string) (key Key, length int) {
	for length < len(text) && isWord(text[length]) {
		key.put(length, text[length]|0x20)
		length++
	}
	return key, length
}

// put sets byte i, which must be zero so far and below KeyBytes.
func (k *Key) put(i int, c byte) {
	if i < 8 {
		k.Low |= uint64(c) << (8 * i & 63)
	} else {
		k.High |= uint64(c) << (8 * i & 63)
	}
}

func isWord(c byte) bool { return c-'0' < 10 || c|0x20-'a' < 26 }

// block returns as much of a run as the first eight bytes of a text have, in lower
// case, and its length.
func block(text string) (key uint64, length int) {
	const each = 0x0101010101010101
	_ = text[7]
	x := uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
		uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
	// The upper bit of each byte tells whether it is above a bound.
	low := x | 0x20*each
	plain, small := x&(0x7f*each), low&(0x7f*each)
	letters := (small + (0x80-'a')*each) &^ (small + (0x80-'z'-1)*each)
	digits := (plain + (0x80-'0')*each) &^ (plain + (0x80-'9'-1)*each)
	others := ^((letters | digits) &^ x) & (0x80 * each)
	n := bits.TrailingZeros64(others) // eight times the length and 7 more, or 64
	return low & (1<<(n&^7) - 1), n >> 3
}
