"""Sealed fields that a bundle opens: each belongs to one digest of one statement, and what was released is there."""
from .encodings import b64u, canonical, read_json, sha256, unb64, utf8
from .statements import lines_of


def digest_of(text):
    return b64u(sha256(text.encode()))


def is_digest_list(value):
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        return False
    return value == sorted(value) and all(len(unb64(item) or b"") == 32 for item in value)


def places_of(data):
    """(path, object) of data itself and of the objects in its arrays that have sealed fields."""
    inside = [
        (f"{name}/{i}", item)
        for name, items in data.items()
        if isinstance(items, list)
        for i, item in enumerate(items)
        if isinstance(item, dict)
    ]
    return [(path, place) for path, place in [("", data), *inside] if is_digest_list(place.get("_sd"))]


def mentions_sd(value):
    if isinstance(value, dict):
        return "_sd" in value or any(map(mentions_sd, value.values()))
    return isinstance(value, list) and any(map(mentions_sd, value))


def read_disclosure(text):
    """(name, value) or None."""
    data = unb64(text)
    json = utf8(data) if data is not None else None
    try:
        value, _ = read_json(json or "")
    except ValueError:
        return None
    if not isinstance(value, list) or len(value) != 3 or canonical(value) != json:
        return None
    salt, name, content = value
    if not isinstance(salt, str) or len(unb64(salt) or b"") != 16 or not isinstance(name, str):
        return None
    return None if name in ("_sd", "...") or mentions_sd(content) else (name, content)


def named_in(items):
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and isinstance(item.get("event"), str) and isinstance(item.get("digests"), list):
            yield from ((item["event"], digest) for digest in item["digests"] if isinstance(digest, str))


def released(statements):
    """{(stream, event, digest): whether a later withdrawal of that stream took it back}."""
    given = {}
    for s in statements:
        if s.type in ("LetterPublished", "ReplyPublished"):
            given.update({(s.stream, *named): False for named in named_in(s.data.get("released"))})
        if s.type == "PublicationWithdrawn":
            taken = [(s.stream, *named) for named in named_in(s.data.get("withdrawn"))]
            given.update({name: True for name in taken if name in given})
    return given


class Opened:
    """The opened fields of one statement by name of the place and the field."""

    def __init__(self, statement):
        self.statement, self.fields, self.digests = statement, {}, set()
        self.places, self.taken = {}, set()
        for path, place in places_of(statement.data):
            self.places.update({digest: path for digest in place["_sd"]})
            self.taken.update((path, name) for name in place)

    def open(self, text):
        digest = digest_of(text)
        if digest not in self.places or digest in self.digests:
            return False
        self.digests.add(digest)
        field, path = read_disclosure(text), self.places[digest]
        if field is None or (path, field[0]) in self.taken:
            return False
        self.taken.add((path, field[0]))
        self.fields[field[0]] = field[1]
        return True


def check_disclosures(data, statements, is_auditor, report):
    """Opened fields by position."""
    opened = {s.position: Opened(s) for s in statements}
    shown, last, in_order = set(), (-1, ""), True
    for position, text in lines_of(data, "disclosure", '"([A-Za-z0-9_-]+)"', report):
        if (position, digest_of(text)) < last:
            in_order = False
            report("lines", "disclosures are not in their order")
        last = (position, digest_of(text))
        if position not in opened or not opened[position].open(text):
            report("disclosures", f"a disclosure of {position} belongs to nothing, stands twice or is malformed")
        elif not (is_auditor and opened[position].statement.stream == "ledger-heads"):
            shown.add((opened[position].statement.claims["jti"], digest_of(text)))
    for (_, event, digest), is_withdrawn in released(statements).items():
        if not is_withdrawn and (event, digest) not in shown:
            report("disclosures", "a released field is missing")
    return opened, in_order
