// Command polyrpc-go calls the running system over Thrift; answers are JSON, one object a line.
//
// Exit: 0 done, 1 refused, 2 wrong use, 3 not reachable or out of time (a change may then have been made or not: send it
// again with the same request id, which makes it once).
package main

//go:generate mkdir -p gen
//go:generate thrift -r -I ../../thrift -out gen --gen go:package_prefix=polyrpc.test/clients/go/gen/,skip_remote ../../thrift/polyrpc/product/v1/product_service.thrift
//go:generate thrift -r -I ../../thrift -out gen --gen go:package_prefix=polyrpc.test/clients/go/gen/,skip_remote ../../thrift/polyrpc/returns/v1/return_service.thrift

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"polyrpc.test/clients/go/gen/commonv1"
	"polyrpc.test/clients/go/rpc"
)

const usage = `Usage: polyrpc-go [flags] VERB [args]

get PRODUCT                         one product
list [PAGE_SIZE]                    the catalogue
adjust PRODUCT CHANGE [REQUEST_ID]  add to the stock on hand, or take from it
watch AFTER COUNT                   so many changes of stock after a position; 0 = from the oldest kept
returns [PAGE_SIZE]                 the latest returns that the caller may see

The token comes from the environment variable TOKEN. Flags:
`

func main() { os.Exit(run()) }

func run() int {
	client := flag.String("client", "warehouse", "whose certificate to show")
	certificates := flag.String("certificates", "certs/out", "folder")
	address := flag.String("address", "", "HOST:PORT (default: the service's on localhost)")
	protocol := flag.String("protocol", "compact", "compact or binary")
	seconds := flag.Float64("timeout", 5, "seconds for a call")
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), usage)
		flag.PrintDefaults()
	}
	flag.Parse()
	timeout := time.Duration(*seconds * float64(time.Second))

	wanted, err := parse(flag.Args())
	if err != nil {
		return tell(err)
	}
	identity, err := rpc.Identity(*certificates, *client)
	if err != nil {
		return tell(err)
	}
	token := os.Getenv("TOKEN")
	if token == "" {
		return tell(fmt.Errorf("TOKEN: not set (expected: a token such as scripts/token --audience %s prints)", wanted.peer))
	}
	target := rpc.Target{Address: *address, Peer: wanted.peer, TLS: identity, Token: token, Protocol: *protocol}
	if target.Address == "" {
		target.Address = wanted.address
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	conn, err := rpc.Dial(ctx, target)
	if err != nil {
		return tell(err)
	}
	defer conn.Close()
	if err := wanted.do(session{conn, timeout}); err != nil {
		return tell(err)
	}
	return 0
}

// trouble is what stderr gets, in one line.
type trouble struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Reason    string `json:"reason,omitempty"`
	RequestID string `json:"requestId,omitempty"`
}

// tell says why a verb failed, and gives the exit code.
func tell(err error) int {
	told, exit := trouble{Code: "INVALID_ARGUMENT", Message: err.Error()}, 2
	var fault *commonv1.ServiceFault
	if errors.As(err, &fault) {
		told, exit = trouble{fault.Code.String(), fault.Message, fault.Reason, fault.RequestID}, 1
		if fault.Code == commonv1.FaultCode_UNAVAILABLE || fault.Code == commonv1.FaultCode_DEADLINE_EXCEEDED {
			exit = 3
		}
	} else if errors.Is(err, rpc.ErrUnreachable) {
		told.Code, exit = "UNAVAILABLE", 3
	}
	_ = show(os.Stderr, told)
	return exit
}
