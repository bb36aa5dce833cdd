package articledb

import "byline/internal/news"

// vectorSum is the checksum of a row of vectors.
func vectorSum(v news.Version, packed []byte) int64 {
	row := versionRow{id: v.ArticleID, revision: int64(v.Revision), body: packed}
	return row.checksum()
}
