"""Leaves, roots, proofs and tiles: RFC 9162 with hashlib."""
import re

from .encodings import b64, sha256, unb64, utf8

START = "c2sp.org/tlog-proof@v1\nindex "
WIDTH = 256


def leaf_of(jwt):
    return sha256(b"\x00", jwt.encode())


def root_of(leaves):
    """MTH, RFC 9162 2.1.1."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else sha256()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\x01", root_of(leaves[:half]), root_of(leaves[half:]))


def climb(leaf, index, size, path):
    """The root that an inclusion proof leads to, RFC 9162 2.1.3.2; None when the proof is too long or too short."""
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


def read_head(data):
    """(origin, size, root) of a checkpoint's text, whoever signed it; None when it is not of its form."""
    text, end, lines = (utf8(data) or "").rpartition("\n\n")
    parts = text.split("\n")
    root = unb64(parts[2], b64) if len(parts) == 3 else None
    if not end or not lines.endswith("\n") or root is None or len(root) != 32 or not parts[0]:
        return None
    if re.search("[\x00-\x09\x0b-\x1f]", text + lines) or not re.fullmatch("0|[1-9][0-9]{0,15}", parts[1]):
        return None
    return (parts[0], int(parts[1]), root) if all(map(is_signature, lines[:-1].split("\n"))) else None


def is_signature(line):
    words = line.split(" ")
    mark = unb64(words[2], b64) if len(words) == 3 else None
    return mark is not None and len(mark) >= 5 and words[0] == "—" and words[1] != "" and "+" not in words[1]


def proof_of(data, position, checkpoint):
    """Hashes of a proof for this position and checkpoint, else None."""
    text = utf8(data)
    head = f"{START}{position}\n"
    if text is None or not text.startswith(head) or not text.endswith("\n" + checkpoint):
        return None
    rows = text[len(head) : len(text) - len(checkpoint) - 1].split("\n")
    hashes = [unb64(row, b64) for row in rows[:-1]]
    return hashes if rows[-1] == "" and all(h is not None and len(h) == 32 for h in hashes) else None


def check_proofs(files, leaves, head, report):
    checkpoint = utf8(files["checkpoint"])
    for position, leaf in leaves:
        data = files.get(f"proofs/{position}.tlog-proof")
        path = proof_of(data, position, checkpoint) if data is not None else None
        if path is None or position >= head[1] or climb(leaf, position, head[1], path) != head[2]:
            report("leaves", f"{position} is not proven to be in the log")


def tile_name(level, index, width):
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + (f".p/{width}" if width < WIDTH else "")


def tiles_of(leaves):
    """Every hash tile of the tree of these leaves, by name."""
    tiles, level, row = {}, 0, leaves
    while row:
        for start in range(0, len(row), WIDTH):
            part = row[start : start + WIDTH]
            tiles[tile_name(level, start // WIDTH, len(part))] = b"".join(part)
        row = [root_of(row[i : i + WIDTH]) for i in range(0, len(row) - WIDTH + 1, WIDTH)]
        level += 1
    return tiles


def check_tiles(files, leaves, head, report):
    hashes = [leaf for _, leaf in leaves]
    if [position for position, _ in leaves] != list(range(head[1])):
        return report("leaves", "a position is missing")
    if root_of(hashes) != head[2]:
        report("leaves", "the statements do not have the signed root")
    if {name: data for name, data in files.items() if name.startswith("tile/")} != tiles_of(hashes):
        report("leaves", "the tiles are not those of the statements")
