"""One connection to one service: mutual TLS, a token and a deadline on every call."""

import socket
import ssl
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from thriftpy2.protocol import TBinaryProtocol, TCompactProtocol
from thriftpy2.thrift import TClient, TException
from thriftpy2.transport import TFramedTransport, TSocket

from .contract import CallContext, ServiceFault

PROTOCOLS = {"compact": TCompactProtocol, "binary": TBinaryProtocol}


class Unreachable(Exception):
    """The service gave no answer: a change may have been made or not."""


@dataclass(frozen=True)
class Identity:
    """Who calls: a certificate with its key, and the CA that the other side must come from."""

    certificates: Path
    name: str

    def tls(self):
        ca, leaf, key = (self.certificates / name for name in ("ca.pem", f"{self.name}.pem", f"{self.name}-key.pem"))
        for path in (ca, leaf, key):
            path.stat()  # ssl would not say which of them is not there
        context = ssl.create_default_context(cafile=str(ca))
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname = False  # which service answers is told by its SPIFFE id, wherever it runs
        context.load_cert_chain(str(leaf), str(key))
        return context


class Channel:
    """A connection to one service; for one thread at a time, and closed after the first call that did not come to its end.

    peer is the service's name, the last part of its SPIFFE id. token is sent to it alone, on every call.
    """

    def __init__(self, service, address, peer, identity, token, timeout=5.0, protocol="compact"):
        self._token, self._timeout = token, timeout
        self._address, self._answered = f"{address[0]}:{address[1]}", False
        deadline = time.monotonic() + timeout
        tls = identity.tls()
        try:
            plain = socket.create_connection(address, timeout)
            plain.settimeout(max(deadline - time.monotonic(), 0.001))
            self._socket = _DeadlineSocket(tls.wrap_socket(plain), deadline)
        except OSError as error:
            raise Unreachable(f"{address[0]}:{address[1]}: {error}") from error
        self._demand(peer)
        self._client = TClient(service, PROTOCOLS[protocol](TFramedTransport(self._socket)))

    def call(self, method, request, request_id=None):
        """Answers what the service answers, or raises ServiceFault or Unreachable; ends by the timeout."""
        self._socket.deadline = time.monotonic() + self._timeout
        context = CallContext(
            token=self._token,
            time_left_ms=max(int(self._timeout * 1000), 1),
            request_id=request_id or str(uuid.uuid4()),
        )
        try:
            answer = getattr(self._client, method)(context, request)
            self._answered = True
            return answer
        except ServiceFault:
            self._answered = True
            raise
        except BaseException as error:
            self.close()  # what is still on its way here would be taken for the answer to the next call
            if not isinstance(error, (OSError, EOFError, TException)):
                raise
            text = f"{method}: {getattr(error, 'message', None) or error}"
            if not self._answered and not isinstance(error, (TimeoutError, ssl.SSLError)):
                text += f": is {self._address} a port of Thrift, and not of gRPC?"
            raise Unreachable(text) from error

    def _demand(self, peer):
        expected = f"spiffe://polyrpc.test/{peer}"
        names = self._socket.sock.getpeercert().get("subjectAltName", ())
        ids = [value for kind, value in names if kind == "URI"]
        if ids != [expected]:
            self.close()
            raise Unreachable(f"the server is {', '.join(ids) or 'nobody'} (expected: {expected})")

    def close(self):
        self._socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class _DeadlineSocket(TSocket):
    """Every read and write ends by the deadline of the call, however slowly bytes trickle in."""

    def __init__(self, connected, deadline):
        super().__init__(sock=connected)
        self.deadline = deadline

    def read(self, size):
        self._limit()
        return super().read(size)

    def write(self, data):
        self._limit()
        super().write(data)

    def _limit(self):
        if self.sock is None:
            raise EOFError("the connection is closed")
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer did not come in time")
        self.sock.settimeout(left)
