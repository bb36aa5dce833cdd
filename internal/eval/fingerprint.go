package eval

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
)

// Fingerprint identifies what an index was built from: the bytes of the corpus
// and everything else that shapes the index, as versions and settings.
func (d *Dataset) Fingerprint(shape ...string) (string, error) {
	f, err := os.Open(d.Corpus)
	if err != nil {
		return "", fmt.Errorf("eval: %w", err)
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", fmt.Errorf("eval: %w", err)
	}
	fmt.Fprintf(hash, "%q", shape)
	return hex.EncodeToString(hash.Sum(nil))[:12], nil
}
