"""The contracts, read from the .thrift files themselves."""

from pathlib import Path

import thriftpy2

IDL = Path(__file__).resolve().parents[3] / "thrift"


def _load(path):
    # thriftpy2 wants a module name of its own for each file, ending in _thrift.
    name = "polyrpc_client." + Path(path).stem + "_thrift"
    return thriftpy2.load(str(IDL / path), module_name=name, include_dirs=[str(IDL)])


product = _load("polyrpc/product/v1/product_service.thrift")
returns = _load("polyrpc/returns/v1/return_service.thrift")
CallContext, FaultCode, ServiceFault = product.call.CallContext, product.call.FaultCode, product.call.ServiceFault
