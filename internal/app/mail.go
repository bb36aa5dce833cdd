package app

import (
	"path/filepath"

	"byline/internal/mailbox"
)

// pollMail takes in newsletters as they come.
func (e *Engine) pollMail() Task {
	m := e.config.Settings.Mail
	poller := mailbox.New(mailbox.Config{
		Address: m.Address, Plain: !m.TLS, User: m.User, Password: m.Password, Folder: m.Folder, Every: m.Every,
		Senders: m.SenderList(), State: filepath.Join(e.config.Settings.Data, "mail.json"), Logger: e.config.Logger,
	}, e.Ingester)
	return Task{poller.Run, "newsletters are no longer taken from the mailbox"}
}
