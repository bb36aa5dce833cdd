// Package signing checks what programs that send to us sign it with: an HMAC with
// a secret that both know.
package signing

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"strings"
)

// Format is how signatures are written: what stands before the sum ("sha256="; "":
// nothing), and which sum that names.
type Format map[string]func() hash.Hash

// Holds reports whether a text is the signature of a body with a secret. The sum is
// in hexadecimal or in either alphabet of base64.
func (f Format) Holds(text string, secret, body []byte) bool {
	for prefix, sum := range f {
		if written, ok := strings.CutPrefix(text, prefix); ok && isSum(written, secret, body, sum) {
			return true
		}
	}
	return false
}

func isSum(text string, secret, body []byte, sum func() hash.Hash) bool {
	mac := hmac.New(sum, secret)
	mac.Write(body)
	plain := strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(text), "=")
	for _, decode := range []func(string) ([]byte, error){hex.DecodeString, base64.RawStdEncoding.DecodeString} {
		if given, err := decode(plain); err == nil && hmac.Equal(given, mac.Sum(nil)) {
			return true
		}
	}
	return false
}
