package slackbot

import (
	"context"
	"fmt"
	"slices"

	"github.com/slack-go/slack"
)

// Why somebody is not answered, in words for that person. The empty refusal is for bots, which are told nothing.
const (
	refusedBot      = ""
	refusedGuest    = "Guests of this workspace can't ask Byline. Its administrators can allow it."
	refusedExternal = "Byline answers members of its own workspace only, not of connected ones. Its administrators can allow it."
	refusedUser     = "You are not on the list of people who may ask Byline here."
	refusedChannel  = "Byline doesn't answer in this channel."
)

// refusal says whether a person may not ask, and why. Who cannot be looked up may not.
func (b *Bot) refusal(ctx context.Context, userID string) (refused bool, why string, err error) {
	user, ok := b.users.get(userID)
	if !ok {
		err := b.call(ctx, "users.info", func(ctx context.Context) error {
			u, err := b.api.GetUserInfoContext(ctx, userID)
			if err == nil {
				user = *u
			}
			return err
		})
		if err != nil {
			return true, "", fmt.Errorf("slackbot: who asks: %w", err)
		}
		b.users.put(userID, user)
	}
	self := b.self.Load()
	switch {
	case user.Deleted, user.IsBot, user.IsAppUser && user.ID == self.user, user.IsWorkflowBot:
		return true, refusedBot, nil
	case !b.cfg.External && isExternal(user, self):
		return true, refusedExternal, nil
	case !b.cfg.Guests && (user.IsRestricted || user.IsUltraRestricted || user.IsInvitedUser):
		return true, refusedGuest, nil
	case len(b.cfg.Users) > 0 && !slices.Contains(b.cfg.Users, userID):
		return true, refusedUser, nil
	}
	return false, "", nil
}

// isExternal reports whether a person is of another organisation, as in a channel shared over Slack Connect.
func isExternal(user slack.User, self *identity) bool {
	if user.IsStranger {
		return true
	}
	if user.TeamID == "" || user.TeamID == self.team || slices.Contains(user.Enterprise.Teams, self.team) {
		return false
	}
	return self.enterprise == "" || user.Enterprise.EnterpriseID != self.enterprise && user.TeamID != self.enterprise
}
