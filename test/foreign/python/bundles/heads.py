"""Lists of streams: the recorded ones are true, and every listed stream is here to its last entry."""
import hashlib, re

from .encodings import canonical, utf8, whole

OWN = ("ledger-keys", "ledger-policy")
VALUE = {"events", "list", "streams"}


def list_text(heads):
    return "".join(f"{stream} {head}\n" for stream, head in sorted(heads.items(), key=lambda item: item[0].encode()))


def value_of(heads):
    text = list_text(heads).encode()
    counts = {"events": sum(head + 1 for head in heads.values()), "streams": len(heads)}
    return {**counts, "list": hashlib.sha256(text).hexdigest()}


def is_value(value):
    counts = isinstance(value, dict) and set(value) == VALUE and whole(value["events"]) and whole(value["streams"])
    return counts and isinstance(value["list"], str) and bool(re.fullmatch("[0-9a-f]{64}", value["list"]))


def read_list(data):
    """{stream: head} of a list in its one form, else None."""
    text = utf8(data)
    heads = {}
    for line in (text or "").split("\n")[:-1]:
        found = re.fullmatch(r"(\S+) (0|[1-9][0-9]{0,9})", line)
        if not found:
            return None
        heads[found[1]] = int(found[2])
    return heads if text is not None and list_text(heads) == text else None


def is_record(s, position):
    if s is None or (s.stream, s.type) != ("ledger-heads", "HeadsRecorded"):
        return False
    data = s.data
    form = set(data) == {"_sd", "audience", "keys", "on", "policy", "size"} and data["size"] == position
    counts = form and whole(data["size"]) and whole(data["keys"]) and whole(data["policy"])
    return counts and data["audience"] in ("addressee", "public")


def is_code_list(codes):
    if not isinstance(codes, list) or not codes or not all(isinstance(code, str) for code in codes):
        return False
    return codes == sorted(set(codes)) and all(re.fullmatch("[A-Z]{3}", code) for code in codes)


def codes_below(statements, size):
    """The last whole list that was adopted; a list that leaves out a code is none."""
    codes = []
    for s in statements:
        if s.position < size and s.stream == "ledger-policy" and s.type in ("LedgerFounded", "CodesAdopted"):
            said = s.data.get("codes")
            if is_code_list(said) and set(codes) <= set(said):
                codes = said
    return codes


def lists_at(statements, size, code, audience):
    heads, codes, published = {}, {}, set()
    for s in statements:
        if s.position < size:
            heads[s.stream] = s.revision
            codes.setdefault(s.stream, set()).update(s.codes)
            if s.type == "LetterPublished":
                published.add(s.stream)
    mine = {stream: head for stream, head in heads.items() if code in codes[stream]}
    return {
        stream: head
        for stream, head in mine.items()
        if not re.match("(ledger|report)-", stream)
        and (audience == "addressee" or stream in published or not stream.startswith("communication-"))
    }


def last_below(statements, stream, size):
    return ([-1] + [s.revision for s in statements if s.stream == stream and s.position < size])[-1]


def check_list_file(data, value, report):
    if data is None:
        return None
    heads = read_list(data)
    if heads is None:
        report("heads", "a list is not of its form")
    elif value is not None and canonical(value) != canonical(value_of(heads)):
        report("heads", "a list is not the one that was signed")
    if value is not None and hashlib.sha256(data).hexdigest() != value["list"]:
        report("heads", "a list is not the one whose fingerprint was signed")
    return heads


def check_heads(bundle, files, statements, opened, report):
    position, code = bundle["headsPosition"], bundle.get("code")
    record = next((s for s in statements if s.position == position), None)
    if not is_record(record, position) or (code and record.data["audience"] != bundle["audience"]):
        return report("heads", "there is no record of heads for these readers")
    for stream, member in zip(OWN, ("keys", "policy")):
        if last_below(statements, stream, position) != record.data[member]:
            report("heads", f"{stream} does not end where the record says")
    if code:
        check_file(code, record, (files, statements, opened), report)
    else:
        check_all(record, (files, statements, opened), report)


def disclosed(record, code, opened, report):
    value = opened[record.position].fields.get(code)
    if not is_value(value):
        report("heads", f"the value of {code} is not disclosed, or not of its form")
        return None
    return value


def count_sealed(record, codes, report):
    sealed = record.data["_sd"]
    if not isinstance(sealed, list) or len(sealed) != len(codes):
        report("heads", "not one value for every code")


def check_file(code, record, content, report):
    files, statements, opened = content
    size, is_public = record.position, record.data["audience"] == "public"
    count_sealed(record, codes_below(statements, size), report)
    value = disclosed(record, code, opened, report)
    heads = check_list_file(files.get(f"heads/{code}.txt"), value, report)
    if heads is None:
        return
    for stream, head in heads.items():
        below = [s for s in statements if s.stream == stream and s.position < size]
        needs_publication = is_public and stream.startswith("communication-")
        if last_below(statements, stream, size) != head:
            report("heads", f"{stream} does not end where the list says")
        elif not any(code in s.codes for s in below):
            report("heads", f"{stream} is not of this file")
        elif needs_publication and not any(s.type == "LetterPublished" for s in below):
            report("heads", f"{stream} was not published")
    for stream in {s.stream for s in statements} - set(heads) - {*OWN, "ledger-heads"}:
        own = [s for s in statements if s.stream == stream]
        if own[0].position < size or not any(code in s.codes for s in own):
            report("heads", f"{stream} is not listed")
    if sum(s.stream == "ledger-heads" for s in statements) > 1:
        report("heads", "there is a second record of heads")


def check_all(resting, content, report):
    """An auditor recomputes every list of every record."""
    files, statements, opened = content
    for s in statements:
        if (s.stream, s.type) != ("ledger-heads", "HeadsRecorded"):
            continue
        if not is_record(s, s.position):
            report("heads", f"{s.position} is no record of heads")
            continue
        codes = codes_below(statements, s.position)
        count_sealed(s, codes, report)
        for stream, member in zip(OWN, ("keys", "policy")):
            if last_below(statements, stream, s.position) != s.data[member]:
                report("heads", f"{s.position} has another head of {stream}")
        for code in codes:
            value = disclosed(s, code, opened, report)
            if value is not None and value != value_of(lists_at(statements, s.position, code, s.data["audience"])):
                report("heads", f"the list of {code} at {s.position} was false")
            if s is resting and value is not None:
                check_list_file(files.get(f"heads/{code}.txt"), value, report)
