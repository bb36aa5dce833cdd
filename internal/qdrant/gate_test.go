package qdrant

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// gate stands between an index and Qdrant and passes calls on, except where a
// test wants them to fail.
type gate struct {
	addr   string
	server *grpc.ClientConn // the real one

	mu     sync.Mutex
	calls  int
	decide func(call int, method string) fault
}

// fault is what happens to a call. The zero value is nothing.
type fault struct {
	before error // instead of the call
	after  error // instead of its reply: the server did what it was told
	delay  time.Duration
}

func newGate(t *testing.T) *gate {
	t.Helper()
	server, err := grpc.NewClient(dev.Addr(t), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{addr: l.Addr().String(), server: server}
	s := grpc.NewServer(grpc.ForceServerCodec(raw{}), grpc.UnknownServiceHandler(g.pass), grpc.MaxRecvMsgSize(largestMessage))
	go func() { _ = s.Serve(l) }()
	t.Cleanup(s.Stop)
	return g
}

// set makes calls fail as decide says, counting them from 1; nil lets all pass.
func (g *gate) set(decide func(call int, method string) fault) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.calls, g.decide = 0, decide
}

func (g *gate) next(method string) fault {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.calls++
	if g.decide == nil {
		return fault{}
	}
	return g.decide(g.calls, method)
}

func (g *gate) pass(_ any, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	var request, reply []byte
	if err := stream.RecvMsg(&request); err != nil {
		return err
	}
	f := g.next(method)
	select {
	case <-time.After(f.delay):
	case <-stream.Context().Done():
		return stream.Context().Err()
	}
	if f.before != nil {
		return f.before
	}
	ctx := context.WithoutCancel(stream.Context()) // a real server goes on, too
	if err := g.server.Invoke(ctx, method, &request, &reply, grpc.ForceCodec(raw{}), grpc.MaxCallRecvMsgSize(largestMessage)); err != nil {
		return err
	}
	if f.after != nil {
		return f.after
	}
	return stream.SendMsg(&reply)
}

// raw passes messages as they are.
type raw struct{}

func (raw) Marshal(v any) ([]byte, error) { return *v.(*[]byte), nil }

func (raw) Unmarshal(data []byte, v any) error {
	*v.(*[]byte) = data
	return nil
}

func (raw) Name() string { return "raw" }

// wire is a TCP proxy in front of Qdrant, for what goes wrong below gRPC.
type wire struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	mode  wireMode
	conns map[net.Conn]bool
}

type wireMode int

const (
	normal    wireMode = iota
	refusing           // connections are closed at once
	hanging            // nothing passes any more
	resetting          // a connection breaks after some bytes of the reply
	slow               // every piece of a reply takes a while
)

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l, to: to, conns: make(map[net.Conn]bool)}
	go w.serve()
	t.Cleanup(func() {
		l.Close()
		w.set(refusing)
	})
	return w
}

func (w *wire) addr() string { return w.listener.Addr().String() }

// set changes the mode, and breaks the connections that there are where the mode asks for it.
func (w *wire) set(m wireMode) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.mode = m
	if m == refusing {
		for c := range w.conns {
			c.Close()
		}
		clear(w.conns)
	}
}

func (w *wire) now() wireMode {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.mode
}

func (w *wire) keep(c net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.conns[c] = true
}

func (w *wire) serve() {
	for {
		client, err := w.listener.Accept()
		if err != nil {
			return
		}
		if w.now() == refusing {
			client.Close()
			continue
		}
		server, err := net.Dial("tcp", w.to)
		if err != nil {
			client.Close()
			continue
		}
		w.keep(client)
		w.keep(server)
		go w.copy(server, client, false)
		go w.copy(client, server, true)
	}
}

func (w *wire) copy(to, from net.Conn, reply bool) {
	defer to.Close()
	buf := make([]byte, 2<<10)
	total := 0
	for {
		n, err := from.Read(buf)
		for w.now() == hanging {
			time.Sleep(5 * time.Millisecond)
		}
		switch m := w.now(); {
		case m == slow && reply:
			time.Sleep(10 * time.Millisecond)
		case m == resetting && reply:
			if total += n; total > 4<<10 {
				if tcp, ok := from.(*net.TCPConn); ok {
					_ = tcp.SetLinger(0)
				}
				return
			}
		}
		if n > 0 {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				from.Close()
			}
			return
		}
	}
}
