package slackbot

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatIsRememberedIsForgottenInTimeAndOldestFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRecent[int](3, time.Hour)
		if _, fresh := r.add("a", 1); !fresh {
			t.Error("a is new")
		}
		if v, fresh := r.add("a", 2); fresh || v != 1 {
			t.Errorf("a is there, as 1 and not %d", v)
		}
		time.Sleep(time.Hour + time.Second)
		if _, ok := r.get("a"); ok {
			t.Error("a is to be forgotten after an hour")
		}
		if _, fresh := r.add("a", 3); !fresh {
			t.Error("a is new again")
		}
		for i := range 3 { // what is put once more is the newest
			r.put(fmt.Sprint("b", i), i)
			r.put("a", 10+i)
		}
		if _, ok := r.get("b0"); ok {
			t.Error("there is room for three")
		}
		if v, ok := r.get("a"); !ok || v != 12 {
			t.Errorf("a is %d", v)
		}
	})
}
