package browsertest

import (
	"context"
	"maps"
	"slices"

	"github.com/chromedp/cdproto/emulation"
)

// setMedia sets what a page asks of its reader, as "prefers-color-scheme".
func setMedia(ctx context.Context, features map[string]string) error {
	var list []*emulation.MediaFeature
	for _, name := range slices.Sorted(maps.Keys(features)) {
		list = append(list, &emulation.MediaFeature{Name: name, Value: features[name]})
	}
	return emulation.SetEmulatedMedia().WithFeatures(list).Do(ctx)
}
