"""Calls the running system over Thrift; answers are JSON, one object a line.

Exit: 0 done, 1 refused, 2 wrong use, 3 not reachable or out of time (a change may then have been made or not: send it
again with the same request id, which makes it once).
"""

import argparse
import os
import sys
import uuid
from pathlib import Path

from . import show
from .channel import PROTOCOLS, Channel, Identity, Unreachable
from .contract import FaultCode, ServiceFault, product, returns

PIPE_CLOSED = 141  # as a shell counts what ends by SIGPIPE


def get(channel, args):
    answer = channel.call("getProduct", product.GetProductRequest(product_id=args.product))
    print(show.line(answer.product))


def list_products(channel, args):
    """The whole catalogue, page by page."""
    request = product.ListProductsRequest(page_size=args.page_size)
    while True:
        page = channel.call("listProducts", request)
        for each in page.products:
            print(show.line(each))
        if not page.next_page_token:
            return
        request.page_token = page.next_page_token


def adjust(channel, args):
    request = product.AdjustInventoryRequest(product_id=args.product, change=args.change, request_id=args.request_id)
    print(show.line(channel.call("adjustInventory", request, args.request_id).event))


def watch(channel, args):
    """What gRPC streams is polled here: each answer says after which position to go on."""
    wait_ms = min(int(args.timeout * 1000 / 2), 20_000)  # the answer must come before the call's time is over
    request = product.WatchInventoryRequest(after=args.after, wait_ms=wait_ms)
    left = args.count
    while left > 0:
        request.limit = min(left, 1000)
        polled = channel.call("watchInventory", request)
        for event in polled.events:
            print(show.line(event), flush=True)
        left -= len(polled.events)
        request.after = polled.next_after


def list_returns(channel, args):
    """The latest ones."""
    answer = channel.call("listReturns", returns.ListReturnsRequest(page_size=args.page_size))
    for each in answer.product_returns:
        print(show.line(each))


class Misuse(Exception):
    """The command line or its environment is at fault."""


def integer(bits):
    """A number that the contract has room for: the library would send another in its place."""

    def parsed(text):
        number = int(text)
        if not -(2 ** (bits - 1)) <= number < 2 ** (bits - 1):
            raise ValueError(text)
        return number

    parsed.__name__ = f"{bits}-bit integer"  # as argparse tells it
    return parsed


def address(text):
    host, _, port = text.rpartition(":")
    return host, int(port)


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="clients/python", description=__doc__.splitlines()[0], epilog="The token comes from the variable TOKEN."
    )
    parser.add_argument("--client", default="warehouse", help="whose certificate to show (default: %(default)s)")
    parser.add_argument("--certificates", type=Path, default=Path("certs/out"), help="folder (default: %(default)s)")
    parser.add_argument("--address", type=address, metavar="HOST:PORT", help="default: the service's on localhost")
    parser.add_argument("--protocol", choices=PROTOCOLS, default="compact")
    parser.add_argument("--timeout", type=float, default=5.0, help="seconds for a call (default: %(default)s)")
    verbs = parser.add_subparsers(dest="verb", required=True)

    verb = verbs.add_parser("get", help="one product")
    verb.add_argument("product")
    verb.set_defaults(run=get)
    verb = verbs.add_parser("list", help="the catalogue")
    verb.add_argument("page_size", type=integer(32), nargs="?", default=20)
    verb.set_defaults(run=list_products)
    verb = verbs.add_parser("adjust", help="add to the stock on hand, or take from it")
    verb.add_argument("product")
    verb.add_argument("change", type=integer(32))
    verb.add_argument("request_id", nargs="?", default=str(uuid.uuid4()), help="UUID: a repeated call takes effect once")
    verb.set_defaults(run=adjust)
    verb = verbs.add_parser("watch", help="so many changes of stock after a position")
    verb.add_argument("after", type=integer(64), help="0 = from the oldest kept")
    verb.add_argument("count", type=int)
    verb.set_defaults(run=watch)
    verb = verbs.add_parser("returns", help="the latest returns that the caller may see")
    verb.add_argument("page_size", type=integer(32), nargs="?", default=20)
    verb.set_defaults(run=list_returns)
    return parser.parse_args(arguments)


def _port(service, default):
    return int(os.environ.get(f"POLYRPC_{service}_THRIFT_PORT", default))  # the setting that the service listens by


def open_channel(args):
    service, peer, port = product.ProductMgmtService, "product-mgmt", _port("PRODUCT_MGMT", 7411)
    if args.verb == "returns":
        service, peer, port = returns.ReturnService, "return", _port("RETURN", 7412)
    identity = Identity(args.certificates, args.client)
    token = os.environ.get("TOKEN")
    if not token:
        raise Misuse(f"TOKEN: not set (expected: a token such as scripts/token --audience {peer} prints)")
    return Channel(service, args.address or ("localhost", port), peer, identity, token, args.timeout, args.protocol)


def main(arguments=None):
    args = parse(arguments)
    try:
        with open_channel(args) as channel:
            args.run(channel, args)
        sys.stdout.flush()
    except ServiceFault as refused:
        print(show.fault(refused), file=sys.stderr)
        return 3 if refused.code in (FaultCode.UNAVAILABLE, FaultCode.DEADLINE_EXCEEDED) else 1
    except Unreachable as lost:
        print(show.error("UNAVAILABLE", str(lost)), file=sys.stderr)
        return 3
    except BrokenPipeError:  # whoever reads has read enough: what is left goes nowhere, silently
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except (Misuse, OSError) as wrong:  # such as a certificate that is not there, or is none
        print(show.error("INVALID_ARGUMENT", str(wrong)), file=sys.stderr)
        return 2
    return 0
