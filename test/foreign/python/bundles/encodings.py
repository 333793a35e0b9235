"""Bytes, base64url, JSON: as strict as the formats are, with Python's standard library."""
import base64, hashlib, json, re

MOST = 2**53 - 1


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text, encode=b64u):
    """The bytes of the one text that stands for them, else None."""
    try:
        if encode is b64u:
            data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        else:
            data = base64.b64decode(text)
        return data if encode(data) == text else None
    except ValueError:
        return None


def b64(data):
    return base64.b64encode(data).decode()


def utf8(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


class NotKept(ValueError):
    """JSON that a statement may not hold."""


class Members(dict):
    """A JSON object that remembers whether it named a member twice."""

    twice = False


def _members(pairs, seen):
    made = Members(pairs)
    if len(made) < len(pairs):
        seen.append(True)
    return made


def _integer(text):
    value = float(text) if re.search("[.eE]", text) else int(text)
    if value != value or value in (float("inf"), float("-inf")) or value != int(value) or abs(value) > MOST:
        raise NotKept(text)
    return int(value)


def _refuse(text):
    raise NotKept(text)


def read_json(text):
    """(value, whether a member stands twice); raises ValueError for what is no JSON or may not be kept."""
    twice = []
    try:
        value = json.loads(
            text,
            object_pairs_hook=lambda pairs: _members(pairs, twice),
            parse_float=_integer,
            parse_int=_integer,
            parse_constant=_refuse,
        )
        _keepable(value, 0)
    except RecursionError:
        raise NotKept("nested too deep")
    return value, bool(twice)


def _keepable(value, depth):
    if depth > 64:
        raise NotKept("nested too deep")
    if isinstance(value, str):
        if "\0" in value or re.search("[\ud800-\udfff]", value):
            raise NotKept("a text that is not kept")
    elif isinstance(value, dict):
        for name, member in value.items():
            _keepable(name, depth)
            _keepable(member, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _keepable(item, depth + 1)


def canonical(value):
    """RFC 8785: members in the order of UTF-16 code units."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{%s}" % ",".join(canonical(name) + ":" + canonical(value[name]) for name in names)
    if isinstance(value, list):
        return "[%s]" % ",".join(map(canonical, value))
    return json.dumps(value, ensure_ascii=False)


def whole(value, least=0):
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST
