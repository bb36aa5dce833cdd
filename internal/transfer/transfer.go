// Package transfer moves the articles of an index elsewhere: into another
// index, into a backup and out of one. It compares what arrived with what was
// there, and knows of no kind of index more than package index says.
package transfer

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/dustin/go-humanize"

	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/news"
)

// Inventory is what an index holds, in a form that can be compared.
type Inventory struct {
	Articles, Revisions int

	high, low uint64 // sum of the hashes of all articles
}

// Checksum is the sum of the hashes of all articles: 32 hexadecimal digits.
func (i Inventory) Checksum() string { return fmt.Sprintf("%016x%016x", i.high, i.low) }

// String says for people what there is.
func (i Inventory) String() string {
	return fmt.Sprintf("%s articles and %s earlier versions with checksum %s",
		humanize.Comma(int64(i.Articles)), humanize.Comma(int64(i.Revisions)), i.Checksum())
}

// TakeInventory reads all articles of an index.
func TakeInventory(ctx context.Context, x index.Index) (held Inventory, err error) {
	stats, err := x.Stats(ctx)
	if err != nil {
		return held, err
	}
	held.Revisions = stats.Revisions
	err = index.EachPage(ctx, x, func(articles []news.Article) error {
		for i := range articles {
			hash := encode.Hash(&articles[i])
			var carry uint64
			held.low, carry = bits.Add64(held.low, binary.BigEndian.Uint64(hash[8:]), 0)
			held.high, _ = bits.Add64(held.high, binary.BigEndian.Uint64(hash[:8]), carry)
			held.Articles++
		}
		return nil
	})
	return held, err
}
