package main

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

func showAll[T any](all []T) error {
	for _, each := range all {
		if err := show(os.Stdout, each); err != nil {
			return err
		}
	}
	return nil
}

func show(to io.Writer, value any) error {
	out := json.NewEncoder(to)
	out.SetEscapeHTML(false)
	return out.Encode(value)
}

// newID makes a random UUID (version 4, RFC 9562).
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
