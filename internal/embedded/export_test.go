package embedded

import "byline/internal/embedded/segment"

// MergeAll makes one segment, in memory, of all that there are.
func (x *Index) MergeAll() error {
	seg, err := segment.Merge(x.snapshot.Load().segs, x.stamp).Segment()
	if err != nil {
		return err
	}
	x.replace([]*segment.View{segment.NewView(seg, nil)})
	return nil
}
