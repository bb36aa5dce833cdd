package embedded_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/indextest"
	"byline/internal/news"
)

// smallDisk mounts a file system of so many bytes.
func smallDisk(t *testing.T, size int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", size)); err != nil {
		if os.Getenv("REQUIRE_ALL") == "1" || os.Getenv("CI") == "true" {
			t.Fatalf("a small file system cannot be mounted (this takes root): %v", err)
		}
		t.Skipf("a small file system cannot be mounted (this takes root): %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmounting: %v", err)
		}
	})
	return dir
}

// On a full disk Put says so, and what was stored before stays as it is; once
// there is room, it goes on.
func TestFullDisk(t *testing.T) {
	disk := smallDisk(t, 8<<20)
	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 5<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	encoder := indextest.Encoder(t)
	dir := filepath.Join(disk, "data")
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	var want indextest.Reference
	next := 0
	batch := func() []news.Record {
		articles := make([]news.Article, 40)
		for i := range articles {
			articles[i] = indextest.Article(next + i)
		}
		return indextest.Records(t, encoder, articles...)
	}
	var full error
	for full == nil && next < 40000 {
		records := batch()
		if _, full = x.Put(t.Context(), records); full == nil {
			want = append(want, records...)
			next += len(records)
		}
	}
	if news.KindOf(full) != news.KindUnavailable || !strings.Contains(full.Error(), "the disk is full") {
		t.Fatalf("after %d articles: got %v, want an error of kind unavailable that says that the disk is full", next, full)
	}
	if next == 0 {
		t.Fatal("nothing was stored at all")
	}
	check := func(when string) {
		t.Helper()
		checkTest(t, x, encoder, want)
		st, err := x.Stats(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		if st.Articles != len(want) {
			t.Errorf("%s: %d articles, want %d", when, st.Articles, len(want))
		}
	}
	check("full")
	if err := x.Flush(); err != nil && !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("Flush: %v", err)
	}
	check("full, after Flush")
	if _, err := x.Put(t.Context(), batch()); err == nil {
		t.Error("Put succeeds on a full disk")
	}

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	records := batch()
	results, err := x.Put(t.Context(), records)
	if err != nil || results[0].Status != news.PutCreated {
		t.Fatalf("Put once there is room: %v, %v", results, err)
	}
	want = append(want, records...)
	check("with room again")
	closeTest(t, x)
	x = embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	check("opened again")
}

// An index that was closed with a full disk is whole when it is opened again.
func TestFullDiskAtClose(t *testing.T) {
	disk := smallDisk(t, 8<<20)
	encoder := indextest.Encoder(t)
	dir := filepath.Join(disk, "data")
	x, err := embedded.Open(t.Context(), dir, embeddedtest.Options(encoder))
	if err != nil {
		t.Fatal(err)
	}
	want := putTest(t, x, encoder, indextest.Articles(300)...)
	ballast, err := os.Create(filepath.Join(disk, "ballast"))
	if err != nil {
		t.Fatal(err)
	}
	for err = error(nil); err == nil; {
		_, err = ballast.Write(make([]byte, 4096))
	}
	if err := x.Close(); err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("Close: %v, want an error that says that the disk is full", err)
	}
	o := embeddedtest.Options(encoder)
	o.ReadOnly = true
	reader := embeddedtest.Open(t, dir, o)
	checkTest(t, reader, encoder, want)
	closeTest(t, reader)
	if err := ballast.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(ballast.Name()); err != nil {
		t.Fatal(err)
	}
	checkTest(t, embeddedtest.Open(t, dir, embeddedtest.Options(encoder)), encoder, want)
}

// readOnly makes a folder one in which nothing can be written.
func readOnly(t *testing.T, dir string) {
	t.Helper()
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatalf("making the file system read-only: %v", err)
	}
}

// A server answers from a folder in which nothing can be written: what is there
// is found, and every write says why it is refused.
func TestServingWithoutAPlaceToWrite(t *testing.T) {
	encoder := indextest.Encoder(t)
	fill := func(t *testing.T, disk string) {
		ballast, err := os.Create(filepath.Join(disk, "ballast"))
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = ballast.Write(make([]byte, 512))
		}
		if err := ballast.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name   string
		killed bool // the process before left its log of changes behind
		spoil  func(t *testing.T, disk string)
		says   string // in the error of a write
	}{
		{"full disk", false, fill, "the disk is full"},
		{"full disk after a kill", true, fill, "the disk is full"},
		{"read-only folder", false, readOnly, "cannot be written to"},
		{"read-only folder after a kill", true, readOnly, "cannot be written to"},
	} {
		t.Run(c.name, func(t *testing.T) {
			disk := smallDisk(t, 8<<20)
			dir := filepath.Join(disk, "data")
			from := t.TempDir()
			x := embeddedtest.Open(t, from, embeddedtest.Options(encoder))
			want := putTest(t, x, encoder, indextest.Articles(40)...)
			if !c.killed {
				closeTest(t, x)
			}
			if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
				t.Fatal(err)
			}
			c.spoil(t, disk)

			o, log := logged(encoder)
			o.KeepServing = true
			x, err := embedded.Open(t.Context(), dir, o)
			if err != nil {
				t.Fatal(err)
			}
			defer x.Close() // which cannot write either
			checkTest(t, x, encoder, want)
			_, err = x.Put(t.Context(), indextest.Records(t, encoder, indextest.Articles(400)[40:]...))
			if news.KindOf(err) != news.KindUnavailable || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("Put: got %v, want an error of kind unavailable that says why", err)
			}
			if strings.Contains(err.Error(), "nothing can be stored") && !strings.Contains(log.String(), "nothing can be written to the index") {
				t.Errorf("it is not said that nothing is stored:\n%s", log)
			}
		})
	}
}
