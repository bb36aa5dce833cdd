package openai

import (
	"encoding/json"
	"strings"
)

// foreign is what the APIs say that are no chat as OpenAI has it, where a URL or a
// gateway leads to one of them after all.
type foreign struct {
	Type          string          `json:"type"` // of an event of Anthropic's or of OpenAI's responses
	Delta         json.RawMessage `json:"delta"`
	Content       json.RawMessage `json:"content"`     // Anthropic's whole reply, or llama.cpp's
	StopReason    string          `json:"stop_reason"` // Anthropic's
	Output        json.RawMessage `json:"output"`      // a whole one of OpenAI's responses, or Bedrock's
	Data          json.RawMessage `json:"data"`        // a gateway's envelope, as are the next two
	Body          json.RawMessage `json:"body"`
	Result        json.RawMessage `json:"result"`   // or a text, by Baidu
	Results       json.RawMessage `json:"results"`  // KoboldCpp's
	Response      json.RawMessage `json:"response"` // Ollama's /api/generate
	GeneratedText json.RawMessage `json:"generated_text"`
	Generation    json.RawMessage `json:"generation"` // Bedrock's, as is the next one
	Outputs       json.RawMessage `json:"outputs"`
	Completion    json.RawMessage `json:"completion"` // Anthropic's former
	Text          json.RawMessage `json:"text"`       // Cohere's former
	Answer        json.RawMessage `json:"answer"`
	Blocked       struct {
		Reason string `json:"blockReason"`
	} `json:"promptFeedback"` // Gemini's
	Stop  json.RawMessage `json:"stop"` // llama.cpp: it ends here
	Token *struct {       // text-generation-inference
		Text    json.RawMessage `json:"text"`
		Special bool            `json:"special"`
	} `json:"token"`
	Candidates []struct { // Gemini
		Content struct {
			Parts json.RawMessage `json:"parts"`
		} `json:"content"`
		FinishReason string `json:"finishReason"`
	} `json:"candidates"`
}

// addForeign adds what an event of another API says. It reports whether it is one.
func (r *reply) addForeign(f *foreign) bool {
	before, ended := len(r.ready), r.done
	switch {
	case len(f.Candidates) > 0:
		r.addContent(f.Candidates[0].Content.Parts)
		r.end(f.Candidates[0].FinishReason)
	case f.Token != nil:
		if !f.Token.Special {
			r.addContent(f.Token.Text)
		}
		if isSaid(f.GeneratedText) {
			r.end("stop")
		}
	case isSaid(f.GeneratedText):
		r.addContent(f.GeneratedText)
		r.end("stop")
	case f.Type != "" && f.Type != "message":
		r.addTyped(f)
	case isSaid(f.Output):
		r.addContent(f.Output)
		r.end("stop")
	case f.Blocked.Reason != "":
		r.end(f.Blocked.Reason)
	case f.text() != nil:
		r.addContent(f.text())
	default:
		r.addContent(f.Content)
		r.end(f.StopReason)
		if string(f.Stop) == "true" {
			r.end("stop")
		}
	}
	return len(r.ready) > before || r.done != ended
}

// text is what stands under one of the names of a text, nil if nothing does.
func (f *foreign) text() json.RawMessage {
	for _, text := range []json.RawMessage{f.Response, f.Result, f.Results, f.Generation, f.Outputs, f.Completion, f.Text, f.Answer} {
		if isSaid(text) {
			return text
		}
	}
	return nil
}

// addTyped adds an event that says of what type it is.
func (r *reply) addTyped(f *foreign) {
	var stop struct {
		Reason string `json:"stop_reason"`
		Finish string `json:"finish_reason"` // Cohere's
	}
	switch kind := f.Type; {
	case kind == "message_stop", kind == "response.completed", kind == "response.incomplete":
		r.done = true
	case (kind == "message_delta" || kind == "message-end") && json.Unmarshal(f.Delta, &stop) == nil:
		r.end(stop.Reason + stop.Finish)
	case strings.HasSuffix(kind, ".delta") && strings.Contains(kind, "reasoning"):
		r.ready = append(r.ready, part{thought: true, text: string(f.Delta)})
	case strings.HasSuffix(kind, "_text.delta"), strings.HasSuffix(kind, "_delta"), kind == "content-delta":
		r.addContent(f.Delta)
	}
}
