"""The life of every key, as the statements of ledger-keys tell it, and who may sign what."""
from math import inf

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .encodings import b64, b64u, canonical, sha256, unb64, utf8, whole

MEMBERS = {
    "issuer": {"jwk", "kid", "on", "proof", "purpose"},
    "log": {"jwk", "kid", "on", "proof", "purpose"},
    "intake": {"jwk", "kid", "on", "purpose"},
    "agency": {"agency", "jwk", "kid", "on", "proof", "purpose", "source"},
}


def verifies(public, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False


def public_bytes(jwk, curve):
    if not isinstance(jwk, dict) or set(jwk) != {"crv", "kty", "x"} or (jwk["crv"], jwk["kty"]) != (curve, "OKP"):
        return None
    data = unb64(jwk["x"]) if isinstance(jwk["x"], str) else None
    return data if data is not None and len(data) == 32 else None


def thumbprint(jwk):
    return b64u(sha256(canonical({name: jwk[name] for name in ("crv", "kty", "x")}).encode()))


def signs(public, name, data):
    """Whether the note has lines of this key, and each is its signature."""
    text, _, lines = utf8(data).rpartition("\n\n")
    key_id = sha256(name.encode() + b"\n\x01" + public)[:4]
    rows = [line.split(" ") for line in lines[:-1].split("\n")]
    marks = [unb64(row[2], b64) for row in rows if row[1] == name]
    own = [mark[4:] for mark in marks if mark[:4] == key_id]
    return own != [] and all(verifies(public, mark, f"{text}\n".encode()) for mark in own)


class Key:
    def __init__(self, public, purpose, added_at, added_by):
        self.public, self.purpose, self.added_at, self.added_by = public, purpose, added_at, added_by
        self.retired_at = self.revoked_at = None

    def ended(self):
        return min(inf if end is None else end for end in (self.retired_at, self.revoked_at))


class Keys:
    def __init__(self, report):
        self.keys, self.report = {}, report

    def see(self, statement):
        apply = {"KeyAdded": self.add, "KeyRetired": self.retire, "KeyRevoked": self.revoke}.get(statement.type)
        if statement.stream == "ledger-keys" and apply and not apply(statement, statement.data):
            self.report("keys", f"{statement.position} is no event of a key's life")

    def add(self, statement, data):
        purpose, kid = data.get("purpose"), data.get("kid")
        if not isinstance(purpose, str) or set(data) != MEMBERS.get(purpose):
            return False
        public = public_bytes(data["jwk"], "X25519" if purpose == "intake" else "Ed25519")
        if public is None or kid != thumbprint(data["jwk"]) or kid in self.keys:
            return False
        if purpose != "intake" and not self.proves(data, public, statement.claims["iss"]):
            return False
        self.keys[kid] = Key(public, purpose, statement.position, statement.kid)
        return True

    def proves(self, data, public, iss):
        head = b64u(b'{"alg":"Ed25519","kid":"%s","typ":"ledger-key+jws"}' % data["kid"].encode())
        said = b64u(f"ledger-key/1 {iss} {data['kid']} {data['purpose']}".encode())
        signed, dot, signature = data["proof"].rpartition(".") if isinstance(data["proof"], str) else ("", "", "")
        mark = unb64(signature)
        return signed == f"{head}.{said}" and mark is not None and verifies(public, mark, signed.encode())

    def retire(self, statement, data):
        key = self.named(data, {"kid", "on"})
        if key is None or key.retired_at is not None:
            return False
        key.retired_at = statement.position
        return True

    def revoke(self, statement, data):
        key = self.named(data, {"kid", "lastTrustedSize", "on"})
        if key is None or not whole(data["lastTrustedSize"]) or data["lastTrustedSize"] > statement.position:
            return False
        key.revoked_at = statement.position if key.revoked_at is None else key.revoked_at
        return True

    def named(self, data, members):
        kid = data.get("kid")
        return self.keys.get(kid) if set(data) == members and isinstance(kid, str) else None

    def judge(self, statement):
        key, p = self.keys.get(statement.kid), statement.position
        if key is None or (key.added_at >= p and not (key.added_at == 1 and p <= 1)) or key.purpose != "issuer":
            self.report("keys", f"{p} is signed by a key that was no issuer's then")
        elif any(end is not None and p > end for end in (key.retired_at, key.revoked_at)):
            self.report("keys", f"{p} is signed by a key that had ended")
        if key is not None and key.purpose != "intake" and not verifies(key.public, statement.signature, statement.signed):
            self.report("signatures", f"{p} has a false signature")

    def check_first(self, first, trust):
        """Positions 0 to 2 found the ledger."""
        founded, genesis, log = (first.get(position) for position in range(3))
        is_first = lambda s, stream, kind, rev: s is not None and (s.stream, s.type, s.revision) == (stream, kind, rev)
        if not is_first(founded, "ledger-policy", "LedgerFounded", 0):
            self.report("keys", "position 0 founds no ledger")
        elif founded.data.get("origin") != trust["origin"]:
            self.report("origin", "the ledger was founded under another origin")
        if not is_first(genesis, "ledger-keys", "KeyAdded", 0) or genesis.data.get("purpose") != "issuer":
            self.report("keys", "position 1 adds no first key")
        if not is_first(log, "ledger-keys", "KeyAdded", 1) or log.data.get("purpose") != "log":
            self.report("keys", "position 2 adds no key of the log")
        kid = genesis.data.get("kid") if genesis else None
        if kid != thumbprint(trust["genesis"]):
            self.report("keys", "the first key is not the pinned one")
        for statement in filter(None, (founded, genesis)):
            key = self.keys.get(statement.kid)
            if statement.kid != kid or key is None or key.added_at != 1:
                self.report("keys", f"{statement.position} is not signed by the first key")

    def check_ended(self, data, head, pinned, report):
        """The log's own keys: not every one that signed the checkpoint had been ended below it. `pinned` is (origin, vkey)."""
        told = [key for key in self.keys.values() if key.purpose == "log"]
        name, _, vkey = pinned[1].split("+", 2)
        own = [key for key in told if (name, b"\x01" + key.public) == (pinned[0], unb64(vkey, b64))]
        signed = [key for key in told if signs(key.public, pinned[0], data)]
        if own and own[0] in signed and all(key.ended() < head[1] for key in signed):
            report("ended", "every key that signed the checkpoint had been ended")
