"""Thrift structs and faults as JSON, one object a line, with the names of the IDL."""

import json

from thriftpy2.thrift import TType

from .contract import FaultCode


def line(struct):
    return _json(_plain(struct))


def fault(problem):
    code = FaultCode._VALUES_TO_NAMES.get(problem.code, str(problem.code))
    return error(code, problem.message, reason=problem.reason, requestId=problem.request_id)


def error(code, message, **more):
    return _json({"code": code, "message": message, **more})


def _json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(struct):
    """Fields in the order of the IDL; what is absent is left out."""
    shown = {}
    for _, (kind, name, *spec) in sorted(struct.thrift_spec.items()):
        value = getattr(struct, name)
        if value is not None:
            shown[name] = _value(kind, value, spec[0] if len(spec) > 1 else None)
    return shown


def _value(kind, value, spec):
    if kind == TType.STRUCT:
        return _plain(value)
    if kind == TType.LIST:
        inner, inner_spec = spec if isinstance(spec, tuple) else (spec, None)
        return [_value(inner, each, inner_spec) for each in value]
    if kind == TType.I32 and spec is not None:
        return spec._VALUES_TO_NAMES.get(value, value)
    return value
