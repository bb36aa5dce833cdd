package httpapi

import "byline/internal/access"

// What tests from outside compare with.
type (
	ChatCompletion = chatCompletion
	Embeddings     = embeddingsJSON
	HealthJSON     = healthJSON
	ModelJSON      = modelJSON
	ModelsJSON     = modelsJSON
	OpenAIError    = openAIError
	Response       = response
	ResponseEvent  = responseEvent
)

const (
	BodyPause     = bodyPause
	CORSHeaders   = corsHeaders
	CORSMethods   = corsMethods
	SessionCookie = sessionCookie
)

var OpenAPI = openAPI

// Route is what a test asks of a route.
type Route struct {
	Method, Path string
	Scope        access.Scope // empty: none is needed
}

// Routes returns the map of the server.
func (s *Server) Routes() []Route {
	var all []Route
	for _, r := range s.routes() {
		all = append(all, Route{r.method, r.path, r.scope})
	}
	return all
}
