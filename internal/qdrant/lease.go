package qdrant

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	api "github.com/qdrant/go-client/qdrant"
)

// Fields of a lease.
const (
	fieldLease  = "lease"
	fieldHolder = "holder"
	fieldUntil  = "until" // milliseconds since 1970
	fieldTerm   = "term"  // how often it has changed hands
)

// leaseID is the point ID of a lease.
func leaseID(name string) *api.PointId {
	return api.NewIDUUID(uuid.NewSHA1(space, []byte("lease/"+name)).String())
}

func (x *Index) leases() string { return x.opts.Prefix + "_leases" }

// Lease gives work that one of several servers is to do to a holder for a while,
// or renews that, and reports whether it is the holder's. term rises whenever it
// changes hands. The clocks of the servers may differ by less than ttl: one that
// is ahead takes it so much too early.
//
// The engine compares and writes in one step: a lease that another holds, and
// that has not run out, is left as it is.
func (x *Index) Lease(ctx context.Context, name, holder string, ttl time.Duration) (term int, held bool, err error) {
	now := time.Now()
	if !x.leasing.Load() {
		if err := x.createCollection(ctx, x.layout(x.leases()), nil); err != nil {
			return 0, false, err
		}
		x.leasing.Store(true)
	}
	defer func() { x.leasing.Store(err == nil) }() // somebody may have removed it
	before, err := x.lease(ctx, name)
	if err != nil {
		return 0, false, err
	}
	term = before.int(fieldTerm)
	if before.string(fieldHolder) != holder {
		term++
	}
	p := payload{}
	p.setString(fieldLease, name)
	p.setString(fieldHolder, holder)
	p.setInt(fieldUntil, now.Add(ttl).UnixMilli())
	p.setInt(fieldTerm, int64(term))
	err = x.upsert(ctx, &api.UpsertPoints{
		CollectionName: x.leases(),
		Points:         []*api.PointStruct{{Id: leaseID(name), Vectors: api.NewVectorsMap(map[string]*api.Vector{}), Payload: p}},
		UpdateFilter: &api.Filter{Should: []*api.Condition{
			api.NewMatch(fieldHolder, holder),
			api.NewRange(fieldUntil, &api.Range{Lt: api.PtrOf(float64(now.UnixMilli()))}),
		}},
		Ordering: &api.WriteOrdering{Type: api.WriteOrderingType_Strong},
	})
	if err != nil {
		return 0, false, fmt.Errorf("qdrant: lease %s: %w", name, err)
	}
	after, err := x.lease(ctx, name)
	return after.int(fieldTerm), after.string(fieldHolder) == holder, err
}

// Release gives a lease up, if it is the holder's.
func (x *Index) Release(ctx context.Context, name, holder string) error {
	_, _, err := x.Lease(ctx, name, holder, -time.Second)
	return err
}

func (x *Index) lease(ctx context.Context, name string) (payload, error) {
	found, err := x.get(ctx, x.leases(), []*api.PointId{leaseID(name)}, []string{fieldHolder, fieldUntil, fieldTerm})
	if err != nil || len(found) == 0 {
		return payload{}, err
	}
	return found[0], nil
}
