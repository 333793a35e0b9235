"""Verifies messages of a ledger's topic: signature, place in the log, holes. Shares no code with the ledger.

usage: verify_topic.py LEDGER_URL TRUST.json < messages.jsonl
Each line: {"key": stream, "headers": {...}, "value": base64}. Ends with 0 and a count, or with 1 and one sentence.
"""
import base64, hashlib, json, sys, time, urllib.request

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.exit("cryptography is missing: pip install cryptography")


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64u(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def check(condition, sentence):
    if not condition:
        sys.exit("not verified: " + sentence)


def signed(key, signature, data):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
        return True
    except InvalidSignature:
        return False


def thumbprint(jwk):
    return b64u(sha256(json.dumps({n: jwk[n] for n in ("crv", "kty", "x")}, separators=(",", ":")).encode()))


def root_of(leaf, index, size, path):
    """RFC 9162, 2.1.3.2."""
    at, last, node = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if at % 2 == 1 or at == last:
            node = sha256(b"\x01", sibling, node)
            while at % 2 == 0 and at != 0:
                at, last = at // 2, last // 2
        else:
            node = sha256(b"\x01", node, sibling)
        at, last = at // 2, last // 2
    return node if last == 0 else None


def fetch(url):
    for _ in range(90):  # a statement can be on Kafka a minute before a checkpoint for everyone covers it
        try:
            return urllib.request.urlopen(url).read().decode()
        except urllib.error.HTTPError:
            time.sleep(1)
    return ""


ledger, trust = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))
log_id, log_key = trust["log"].split("+", 2)[1:]
keys, seen, count = {thumbprint(trust["genesis"]): unb64u(trust["genesis"]["x"])}, {}, 0
for line in sys.stdin:
    message = json.loads(line)
    headers, payload = message["headers"], base64.b64decode(message["value"])
    position, stream, before = int(headers["ce_position"]), message["key"], headers.get("ce_prevposition")
    if position <= seen.get(stream, -1):
        continue  # sent twice
    check(before == (str(seen[stream]) if stream in seen else None), f"hole in {stream} before {position}")
    claims, kid = json.loads(payload), headers["ce_kid"]
    check((claims["jti"], claims["sub"]) == (headers["ce_id"], stream), f"{position} has headers of another statement")
    if kid not in keys:
        issuers = [key["jwk"] for key in json.loads(fetch(ledger + "/v1/keys"))["keys"] if key["purpose"] == "issuer"]
        keys.update({thumbprint(jwk): unb64u(jwk["x"]) for jwk in issuers})
    head = '{"alg":"Ed25519","kid":"%s","typ":"ledger-event+sd-jwt"}' % kid
    signing = b64u(head.encode()) + "." + b64u(payload)
    check(kid in keys and signed(keys[kid], unb64u(headers["ce_sig"]), signing.encode()), f"{position} is not signed")
    head, _, note = fetch(f"{ledger}/v1/events/{headers['ce_id']}/proof").partition("\n\n")
    text, _, lines = note.partition("\n\n")
    marks = [line.split(" ")[2] for line in lines.split("\n") if line.startswith(f"— {trust['origin']} ")]
    sealed = [base64.b64decode(mark) for mark in marks]
    key = base64.b64decode(log_key)[1:]
    check(any(s[:4].hex() == log_id and signed(key, s[4:], text.encode() + b"\n") for s in sealed), "the checkpoint")
    origin, size, root = text.split("\n")
    check(origin == trust["origin"] and head.split("\n")[1] == f"index {position}", f"{position} has another's proof")
    leaf = sha256(b"\x00", (signing + "." + headers["ce_sig"]).encode())
    path = [base64.b64decode(node) for node in head.split("\n")[2:]]
    check(root_of(leaf, position, int(size), path) == base64.b64decode(root), f"{position} is not in the log")
    seen[stream], count = position, count + 1
print(f"{count} messages verified")
