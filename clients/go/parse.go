package main

import (
	"fmt"
	"os"
	"strconv"
)

// verb is what to do, and with which service.
type verb struct {
	peer, address string
	do            func(session) error
}

func parse(args []string) (verb, error) {
	arg := func(i int, or string) string {
		if i < len(args) {
			return args[i]
		}
		return or
	}
	onProducts := func(do func(session) error) verb { return verb{"product-mgmt", local("PRODUCT_MGMT", "7411"), do} }
	number := func(i int, bits int, or string) (int64, error) {
		parsed, err := strconv.ParseInt(arg(i, or), 10, bits)
		if err != nil {
			return 0, fmt.Errorf("%s: %q (expected: a whole number of %d bits)", args[0], arg(i, or), bits)
		}
		return parsed, nil
	}
	switch name := arg(0, ""); {
	case name == "get" && len(args) == 2:
		return onProducts(func(s session) error { return s.get(args[1]) }), nil
	case name == "list" && len(args) <= 2:
		size, err := number(1, 32, "20")
		return onProducts(func(s session) error { return s.list(int32(size)) }), err
	case name == "adjust" && (len(args) == 3 || len(args) == 4):
		change, err := number(2, 32, "")
		return onProducts(func(s session) error { return s.adjust(args[1], int32(change), arg(3, newID())) }), err
	case name == "watch" && len(args) == 3:
		after, err := number(1, 64, "")
		if err != nil {
			return verb{}, err
		}
		count, err := number(2, 32, "")
		return onProducts(func(s session) error { return s.watch(after, int(count)) }), err
	case name == "returns" && len(args) <= 2:
		size, err := number(1, 32, "20")
		return verb{"return", local("RETURN", "7412"), func(s session) error { return s.returns(int32(size)) }}, err
	}
	return verb{}, fmt.Errorf("get, list, adjust, watch or returns with its arguments, not %q: see --help", args)
}

// local is where a service listens on this machine: its own setting, else its usual port.
func local(service, port string) string {
	if set := os.Getenv("POLYRPC_" + service + "_THRIFT_PORT"); set != "" {
		port = set
	}
	return "localhost:" + port
}
