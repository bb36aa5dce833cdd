package web

// SignIn is the form that takes an API key or, with Key set, says who is signed in.
type SignIn struct {
	Next  string // address of this server to go to afterwards
	Fault string // why signing in failed, or is needed again
	Key   string // name of the key that somebody is signed in with
}

// Onward sends the browser to an address of this server by itself. What
// follows is a step within the site, even if the one before came from another.
type Onward struct {
	Address string
}

func (v SignIn) title() string {
	if v.Key != "" {
		return "Signed in"
	}
	return "Sign in"
}

func (Onward) title() string { return "One moment" }

func (SignIn) section() string { return "" }
func (Onward) section() string { return "" }
