"""Lines of a bundle, and the statements in them."""
import re

from .encodings import canonical, read_json, unb64, utf8, whole

HEADER = '{"alg":"Ed25519","kid":"%s","typ":"ledger-event+sd-jwt"}'
LINE = r'\{"position":(0|[1-9][0-9]{0,15}),"%s":%s\}'


class Statement:
    """What can be read of one; None in its place when it has no header of ours or no claims to speak of."""

    def __init__(self, position, kid, signed, signature, claims):
        self.position, self.kid, self.signed, self.signature = position, kid, signed, signature
        self.stream, self.revision, self.type = claims["sub"], claims["rev"], claims["typ"]
        self.data, self.codes, self.claims = claims["data"], claims.get("codes", []), claims


def lines_of(data, name, value, report):
    """(position, value) of every line that has exactly its form."""
    rows = data.split(b"\n")
    if rows.pop() != b"":
        report("lines", f"{name}: the last line has no end")
    form = re.compile(LINE % (name, value))
    for row in rows:
        text = utf8(row) if len(row) <= 2**20 else None
        found = text is not None and form.fullmatch(text)
        if not found:
            report("lines", f"a line of {name} is malformed")
        else:
            yield int(found[1]), found[2]


def read_statements(data, report):
    """(position, jwt, statement or None), ascending."""
    last = -1
    for position, jwt in lines_of(data, "jwt", '"([A-Za-z0-9_.-]+)"', report):
        if position <= last:
            report("lines", f"statement {position} goes back")
            continue
        last = position
        yield position, jwt, read_statement(position, jwt, report)


def read_statement(position, jwt, report):
    parts = jwt.split(".")
    decoded = [unb64(part) for part in parts]
    header = decoded[0] and utf8(decoded[0])
    if len(parts) != 3 or None in decoded or header is None:
        return report("header", f"{position} is no compact JWT")
    kid = header[len(HEADER.split("%s")[0]) :][:43]
    if header != HEADER % kid or not re.fullmatch("[A-Za-z0-9_-]{43}", kid):
        return report("header", f"{position} has another header")
    claims = read_claims(position, decoded[1], report)
    if claims is None or not usable(claims):
        return None
    return Statement(position, kid, f"{parts[0]}.{parts[1]}".encode(), decoded[2], claims)


def read_claims(position, payload, report):
    text = utf8(payload)
    try:
        claims, twice = read_json(text or "")
    except ValueError:
        return report("canonical", f"{position} is not JSON that may be kept")
    if twice or canonical(claims) != text:
        report("canonical", f"{position} is not canonical")
    return claims if isinstance(claims, dict) else None


def usable(claims):
    texts = all(isinstance(claims.get(name), str) for name in ("sub", "jti", "iss", "typ", "time"))
    counts = all(whole(claims.get(name)) for name in ("rev", "ver"))
    objects = all(isinstance(claims.get(name), dict) for name in ("by", "data"))
    codes = claims.get("codes", [])
    listed = isinstance(codes, list) and all(isinstance(code, str) for code in codes)
    return texts and counts and objects and listed
