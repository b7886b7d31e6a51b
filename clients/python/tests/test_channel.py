"""What a call that does not end well leaves behind, with a server in memory; scripts/checks/thrift-clients runs it."""

import socket
import threading
import unittest
from unittest import mock

from polyrpc_client import cli
from polyrpc_client.channel import Channel, Unreachable
from polyrpc_client.contract import ServiceFault, product
from thriftpy2.protocol import TCompactProtocol
from thriftpy2.thrift import TMessageType
from thriftpy2.transport import TFramedTransport, TSocket, TTransportException


class Server:
    """Answers each call for a product with one of that id, once it may."""

    def __init__(self):
        self.near, self._far = socket.socketpair()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self._protocol = TCompactProtocol(TFramedTransport(TSocket(sock=self._far)))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        try:
            while True:
                name, _, number = self._protocol.read_message_begin()
                args = product.ProductMgmtService.getProduct_args()
                args.read(self._protocol)
                self._protocol.read_message_end()
                self.may_answer.wait()
                self._answer(name, number, args.request.product_id)
        except (OSError, TTransportException):
            self._far.close()  # the client has gone

    def _answer(self, name, number, product_id):
        result = product.ProductMgmtService.getProduct_result()
        if product_id == "refused":
            result.fault = ServiceFault(code=5, reason="PRODUCT_NOT_FOUND")
        else:
            result.success = product.GetProductResponse(product=product.product.Product(product_id=product_id))
        self._protocol.write_message_begin(name, TMessageType.REPLY, number)
        result.write(self._protocol)
        self._protocol.write_message_end()
        self._protocol.trans.flush()


class ChannelTest(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.near.close)
        connect = mock.patch("socket.create_connection", return_value=self.server.near)
        demand = mock.patch.object(Channel, "_demand")
        identity = mock.Mock()
        identity.tls().wrap_socket = lambda plain: plain
        with connect, demand:
            self.channel = Channel(product.ProductMgmtService, ("localhost", 0), "product-mgmt", identity, "token")

    def get(self, product_id):
        return self.channel.call("getProduct", product.GetProductRequest(product_id=product_id)).product.product_id

    def test_call_is_answered_and_a_refusal_leaves_the_channel_open(self):
        with self.assertRaises(ServiceFault):
            self.get("refused")
        self.assertEqual(self.get("tea"), "tea")

    def test_interrupted_call_is_not_answered_to_the_next(self):
        self.server.may_answer.clear()
        with mock.patch.object(type(self.channel._socket), "read", side_effect=KeyboardInterrupt), self.assertRaises(KeyboardInterrupt):
            self.get("late")
        self.server.may_answer.set()
        with self.assertRaisesRegex(Unreachable, "closed"):
            self.get("tea")

    def test_request_that_cannot_be_written_is_not_sent_with_the_next(self):
        with self.assertRaises(Exception):
            self.get(object())
        with self.assertRaisesRegex(Unreachable, "closed"):
            self.get("tea")


class ParseTest(unittest.TestCase):
    def test_numbers_that_do_not_fit_the_contract_are_wrong_use(self):
        for number in ("2147483648", "-2147483649", "4294967297"):
            for words in (["adjust", "--", "tea", number], ["list", "--", number], ["returns", "--", number]):
                self.assert_wrong_use(words)
        self.assert_wrong_use(["watch", "9223372036854775808", "1"])
        self.assertEqual(cli.parse(["adjust", "--", "tea", "-2147483648"]).change, -2147483648)

    def assert_wrong_use(self, words):
        with self.subTest(words), mock.patch("sys.stderr"):
            with self.assertRaises(SystemExit) as end:
                cli.parse(words)
            self.assertEqual(end.exception.code, 2)


if __name__ == "__main__":
    unittest.main()
