package qdrant

import (
	"strconv"

	"github.com/google/uuid"
	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/news"
)

// space is the namespace of the IDs of articles, itself UUIDv5(URL, "byline:article").
var space = uuid.NewSHA1(uuid.NameSpaceURL, []byte("byline:article"))

// articleID is the point ID of an article as a whole.
func articleID(id string) *api.PointId { return api.NewIDUUID(articleUUID(id).String()) }

func articleUUID(id string) uuid.UUID { return uuid.NewSHA1(space, []byte(id)) }

// versionID is the point ID of a version.
func versionID(v news.Version) *api.PointId {
	return api.NewIDUUID(uuid.NewSHA1(articleUUID(v.ArticleID), []byte(strconv.Itoa(v.Revision))).String())
}

// deletionID is the point ID of what is left of an article that was deleted.
func deletionID(id string) *api.PointId {
	return api.NewIDUUID(uuid.NewSHA1(articleUUID(id), []byte("deleted")).String())
}

// passageID is the point ID of a passage.
func passageID(v news.Version, ordinal int) *api.PointId {
	name := strconv.Itoa(v.Revision) + "/" + strconv.Itoa(ordinal)
	return api.NewIDUUID(uuid.NewSHA1(articleUUID(v.ArticleID), []byte(name)).String())
}
