package qdrant

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/news"
	"byline/internal/panics"
)

// schemaVersion is that of what the collections hold; others are refused.
const schemaVersion = 1

// fieldsVersion is that of the fields that searches filter by, which a generation is
// made anew for: 1 has authors, sections and when an article was changed, 2 entities.
const fieldsVersion = 2

// The vectors of a point.
const (
	denseVector  = "dense"
	sparseVector = "sparse"
)

// The fields of payloads.
const (
	fieldArticle   = "article"   // ID
	fieldRevision  = "revision"  //
	fieldOrdinal   = "ordinal"   // of a passage
	fieldStart     = "start"     // span of a passage, or of the first passage of an article
	fieldEnd       = "end"       //
	fieldPassages  = "passages"  // how many an article has
	fieldPublished = "published" // Unix seconds; absent if unknown; RFC 3339 in a version
	fieldSource    = "source"    // in lower case; as it is in a version
	fieldSubjects  = "subjects"  // likewise
	fieldLanguage  = "language"  // likewise
	fieldAuthors   = "authors"   // likewise
	fieldSection   = "section"   // likewise
	fieldChanged   = "changed"   // Unix seconds, see index.Changed; absent if unknown
	fieldFiles     = "files"     // index.FileKeys of the file that it lay in
	fieldPeople    = "people"    // keys of entities
	fieldBodies    = "organisations"
	fieldPlaces    = "places"
	fieldOn        = "on" // news.Record.NoticeOn
	fieldURL       = "url"
	fieldHash      = "hash"      // of the article, in hexadecimal
	fieldStored    = "stored"    // Unix microseconds
	fieldEdited    = "edited"    // what a person has set, as in a version
	fieldPending   = "pending"   // flag: vectors are still to come
	fieldSum       = "sum"       // of the text of that passage, see news.Sum; absent in earlier versions
	fieldSignature = "signature" // of that passage, in base64
	fieldWhole     = "whole"     // the signature of an article as a whole, likewise
	fieldStale     = "stale"     // flag: passages of earlier revisions may still be there
)

// The fields of what is left of an article that was deleted. They are none of a
// version's, so that nothing that looks for versions of an article finds it.
const (
	fieldDeleted = "deleted" // ID
	fieldLast    = "last"    // the highest revision that it had
)

// generation is one build of what searches need.
type generation struct {
	number             int
	articles, passages string // names of the collections
}

func (x *Index) generation(n int) generation {
	suffix := "_" + strconv.Itoa(n)
	return generation{n, x.articlesAlias() + suffix, x.passagesAlias() + suffix}
}

func (x *Index) articlesAlias() string { return x.opts.Prefix + "_articles" }
func (x *Index) passagesAlias() string { return x.opts.Prefix + "_passages" }
func (x *Index) revisions() string     { return x.opts.Prefix + "_revisions" }

// live returns the generation that the aliases name; its number is 0 if there is none.
func (x *Index) live(ctx context.Context) (generation, error) {
	aliases, err := read(ctx, x.conn, x.conn.client.ListAliases)
	if err != nil {
		return generation{}, err
	}
	numbers := map[string]int{}
	for _, a := range aliases {
		suffix, ours := strings.CutPrefix(a.GetCollectionName(), a.GetAliasName()+"_")
		if n, err := strconv.Atoi(suffix); ours && err == nil {
			numbers[a.GetAliasName()] = n
		}
	}
	n := numbers[x.articlesAlias()]
	if n != numbers[x.passagesAlias()] {
		return generation{}, news.Errorf(news.KindInvalid, "the aliases %s and %s do not belong together; did something else move one?", x.articlesAlias(), x.passagesAlias())
	}
	return x.generation(n), nil
}

// goLive moves both aliases to a generation in one step.
func (x *Index) goLive(ctx context.Context, g generation) error {
	var steps []*api.AliasOperations
	if x.gen.number > 0 {
		steps = append(steps, api.NewAliasDelete(x.articlesAlias()), api.NewAliasDelete(x.passagesAlias()))
	}
	steps = append(steps, api.NewAliasCreate(x.articlesAlias(), g.articles), api.NewAliasCreate(x.passagesAlias(), g.passages))
	_, err := write(ctx, x.conn, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, x.conn.client.UpdateAliases(ctx, steps)
	})
	return err
}

// embedderIdentity says what an index was made with. It is the metadata of its collections.
type embedderIdentity struct {
	schema   int
	embedder string
	dim      int
	encoding uint32
	fields   int
}

func (x *Index) identity() embedderIdentity {
	return embedderIdentity{schemaVersion, x.opts.Embedder, x.opts.Dim, x.opts.Encoding, fieldsVersion}
}

func (i embedderIdentity) metadata() map[string]*api.Value {
	return map[string]*api.Value{
		"schema": api.NewValueInt(int64(i.schema)), "embedder": api.NewValueString(i.embedder),
		"dim": api.NewValueInt(int64(i.dim)), "encoding": api.NewValueInt(int64(i.encoding)), "fields": api.NewValueInt(int64(i.fields)),
	}
}

// embedderIdentityOf reads what a collection was made with.
func (x *Index) embedderIdentityOf(ctx context.Context, collection string) (embedderIdentity, error) {
	info, err := read(ctx, x.conn, func(ctx context.Context) (*api.CollectionInfo, error) {
		return x.conn.client.GetCollectionInfo(ctx, collection)
	})
	m := payload(info.GetConfig().GetMetadata())
	return embedderIdentity{m.int("schema"), m.string("embedder"), m.int("dim"), uint32(m.int("encoding")), m.int("fields")}, err
}

// check compares what an index was made with and what is configured.
func (i embedderIdentity) check(want embedderIdentity, hint string) error {
	switch {
	case i == want:
		return nil
	case i.schema != want.schema:
		return news.Errorf(news.KindInvalid, "was written by another version of byline (schema %d, this is %d); copy it with that version, or choose another qdrant.prefix", i.schema, want.schema)
	case i.embedder != want.embedder || i.dim != want.dim:
		return news.Errorf(news.KindInvalid, "its vectors were made by %q (%d dimensions), but %q (%d) is configured; configure the former, or %s", i.embedder, i.dim, want.embedder, want.dim, hint)
	default:
		return news.Errorf(news.KindInvalid, "its articles were encoded by another version of byline (%d.%d, this is %d.%d); %s", i.encoding, i.fields, want.encoding, want.fields, hint)
	}
}

// create makes the collections of a generation unless they are there.
func (x *Index) create(ctx context.Context, g generation) error {
	group, ctx := panics.WithContext(ctx)
	for _, c := range []struct {
		name    string
		indexes map[string]*api.PayloadIndexParams
	}{
		{g.passages, with(searchIndexes(), fieldArticle, keyword())},
		{g.articles, with(with(searchIndexes(), fieldURL, keyword(), fieldOn), fieldStored, number(), fieldPending, fieldStale)},
	} {
		group.Go(func() error { return x.createCollection(ctx, x.searchable(c.name), c.indexes) })
	}
	return group.Wait()
}

// createRevisions makes the collection of all versions unless it is there.
func (x *Index) createRevisions(ctx context.Context) error {
	request := x.layout(x.revisions())
	request.Metadata = map[string]*api.Value{"schema": api.NewValueInt(schemaVersion)}
	return x.createCollection(ctx, request, map[string]*api.PayloadIndexParams{fieldArticle: keyword(), fieldRevision: number(), fieldLast: number()})
}

// createCollection makes a collection and its payload indexes. Another process may be doing the same.
func (x *Index) createCollection(ctx context.Context, request *api.CreateCollection, indexes map[string]*api.PayloadIndexParams) error {
	name := request.GetCollectionName()
	_, err := write(ctx, x.conn, func(ctx context.Context) (struct{}, error) {
		err := x.conn.client.CreateCollection(ctx, request)
		if isThere(err) {
			err = nil
		}
		return struct{}{}, err
	})
	if err != nil {
		return fmt.Errorf("making the collection %s: %w", name, err)
	}
	for field, params := range indexes {
		if err := x.createFieldIndex(ctx, name, field, params); err != nil {
			return err
		}
	}
	return nil
}

// createFieldIndex makes the index of a field of a collection unless it is there.
func (x *Index) createFieldIndex(ctx context.Context, collection, field string, params *api.PayloadIndexParams) error {
	_, err := write(ctx, x.conn, func(ctx context.Context) (*api.UpdateResult, error) {
		return x.conn.client.CreateFieldIndex(ctx, &api.CreateFieldIndexCollection{
			CollectionName: collection, FieldName: field, FieldType: fieldType(params).Enum(), FieldIndexParams: params, Wait: api.PtrOf(true),
		})
	})
	if err != nil {
		return fmt.Errorf("making the index of %s in %s: %w", field, collection, err)
	}
	return nil
}

// layout is that of a collection without vectors.
func (x *Index) layout(name string) *api.CreateCollection {
	return &api.CreateCollection{
		CollectionName: name, OnDiskPayload: api.PtrOf(true),
		ShardNumber: api.PtrOf(uint32(max(x.opts.Shards, 1))), ReplicationFactor: api.PtrOf(uint32(max(x.opts.Replicas, 1))),
		VectorsConfig: api.NewVectorsConfigMap(map[string]*api.VectorParams{}),
	}
}

// The graph that vectors are searched by (HNSW, Malkov and Yashunin 2018): links
// of a point, and how many candidates are looked at to find them and, in a
// search, the best points. With Qdrant's defaults, one in forty of the ten best
// passages of a real corpus is missed; docs/benchmarks.md has the figures.
const (
	graphLinks   = 32
	graphEffort  = 256
	searchEffort = 512
)

// searchable is the layout of a collection with both kinds of vectors.
func (x *Index) searchable(name string) *api.CreateCollection {
	request := x.layout(name)
	request.Metadata = x.identity().metadata()
	dense := &api.VectorParams{
		Size: uint64(x.opts.Dim), Distance: api.Distance_Cosine,
		HnswConfig: &api.HnswConfigDiff{M: api.PtrOf(uint64(graphLinks)), EfConstruct: api.PtrOf(uint64(graphEffort))},
	}
	if x.opts.Quantisation == QuantisationScalar {
		dense.OnDisk = api.PtrOf(true)
		dense.QuantizationConfig = api.NewQuantizationScalar(&api.ScalarQuantization{
			Type: api.QuantizationType_Int8, Quantile: api.PtrOf(float32(.99)), AlwaysRam: api.PtrOf(true),
		})
	}
	request.VectorsConfig = api.NewVectorsConfigMap(map[string]*api.VectorParams{denseVector: dense})
	request.SparseVectorsConfig = api.NewSparseVectorsConfig(map[string]*api.SparseVectorParams{
		sparseVector: {Modifier: api.Modifier_Idf.Enum()},
	})
	return request
}

// searchIndexes are those of the fields that searches filter by.
func searchIndexes() map[string]*api.PayloadIndexParams {
	return map[string]*api.PayloadIndexParams{
		fieldRevision: number(), fieldPublished: number(),
		fieldSource: keyword(), fieldSubjects: keyword(), fieldLanguage: keyword(), fieldFiles: keyword(),
		fieldAuthors: keyword(), fieldSection: keyword(), fieldChanged: number(),
	}
}

// with adds the indexes of fields.
func with(m map[string]*api.PayloadIndexParams, field string, params *api.PayloadIndexParams, more ...string) map[string]*api.PayloadIndexParams {
	for _, f := range append(more, field) {
		m[f] = params
	}
	return m
}

func keyword() *api.PayloadIndexParams {
	return api.NewPayloadIndexParamsKeyword(&api.KeywordIndexParams{})
}

func number() *api.PayloadIndexParams {
	return api.NewPayloadIndexParamsInt(&api.IntegerIndexParams{Lookup: api.PtrOf(true), Range: api.PtrOf(true)})
}

func fieldType(p *api.PayloadIndexParams) api.FieldType {
	if p.GetIntegerIndexParams() != nil {
		return api.FieldType_FieldTypeInteger
	}
	return api.FieldType_FieldTypeKeyword
}
