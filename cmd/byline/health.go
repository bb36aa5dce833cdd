package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/news"
)

// healthTimeout bounds the wait for a server that hangs.
const healthTimeout = 5 * time.Second

func (a *app) healthCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "health",
		Short: "Ask a running server whether it is ready",
		Long: `Asks the server at --addr whether it is ready to answer. It exits with 0 if so
and with 1 if not, so that it can be the health check of a container that holds
nothing but byline.`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := ready(cmd.Context(), a.config.Addr); err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]string{"status": "ready"})
			}
			_, err := fmt.Fprintln(a.stdout, "ready")
			return err
		},
	}
}

// ready returns an error unless the server that listens on addr is ready.
func ready(ctx context.Context, addr string) error {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return news.InvalidField("addr", "%q is not host:port", addr)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost" // a server that listens everywhere listens here
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", http.NoBody)
	if err != nil {
		return fmt.Errorf("health: %w", err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return news.Errorf(news.KindUnavailable, "health: %w; is `byline serve` running there?", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	var problem struct{ Detail string }
	_ = json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&problem) // it may not be Byline that answers
	return news.Errorf(news.KindUnavailable, "health: %s answers %s: %s", addr, resp.Status, safe(problem.Detail))
}
