package app

import (
	"byline/internal/fetch"
)

// NewFetcher makes what fetches from the web as the settings want it. Whatever
// fetches in one process shares it: it keeps the pauses of hosts.
func NewFetcher(c Config) *fetch.Client {
	s := c.Settings.Fetch
	return fetch.New(fetch.Config{
		Version: c.Version, Contact: s.Contact, Networks: s.Networks, Ports: s.Ports,
		Delay: s.Delay, Timeout: s.Timeout, MaxBytes: int64(s.MaxSize) << 20,
		IgnoreRobots: !s.Robots, IgnoreReservations: !s.Reservations,
	})
}
