"""Verifies many ledger-bundle/1 as the formats say, with Python's own libraries and one for Ed25519. Shares no code with the ledger.

Reads a line of JSON per bundle from standard input, {"bundle": FILE, "trust": FILE}, and answers each with a line
{"bundle": FILE, "checks": {...}}: for every check "ok" or the first thing that is wrong; a check that was not made is absent.
"""
import hashlib, json, sys, zipfile, zlib

try:
    import cryptography
except ImportError:
    sys.exit("cryptography is missing: pip install cryptography")

from bundles.ciphertexts import check_ciphertexts
from bundles.disclosures import check_disclosures
from bundles.encodings import read_json, utf8
from bundles.heads import check_heads
from bundles.keys import Keys
from bundles.statements import read_statements
from bundles.tree import check_proofs, check_tiles, leaf_of, read_head

CHECKS = "digests origin lines header canonical keys signatures time ids streams disclosures ciphertexts heads leaves ended".split()


class Report:
    def __init__(self):
        self.checks = {check: "ok" for check in CHECKS}

    def __call__(self, check, problem):
        if self.checks.get(check) == "ok":
            self.checks[check] = problem

    def leave_out(self, check):
        self.checks.pop(check, None)


def check_digests(files, bundle, report):
    for name, data in files.items():
        digest = hashlib.sha256(data).hexdigest()
        if bundle["files"].get(name, digest) != digest or name.startswith("documents/") and name != f"documents/{digest}":
            report("digests", f"{name} has another digest")


def check_order(statements, is_auditor, report):
    time, ids, following = "", set(), {}
    for s in statements:
        if s.claims["time"] < time:
            report("time", f"{s.position} was recorded before an earlier one")
        time = s.claims["time"]
        if s.claims["jti"] in ids:
            report("ids", f"{s.position} has the id of another")
        ids.add(s.claims["jti"])
        if is_auditor or s.stream != "ledger-heads":
            if s.revision != following.get(s.stream, 0):
                report("streams", f"{s.position} is not the next entry of {s.stream}")
            following[s.stream] = max(following.get(s.stream, 0), s.revision + 1)


def check_origins(bundle, statements, head, trust, report):
    origins = [bundle["origin"], *(s.claims["iss"] for s in statements)]
    if head is not None and head[0] != bundle["origin"] or any(origin != trust["origin"] for origin in origins):
        report("origin", "something is of another ledger")


def verify(asked):
    with zipfile.ZipFile(asked["bundle"]) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    with open(asked["trust"], encoding="utf-8") as text:
        trust = json.load(text)
    bundle, report = json.loads(files.pop("bundle.json")), Report()
    is_auditor = bundle["audience"] == "auditor"
    check_digests(files, bundle, report)
    lines = list(read_statements(files.get("statements.jsonl", b""), report))
    statements = [statement for _, _, statement in lines if statement is not None]
    keys = Keys(report)
    for statement in statements:
        keys.see(statement)
    for statement in statements:
        keys.judge(statement)
    keys.check_first({s.position: s for s in statements if s.position <= 2}, trust)
    check_order(statements, is_auditor, report)
    opened, in_order = check_disclosures(files.get("disclosures.jsonl", b""), statements, is_auditor, report)
    if is_auditor and not in_order:  # what stands out of its order cannot be read as it passes
        report.leave_out("disclosures")
        report.leave_out("heads")
    check_heads(bundle, files, statements, opened, report)
    if is_auditor:
        check_ciphertexts(files.get("ciphertexts.jsonl", b""), statements, report)
    else:
        report.leave_out("ciphertexts")
    head = read_head(files.get("checkpoint", b""))
    check_origins(bundle, statements, head, trust, report)
    if head is None:
        report.leave_out("ended")
    else:
        keys.check_ended(files["checkpoint"], head, (bundle["origin"], trust["log"]), report)
    check_log(files, [(position, leaf_of(jwt)) for position, jwt, _ in lines], head, (is_auditor, report))
    check_slots(files, report)
    return report.checks


def check_log(files, leaves, head, how):
    is_auditor, report = how
    if head is None:
        return report.leave_out("leaves")
    if any(position >= head[1] for position, _ in leaves):
        report("lines", "a statement lies beyond the checkpoint")
    (check_tiles if is_auditor else check_proofs)(files, leaves, head, report)


def check_slots(files, report):
    try:
        if not isinstance(read_json(utf8(files["slots.json"]) or "")[0], dict):
            report("lines", "slots.json is no object")
    except KeyError:
        pass
    except ValueError:
        report("lines", "slots.json is no JSON")


for line in sys.stdin:
    name = json.loads(line)["bundle"]
    try:
        said = {"bundle": name, "checks": verify(json.loads(line))}
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, EOFError, zlib.error) as problem:
        said = {"bundle": name, "error": f"{type(problem).__name__}: {problem}"}
    print(json.dumps(said), flush=True)
