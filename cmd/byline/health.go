package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/client"
	"byline/internal/news"
)

// healthTimeout bounds the wait for a server that hangs.
const healthTimeout = 5 * time.Second

func (a *cli) healthCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "health",
		Short: "Ask a running server whether it is ready",
		Long: `Asks the server at --addr, or at --server, whether it is ready to answer. It exits with 0 if so
and with 1 if not, so that it can be the health check of a container that holds
nothing but byline.`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.ready(cmd.Context()); err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]string{"status": "ready"})
			}
			_, err := fmt.Fprintln(a.Out, "ready")
			return err
		},
	}
}

// ready returns an error unless the server that is meant is ready.
func (a *cli) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	server, err := a.anyServer()
	if err != nil {
		return err
	}
	if err := server.Ready(ctx); err != nil {
		return fmt.Errorf("health: %s", err) //nolint:errorlint // whatever the kind: not ready, and so exit code 1
	}
	return nil
}

// anyServer is a client of the server that --server names or else of the one
// that listens on --addr, on this machine.
func (a *cli) anyServer() (*client.Client, error) {
	if a.config.Server.URL != "" {
		return a.server()
	}
	host, port, err := net.SplitHostPort(a.config.Addr)
	if err != nil {
		return nil, news.InvalidField("addr", "%q is not host:port", a.config.Addr)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost" // a server that listens everywhere listens here
	}
	return client.New(client.Config{URL: "http://" + net.JoinHostPort(host, port), Timeout: healthTimeout, Version: version})
}
