package transport

import (
	"errors"
	"net/http"
)

// Follow follows where a server of models moved to: with the same request, which
// others make a GET without a body, and without the headers that are meant for the
// server that was named once another one is asked.
func Follow(req *http.Request, via []*http.Request) error {
	const most = 5
	if len(via) >= most {
		return errors.New("it redirects without end")
	}
	first := via[0]
	if req.URL.Host != first.URL.Host {
		for name := range first.Header {
			if !isReserved(name) {
				req.Header.Del(name)
			}
		}
		return nil
	}
	if req.Method == first.Method || first.GetBody == nil {
		return nil
	}
	body, err := first.GetBody()
	if err != nil {
		return err
	}
	req.Method, req.Body, req.GetBody, req.ContentLength = first.Method, body, first.GetBody, first.ContentLength
	req.Header.Set("Content-Type", first.Header.Get("Content-Type"))
	return nil
}
