package qdrant

import (
	"context"
	"fmt"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/news"
)

// recordDeletion notes that all revisions of an article up to one are used up.
// It must come before any of them is removed. The number in a record only ever
// rises.
func (x *Index) recordDeletion(ctx context.Context, upTo news.Version) error {
	p := payload{}
	p.setString(fieldDeleted, upTo.ArticleID)
	p.setInt(fieldLast, int64(upTo.Revision))
	return x.upsert(ctx, &api.UpsertPoints{
		CollectionName: x.revisions(),
		Points: []*api.PointStruct{{
			Id: deletionID(upTo.ArticleID), Vectors: api.NewVectorsMap(map[string]*api.Vector{}), Payload: p,
		}},
		UpdateFilter: must(api.NewRange(fieldLast, &api.Range{Lt: api.PtrOf(float64(upTo.Revision))})),
		Ordering:     &api.WriteOrdering{Type: api.WriteOrderingType_Strong},
	})
}

// deletedUpTo returns the highest revision that each of some articles had when it
// was deleted last. Articles that never were are left out.
func (x *Index) deletedUpTo(ctx context.Context, ids []string) (map[string]int, error) {
	points := make([]*api.PointId, 0, len(ids))
	seen := make(map[string]bool, len(ids))
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			points = append(points, deletionID(id))
		}
	}
	records, err := x.get(ctx, x.revisions(), points, []string{fieldDeleted, fieldLast})
	if err != nil {
		return nil, err
	}
	out := make(map[string]int, len(records))
	for _, p := range records {
		out[p.string(fieldDeleted)] = p.int(fieldLast)
	}
	return out, nil
}

// numberAfterDeletions lets the numbers of articles that are new begin after
// those that they had before they were deleted.
func (x *Index) numberAfterDeletions(ctx context.Context, sequences []*sequence) error {
	var fresh []*sequence
	for _, s := range sequences {
		if s.base == 0 {
			fresh = append(fresh, s)
		}
	}
	deleted, err := x.deletedUpTo(ctx, articlesOf(fresh))
	if err != nil {
		return err
	}
	for _, s := range fresh {
		s.base = deleted[s.last().Article.ID]
		s.number()
	}
	return nil
}

// deletedMeanwhile returns the highest revisions that articles had before they were
// deleted, where that is one of the numbers just claimed or higher: the article
// was deleted since its writer looked. Versions under such numbers go.
func (x *Index) deletedMeanwhile(ctx context.Context, claimed []*sequence) (map[string]int, error) {
	deleted, err := x.deletedUpTo(ctx, articlesOf(claimed))
	if err != nil {
		return nil, err
	}
	for _, s := range claimed {
		id := s.last().Article.ID
		if last := deleted[id]; last > s.base {
			if err := x.remove(ctx, x.revisions(), must(api.NewMatchKeyword(fieldArticle, id), below(last+1))); err != nil {
				return nil, fmt.Errorf("article %q: %w", id, err)
			}
		}
	}
	return deleted, nil
}

func articlesOf(sequences []*sequence) []string {
	ids := make([]string, len(sequences))
	for i, s := range sequences {
		ids[i] = s.last().Article.ID
	}
	return ids
}
