"""Digests of ciphertexts in an auditor's bundle: together they are what each statement committed to."""
import re

from .disclosures import places_of
from .encodings import b64u, canonical, read_json, sha256
from .statements import lines_of


def read_digests(text):
    try:
        digests, twice = read_json(text)
    except ValueError:
        return None
    are_hex = all(isinstance(digest, str) and re.fullmatch("[0-9a-f]{64}", digest) for digest in digests.values())
    return digests if are_hex and not twice and canonical(digests) == text else None


def is_committed(statement, digests):
    """One path for each sealed field of each place, and the digest of all digests in the order of their paths."""
    sealed = {path: len(place["_sd"]) for path, place in places_of(statement.data)}
    given = {}
    for path in digests:
        place = path.rpartition("/")[0]
        given[place] = given.get(place, 0) + 1
    whole = b"".join(bytes.fromhex(digests[path]) for path in sorted(digests, key=str.encode))
    return sealed == given and statement.claims["ct"] == b64u(sha256(whole))


def check_ciphertexts(data, statements, report):
    rows, last = {}, -1
    for position, text in lines_of(data, "digests", r"(\{.*\})", report):
        digests = read_digests(text)
        if digests is None or position <= last:
            report("lines", "a line of ciphertexts.jsonl is malformed or goes back")
        else:
            last, rows[position] = position, digests
    for s in statements:
        digests, is_sealed = rows.pop(s.position, None), isinstance(s.claims.get("ct"), str)
        if is_sealed != (digests is not None) or is_sealed and not is_committed(s, digests):
            report("ciphertexts", f"the ciphertexts of {s.position} are not those signed")
    if rows:
        report("ciphertexts", "ciphertexts belong to no statement")
