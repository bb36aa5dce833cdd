package app

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"byline/internal/atomicfile"
	"byline/internal/news"
)

// Running is the server that holds the folder of an index, as other programs of
// the same user find it.
type Running struct {
	URL   string `json:"url"`
	Token string `json:"token"` // lets its holder do everything there
	PID   int    `json:"pid"`
}

// runningPath is the file that says which server holds a folder. Whoever holds
// the folder next removes what a server that was killed left behind: where the
// folder is held, the file is that of the holder.
func runningPath(dir string) string { return filepath.Join(dir, "server.json") }

// announce writes that file, which only this user can read, until the returned
// function is called.
func announce(dir, token string, at net.Addr) (withdraw func() error, err error) {
	tcp, ok := at.(*net.TCPAddr)
	if !ok {
		return func() error { return nil }, nil
	}
	host := tcp.IP
	if host.IsUnspecified() { // every interface: this machine's own will do
		host = net.IPv4(127, 0, 0, 1)
	}
	r := Running{URL: fmt.Sprintf("http://%s", net.JoinHostPort(host.String(), fmt.Sprint(tcp.Port))), Token: token, PID: os.Getpid()}
	if err := atomicfile.WriteJSON(runningPath(dir), r); err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	return func() error { return os.Remove(runningPath(dir)) }, nil
}

// withdrawn removes what a server that was killed left behind.
func withdrawn(dir string) error {
	if err := os.Remove(runningPath(dir)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("app: %w", err)
	}
	return nil
}

// runningIn returns the server that holds a folder, which must be held.
// KindNotFound: the holder is no server.
func runningIn(dir string) (Running, error) {
	var r Running
	err := atomicfile.ReadJSON(runningPath(dir), &r)
	if errors.Is(err, os.ErrNotExist) {
		return r, news.Errorf(news.KindNotFound, "no server holds %s", dir)
	}
	if err != nil {
		return r, fmt.Errorf("app: the file of the server that holds %s: %w", dir, err)
	}
	return r, nil
}
