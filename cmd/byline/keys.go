package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/access"
	"byline/internal/news"
	"byline/internal/terminal"
)

func (a *cli) keysCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Make, list and revoke the API keys of a server",
		Long: `Makes, lists and revokes the API keys of a server. Once there is one, every
request needs a key; a running server sees each change with its next request.
Keys are kept hashed, in keys.jsonl in the folder of the data unless the setting
keys.file names another file.`,
		Args: cobra.ArbitraryArgs, // so that RunE can word the error
		RunE: unknownCommand,
	}
	cmd.AddCommand(a.keysCreateCommand(), a.keysListCommand(), a.keysRevokeCommand(), a.keysOffCommand())
	return cmd
}

func (a *cli) keysCreateCommand() *cobra.Command {
	var scopes, expires string
	var grant access.Grant
	var onlyPrint bool
	cmd := &cobra.Command{
		Use:   "create NAME",
		Short: "Make an API key, which is shown once",
		Long: `Makes an API key for whoever or whatever NAME says, and shows it: once, for only
its hash is kept. Scopes are read (search and articles), ask (answers), write
(articles in and out) and admin (metrics).`,
		Example: `  byline keys create "Politics desk"
  byline keys create crawler --scopes write --expires 90d --rate 600 --quota 50000`,
		Args: exactly("name"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			now := time.Now()
			grant.Name = args[0]
			if grant.Scopes, err = access.ParseScopes(scopes); err != nil {
				return err
			}
			if grant.Expires, err = expiry(expires, now); err != nil {
				return err
			}
			key, token, err := access.New(grant, now)
			if err != nil {
				return err
			}
			if onlyPrint {
				return a.printKeyLine(key, token)
			}
			if err := access.NewFile(a.config.Access.KeyFile).Add(cmd.Context(), key); err != nil {
				return err
			}
			if err := a.appConfig().KeyMarks().Set(); err != nil {
				a.log.Warn("nothing but the file of keys says that there are keys", "error", err)
			}
			return a.showNewKey(key, token)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&scopes, "scopes", "read,ask", "what it may be used for, with commas between")
	flags.StringVar(&expires, "expires", "", "`date`, time or how long from now (90d, 12h) it lasts (default: for good)")
	flags.IntVar(&grant.Rate, "rate", 0, "most requests a minute; 0: any number")
	flags.IntVar(&grant.Quota, "quota", 0, "most requests a day, by UTC; 0: any number")
	flags.BoolVar(&onlyPrint, "print", false, "store nothing, but print the line for the setting keys.text of a server without a disk")
	return cmd
}

// expiry reads a date (its first moment, UTC), a time or a length of time.
func expiry(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	var days int
	if n, err := fmt.Sscanf(text, "%dd", &days); n == 1 && err == nil && fmt.Sprintf("%dd", days) == text && days > 0 && days <= 36500 {
		return now.AddDate(0, 0, days), nil
	}
	if length, err := time.ParseDuration(text); err == nil {
		return now.Add(length), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, news.InvalidField("expires", "%q is not a date (2027-01-31), a time (RFC 3339) or a length of time (90d, 12h)", text)
}

func (a *cli) showNewKey(k access.Key, token string) error {
	if a.json {
		return a.printJSON(struct {
			keyDocument

			Key string `json:"key"`
		}{documentOf(k, access.Usage{}, time.Now()), token})
	}
	fmt.Fprintln(a.Out, token)
	_, err := fmt.Fprintf(a.Err, "This is the API key %s (%s), for %s. It is not shown again.\n", terminal.Safe(k.Name), k.ID, access.ListScopes(k.Scopes))
	return err
}

// printKeyLine prints a key that is stored nowhere, and what the server needs to know of it.
func (a *cli) printKeyLine(k access.Key, token string) error {
	line, err := access.Record(k)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(map[string]any{"key": token, "record": json.RawMessage(line)})
	}
	fmt.Fprintln(a.Out, token)
	fmt.Fprintln(a.Err, "This key is not shown again. A server takes it once this line is in its setting keys.text (BYLINE_KEYS_TEXT):")
	_, err = fmt.Fprintln(a.Err, string(line))
	return err
}

func (a *cli) keysListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the API keys",
		Args:  none,
		RunE: func(*cobra.Command, []string) error {
			keys, err := access.NewFile(a.config.Access.KeyFile).Keys()
			if err != nil {
				return err
			}
			usage, err := access.ReadUsage(a.config.Access.KeyState())
			if err != nil {
				a.log.Warn("what the keys were used for is not known", "error", err)
			}
			documents := make([]keyDocument, len(keys))
			for i, k := range keys {
				documents[i] = documentOf(k, usage[k.ID], time.Now())
			}
			if a.json {
				return a.printJSON(map[string]any{"keys": documents})
			}
			return a.listKeys(documents)
		},
	}
}

func (a *cli) listKeys(keys []keyDocument) error {
	p := a.Printer()
	if len(keys) == 0 {
		fmt.Fprintln(p.W, "There are no API keys, so a server answers this machine only.")
		return nil
	}
	for i, k := range keys {
		if i > 0 {
			fmt.Fprintln(p.W)
		}
		fmt.Fprintf(p.W, "%s  %s\n", p.Paint(terminal.Bold, terminal.OneLine(k.Name)), p.Paint(terminal.Dim, k.ID+", "+string(k.State)))
		fmt.Fprintf(p.W, "  for %s; %s, %s\n", access.ListScopes(k.Scopes), atMost(k.Rate, "a minute"), atMost(k.Quota, "a day"))
		fmt.Fprintf(p.W, "  made %s, expires %s, last used %s\n", terminal.Date(k.Created), terminal.Moment(k.Expires), terminal.Moment(k.LastUsed))
	}
	return nil
}

func atMost(n int, per string) string {
	if n == 0 {
		return "any number of requests " + per
	}
	return terminal.Count(n) + " requests " + per
}

func (a *cli) keysRevokeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "revoke ID|NAME",
		Short: "Revoke an API key, from now on",
		Args:  exactly("ID or name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			now := time.Now()
			key, err := access.NewFile(a.config.Access.KeyFile).Revoke(cmd.Context(), args[0], now)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(documentOf(key, access.Usage{}, now))
			}
			_, err = fmt.Fprintf(a.Out, "Revoked the API key %s (%s).\n", terminal.Safe(key.Name), key.ID)
			return err
		},
	}
}

func (a *cli) keysOffCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "off",
		Short: "Do without API keys again",
		Long: `Puts the file of API keys aside and forgets that there have been any. A server
that is started afterwards answers this machine only, and there everybody, who
may read and delete everything; behind a proxy that is whoever the proxy lets in.
Servers that run go on to want keys.`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.config.Access.KeyText != "" || a.config.Access.KeysRequired {
				return news.Errorf(news.KindInvalid, "a server would want keys all the same, for %s or keys.required is set; unset them first", access.InlineName)
			}
			aside, err := access.NewFile(a.config.Access.KeyFile).Retire(cmd.Context())
			if err != nil {
				return err
			}
			if err := a.appConfig().KeyMarks().Remove(); err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]any{"keys": aside})
			}
			fmt.Fprintln(a.Out, "A server that is started now wants no API keys, and answers this machine only.")
			if aside != "" {
				_, err = fmt.Fprintf(a.Out, "The keys are in %s.\n", aside)
			}
			return err
		},
	}
}

// keyDocument is a key as `--json` shows it: all but its hash.
type keyDocument struct {
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	State    access.State   `json:"state"`
	Scopes   []access.Scope `json:"scopes"`
	Rate     int            `json:"rate"`
	Quota    int            `json:"quota"`
	Created  time.Time      `json:"created"`
	Expires  time.Time      `json:"expires,omitzero"`
	Revoked  time.Time      `json:"revoked,omitzero"`
	LastUsed time.Time      `json:"last_used,omitzero"`
}

func documentOf(k access.Key, u access.Usage, now time.Time) keyDocument {
	return keyDocument{ID: k.ID, Name: k.Name, State: k.State(now), Scopes: k.Scopes, Rate: k.Rate, Quota: k.Quota,
		Created: k.Created, Expires: k.Expires, Revoked: k.Revoked, LastUsed: u.LastUsed}
}
