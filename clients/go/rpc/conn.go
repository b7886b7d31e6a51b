// Package rpc opens connections to the services: mutual TLS, a token and a deadline on every call.
package rpc

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"time"

	"github.com/apache/thrift/lib/go/thrift"

	"polyrpc.test/clients/go/gen/commonv1"
)

// most bytes of a frame that a service sends or takes.
const maxFrame = 4 << 20

// Target says which service to call, as whom and in which protocol.
type Target struct {
	Address  string
	Peer     string // the service's name: the last part of its SPIFFE id
	TLS      *tls.Config
	Token    string
	Protocol string // compact or binary
}

// Conn is a connection to one service, for one call at a time. It is a thrift.TClient whose calls end with their context.
type Conn struct {
	socket net.Conn
	client thrift.TClient
	token  string
	broken error
	// whether a call was answered
	answered bool
}

// ErrUnreachable says that a call got no answer: a change may have been made or not.
var ErrUnreachable = errors.New("not reachable")

// Dial connects by the context's deadline. Which service answers is told by its SPIFFE id, not by a host name.
func Dial(ctx context.Context, target Target) (*Conn, error) {
	settings := thrift.TConfiguration{MaxFrameSize: maxFrame, MaxMessageSize: maxFrame}
	protocols := map[string]thrift.TProtocolFactory{
		"compact": thrift.NewTCompactProtocolFactoryConf(&settings),
		"binary":  thrift.NewTBinaryProtocolFactoryConf(&settings),
	}
	protocol, known := protocols[target.Protocol]
	if !known {
		return nil, fmt.Errorf("protocol: %q (expected: compact or binary)", target.Protocol)
	}
	dialer := tls.Dialer{Config: demanding(target.TLS, target.Peer)}
	socket, err := dialer.DialContext(ctx, "tcp", target.Address)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrUnreachable, target.Address, err)
	}
	frames := thrift.NewTFramedTransportConf(thrift.NewStreamTransportRW(socket), &settings)
	both := protocol.GetProtocol(frames)
	return &Conn{socket: socket, client: thrift.NewTStandardClient(both, both), token: target.Token}, nil
}

// Context is the first argument of a call: the token, the time that ctx leaves, and the call's name in logs and faults.
func (c *Conn) Context(ctx context.Context, requestID string) *commonv1.CallContext {
	call := &commonv1.CallContext{Token: c.token, RequestID: &requestID}
	if deadline, ok := ctx.Deadline(); ok {
		left := int32(max(time.Until(deadline).Milliseconds(), 1))
		call.TimeLeftMs = &left
	}
	return call
}

// Call makes one call that ends with ctx; what the generated clients call.
func (c *Conn) Call(ctx context.Context, method string, args, result thrift.TStruct) (thrift.ResponseMeta, error) {
	if c.broken != nil {
		return thrift.ResponseMeta{}, c.broken
	}
	deadline, _ := ctx.Deadline() // none = zero = none
	if err := c.socket.SetDeadline(deadline); err != nil {
		return thrift.ResponseMeta{}, c.lost(method, err)
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		_ = c.socket.SetDeadline(time.Unix(1, 0))
	})
	meta, err := c.client.Call(ctx, method, args, result)
	if !stop() {
		<-ended // else it would end the next call
	}
	if err != nil {
		return meta, c.lost(method, err)
	}
	c.answered = true
	return meta, nil
}

// A declared fault is a result, no error: what comes here is a broken connection, or an answer that is none. What may
// still be on its way would be taken for the next call's answer.
func (c *Conn) lost(method string, err error) error {
	c.broken = fmt.Errorf("%w: %s: %w", ErrUnreachable, method, err)
	if !c.answered && (errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET)) {
		c.broken = fmt.Errorf("%w: is %s a port of Thrift, and not of gRPC?", c.broken, c.socket.RemoteAddr())
	}
	_ = c.Close()
	return c.broken
}

// Close ends the connection.
func (c *Conn) Close() error { return c.socket.Close() }
