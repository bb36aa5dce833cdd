package segment

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"byline/internal/index"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

// Outlets are counted as a scan counts them, over few years and over so many that not all
// outlets are counted at a time.
func TestOutletsAreCountedAsAScanCountsThem(t *testing.T) {
	for _, years := range []int{1, 5000} {
		r := rand.New(rand.NewPCG(1, uint64(years)))
		type count struct {
			source string
			day    int64
		}
		want, got := map[count][2]int{}, map[count][2]int{}
		var views []*View
		var in, of []Set
		for range 3 {
			all := make([]Record, 200)
			chosen, passed := newBitset(len(all)), newBitset(len(all))
			for i := range all {
				a := news.Article{ID: fmt.Sprint(i), Source: []string{"", "Velmark Post", "Oster Herald", "Brask Times"}[r.IntN(4)]}
				if r.IntN(5) > 0 {
					a.Published = time.Date(1000+r.IntN(years), 1, 1+r.IntN(9), r.IntN(24), 0, 0, 0, time.UTC)
				}
				all[i] = Record{Record: &news.Record{Article: a}, Change: uint64(i + 1)}
				if r.IntN(4) == 0 {
					continue
				}
				passed.add(uint32(i))
				c := count{index.Fold(a.Source), index.UnknownDate}
				if !a.Published.IsZero() {
					c.day = index.Period(news.FacetDay, a.Published.Unix())
				}
				n := want[c]
				n[1]++
				if r.IntN(2) == 0 {
					chosen.add(uint32(i))
					n[0]++
				}
				want[c] = n
			}
			s, err := Build(all, Stamp{})
			if err != nil {
				t.Fatal(err)
			}
			views, in, of = append(views, NewView(s, nil)), append(in, Set{chosen}), append(of, Set{passed})
		}
		last := count{day: -1 << 62}
		CountSources(views, in, of, func(source string, day int64, in, of int, example news.Version) {
			c := count{source, day}
			if got[c] = [2]int{in, of}; example.ArticleID == "" {
				t.Errorf("%v has no example", c)
			}
			if source < last.source || source == last.source && day != index.UnknownDate && day <= last.day {
				t.Errorf("%v comes after %v", c, last)
			}
			last = c
		})
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(count{})); diff != "" {
			t.Errorf("over %d years (-scanned +counted):\n%.800s", years, diff)
		}
	}
}

// As many values as are asked for have at least as many articles as is said, if there are any with fewer.
func TestLeastIsNeverTooMuch(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		var views []*View
		var sets []Set
		for range 1 + r.IntN(3) {
			all := make([]Record, 200)
			for i := range all {
				a := news.Article{ID: fmt.Sprint(i), Authors: []string{fmt.Sprint("Ann ", r.IntN(1+r.IntN(300)))}}
				all[i] = Record{Record: &news.Record{Article: a}, Change: uint64(i + 1)}
			}
			s, err := Build(all, Stamp{})
			if err != nil {
				t.Fatal(err)
			}
			views, sets = append(views, NewView(s, nil)), append(sets, Set{newBitset(len(all)).not(len(all))})
		}
		most := 1 + r.IntN(60)
		counted := CountLabels(views, sets, news.LabelAuthor)
		least, enough := counted.Least(most), 0
		counted.All(func(_ string, n int, _ Labelled) {
			if n >= least {
				enough++
			}
		})
		if least > 0 && enough < most {
			t.Errorf("seed %d: of %d values each is said to have %d articles, which %d have", seed, most, least, enough)
		}
	}
}
