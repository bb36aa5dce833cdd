package batch

// Memory is what a server has taught by its refusals, in a form that outlives
// the process: the next one makes it refuse nothing again. How slow a server was
// is no part of it, for that is another day's.
type Memory struct {
	Texts    int  `json:"texts"`            // most in a request
	Unsure   bool `json:"unsure,omitempty"` // whether that many are taken
	Fits     int  `json:"fits,omitempty"`   // texts that were taken together
	Window   int  `json:"window,omitempty"` // tokens of a text; 0: unknown
	Longest  int  `json:"longest,omitempty"`
	Refusals int  `json:"refusals"` // 0: nothing was learned
}

// Memory returns what was learned by now.
func (l *Limits) Memory() Memory {
	l.mu.Lock()
	defer l.mu.Unlock()
	return Memory{Texts: l.most, Unsure: l.unsure, Fits: l.fits, Window: l.window, Longest: l.longest, Refusals: l.refusals}
}

// Recall begins with what was learned before. What the settings or the server
// itself say is smaller holds all the same.
func (l *Limits) Recall(m Memory) {
	if m.Refusals <= 0 || m.Texts <= 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refusals = m.Refusals
	l.longest = max(l.longest, m.Longest)
	l.fits = max(l.fits, min(m.Fits, l.most))
	if m.Texts < l.most {
		l.most, l.unsure = m.Texts, m.Unsure
	}
	if m.Window > 0 && (l.window == 0 || m.Window < l.window) {
		l.window = m.Window
	}
}
