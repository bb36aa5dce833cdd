// Package modelfile reads what the files of built-in models have in common:
//
//	magic    a text of 8 bytes that tells the kind of model
//	format   uint32
//	size     uint32, bytes of the header
//	header   JSON, padded with spaces so that the payload is aligned
//	payload  the tensors
//
// with all numbers little endian. The header holds the SHA-256 of the payload. What
// else it holds, and how tensors lie, is up to the kind of model.
package modelfile

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// magicBytes is the length of a magic, and Prefix that of what stands before the header.
const (
	magicBytes = 8
	Prefix     = magicBytes + 8
)

// Split reads the header of a file of a kind and format into header, which is as
// for [json.Unmarshal], and returns the payload, which [Check] is still to look at.
func Split(data []byte, magic string, format uint32, header any) (payload []byte, err error) {
	if len(data) < Prefix || string(data[:magicBytes]) != magic {
		return nil, fmt.Errorf("not a model file: it does not begin with %q", magic)
	}
	if got := binary.LittleEndian.Uint32(data[magicBytes:]); got != format {
		return nil, fmt.Errorf("file format %d is not known to this program, which reads format %d; use a matching version of the program", got, format)
	}
	size := uint64(binary.LittleEndian.Uint32(data[magicBytes+4:]))
	rest := data[Prefix:]
	if size > uint64(len(rest)) {
		return nil, fmt.Errorf("the file is cut short: the header has %d bytes, %d are there", size, len(rest))
	}
	if err := json.Unmarshal(rest[:size], header); err != nil {
		return nil, fmt.Errorf("reading the header: %w", err)
	}
	return rest[size:], nil
}

// Check tells whether a payload is intact, by the checksum that its header holds.
func Check(payload []byte, checksum string) error {
	sum := sha256.Sum256(payload)
	if got := hex.EncodeToString(sum[:]); got != checksum {
		return fmt.Errorf("the file is damaged: the checksum of its payload is %s, the header says %s", got, checksum)
	}
	return nil
}
