package rpc

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Identity reads who calls, a certificate with its key, and the CA that the other side must come from.
func Identity(folder, name string) (*tls.Config, error) {
	certificate, err := tls.LoadX509KeyPair(filepath.Join(folder, name+".pem"), filepath.Join(folder, name+"-key.pem"))
	if err != nil {
		return nil, err
	}
	ca, err := os.ReadFile(filepath.Join(folder, "ca.pem"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(ca) {
		return nil, fmt.Errorf("%s/ca.pem holds no certificate", folder)
	}
	return &tls.Config{Certificates: []tls.Certificate{certificate}, RootCAs: roots, MinVersion: tls.VersionTLS13}, nil
}

// demanding takes a chain to our CA whose leaf has the one SPIFFE id of peer, in place of a host name.
func demanding(config *tls.Config, peer string) *tls.Config {
	expected := "spiffe://polyrpc.test/" + peer
	config = config.Clone()
	config.InsecureSkipVerify = true // of the library's check, which wants a host name: the whole check stands below
	config.VerifyConnection = func(state tls.ConnectionState) error {
		if len(state.PeerCertificates) == 0 {
			return errors.New("the server showed no certificate")
		}
		leaf := state.PeerCertificates[0]
		between := x509.NewCertPool()
		for _, each := range state.PeerCertificates[1:] {
			between.AddCert(each)
		}
		// without a name to check, and for a server's use, which is what Verify asks by default
		if _, err := leaf.Verify(x509.VerifyOptions{Roots: config.RootCAs, Intermediates: between}); err != nil {
			return err
		}
		if len(leaf.URIs) != 1 || leaf.URIs[0].String() != expected {
			return fmt.Errorf("the server is %v (expected: %s)", leaf.URIs, expected)
		}
		return nil
	}
	return config
}
