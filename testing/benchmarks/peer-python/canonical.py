"""One text for each JSON value (RFC 8785, numbers as strings of their exact decimal) and its SHA-256."""

import hashlib
import json
from decimal import Decimal
from typing import Any

_MAX_PLAIN_EXPONENT = 100


def sha256(value: Any) -> str:
    return hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()


def canonical(value: Any) -> str:
    return json.dumps(
        _prepared(value), ensure_ascii=False, sort_keys=False, separators=(",", ":")
    )


def _prepared(value: Any) -> Any:
    if isinstance(value, dict):
        names = list(value)
        if not all(map(str.isascii, names)):
            names.sort(key=lambda name: name.encode("utf-16-be"))
        else:
            names.sort()
        return {name: _prepared(value[name]) for name in names}
    if isinstance(value, list):
        return [_prepared(element) for element in value]
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return number(value)
    return value


def number(value: Any) -> str:
    sign, digits, exponent = Decimal(repr(value) if isinstance(value, float) else value).as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    stripped = text.rstrip("0")
    if not stripped:
        return "0"
    power = exponent + len(text) - len(stripped)
    minus = "-" if sign else ""
    if abs(power) > _MAX_PLAIN_EXPONENT:
        return f"{minus}{stripped}e{power}"
    if power >= 0:
        return minus + stripped + "0" * power
    point = len(stripped) + power
    if point > 0:
        return f"{minus}{stripped[:point]}.{stripped[point:]}"
    return f"{minus}0.{'0' * -point}{stripped}"
