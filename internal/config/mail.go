package config

import (
	"net"
	"time"

	"byline/internal/news"
)

// Mail says which mailbox newsletters are taken from: none unless Address is set.
type Mail struct {
	Address  string // host:port of an IMAP server
	TLS      bool
	User     string
	Password string
	Folder   string
	Every    time.Duration // between two looks
	Senders  string        // whose messages count, with commas between: addresses or domains
}

// SenderList is Senders as a list.
func (m Mail) SenderList() []string { return listed(m.Senders) }

// mailSettings say which mailbox is polled.
func mailSettings() []Setting {
	return []Setting{
		{Key: "mail.address", Help: "host:port of the IMAP server (993) that newsletters are taken from; unset: none",
			field: func(c *Config) any { return &c.Mail.Address }, check: hostPort},
		{Key: "mail.tls", Default: "true", Help: "encrypt the connection; false for a server on this machine only",
			field: func(c *Config) any { return &c.Mail.TLS }},
		{Key: "mail.user", Help: "user of the mailbox",
			field: func(c *Config) any { return &c.Mail.User }},
		{Key: "mail.password", Help: "its password", Secret: true,
			field: func(c *Config) any { return &c.Mail.Password }},
		{Key: "mail.folder", Default: "INBOX", Help: "folder of the mailbox",
			field: func(c *Config) any { return &c.Mail.Folder }, check: notEmpty},
		{Key: "mail.every", Default: "5m", Help: "time between two looks",
			field: func(c *Config) any { return &c.Mail.Every }, check: positive},
		{Key: "mail.senders", Help: "addresses and domains, with commas between, whose messages are taken in",
			field: func(c *Config) any { return &c.Mail.Senders }},
	}
}

// check returns what is wrong with the settings as a whole.
func (m Mail) check() []string {
	host, _, _ := net.SplitHostPort(m.Address)
	switch {
	case m.Address == "":
		return nil
	case m.User == "" || m.Password == "":
		return []string{"mail.user: needed where mail.address is set, and mail.password"}
	case len(m.SenderList()) == 0:
		return []string{"mail.senders: needed where mail.address is set; else whoever knows the address could publish here"}
	case !m.TLS && !news.IsLoopback(host):
		return []string{"mail.tls: false is for a server on this machine only"}
	}
	return nil
}
