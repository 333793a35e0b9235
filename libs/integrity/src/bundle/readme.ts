import { toHex, utf8 } from '../bytes.js';
import { sha256 } from '../platform.js';

/**
 * The fixed text of `ledger-bundle/1` that lets a reader check a bundle with unzip, coreutils, sed and openssl. The lines that begin
 * with four spaces are commands for one bash shell; a spec runs them in their order. The text never changes within a format version.
 */
export const readmeText = String.raw`WHAT THIS FILE IS

A bundle (format ledger-bundle/1) from the Allegation Ledger of the Special Procedures: signed statements, for each the
proof that it stands in a public log, and the list that says which statements must be here. You can check it yourself,
without our services and without our software. You need a shell with unzip, sed, the GNU coreutils and openssl 3.

A statement shows that something was recorded, when, and under which key. It does not show that an allegation is true.

BEFORE YOU BEGIN

You must have trust.json from somewhere else than this bundle: it names the log and holds two keys, that of the log and
the first one ("genesis") under which statements were signed. Put it beside the folder into which you unpack:

    unzip -q -d bundle bundle.zip && cd bundle

Now choose the statement to check by its position, and enter these (type the number you want for N):

    N=1
    ORIGIN=$(sed 's/.*"origin":"\([^"]*\)".*/\1/' ../trust.json)
    LOG=$(sed 's/.*"log":"[^"+]*+[^"+]*+\([^"]*\)".*/\1/' ../trust.json)
    GENESIS=$(sed 's/.*"genesis":{[^}]*"x":"\([^"]*\)".*/\1/' ../trust.json)
    decode() { v=$(tr -- '-_' '+/'); while [ $(( ${'$'}{#v} % 4 )) -ne 0 ]; do v="$v="; done; printf '%s' "$v" | base64 -d; }
    pem() { (printf '\060\052\060\005\006\003\053\145\160\003\041\000'; tail -c 32) | openssl pkey -pubin -inform DER; }
    node() { (printf '\001'; printf '%s' "$1$2" | base64 -d) | openssl dgst -sha256 -binary | base64; }

1. THE FILES ARRIVED AS THEY WERE SENT

    grep -o '"[^"]*":"[0-9a-f]\{64\}"' bundle.json | sed 's/"\(.*\)":"\(.*\)"/\2  \1/' | sha256sum --check --quiet

No output means that every file is the one that bundle.json names. This shows errors of transport only: bundle.json is
not signed. What follows does not rest on it.

2. THE LOG SIGNED THIS CHECKPOINT

The file checkpoint says the log's name, how many statements it holds, and their fingerprint (the "root").

    head -n 3 checkpoint > ../signed
    printf '%s' "$LOG" | base64 -d | pem > ../log.pem
    sed -n "s|^[^ ]* $ORIGIN ||p" checkpoint | head -n 1 | base64 -d | tail -c 64 > ../signature
    openssl pkeyutl -verify -pubin -inkey ../log.pem -rawin -in ../signed -sigfile ../signature

The answer must be: Signature Verified Successfully. Further lines are signatures of independent witnesses; the member
"witnesses" of trust.json names them.

3. STATEMENT N WAS SIGNED BY THE LEDGER

    JWT=$(sed -n 's/^{"position":'$N',"jwt":"\(.*\)"}$/\1/p' statements.jsonl)
    printf '%s' "$JWT" | cut -d . -f 1 | decode; echo
    printf '%s' "$JWT" | cut -d . -f 2 | decode; echo

The first line names the key ("kid"), the second is the statement. Keys are added by the statements KeyAdded: take "x"
from the one with this kid. It must stand at a lower position and have the purpose issuer, and no KeyRetired or
KeyRevoked for it may stand in between. Only positions 0 and 1 are signed by the key that 1 adds, the genesis key:

    X=$GENESIS
    printf '%s' "$JWT" | sed 's/\.[^.]*$//' | tr -d '\n' > ../signed
    printf '%s' "$JWT" | sed 's/.*\.//' | decode > ../signature
    printf '%s' "$X" | decode | pem > ../key.pem
    openssl pkeyutl -verify -pubin -inkey ../key.pem -rawin -in ../signed -sigfile ../signature

4. STATEMENT N STANDS IN THE LOG

    HASH=$( (printf '\000'; printf '%s' "$JWT") | openssl dgst -sha256 -binary | base64)
    AT=$N; LAST=$(( $(sed -n 2p checkpoint) - 1 ))
    for NEXT in $(sed -e 1,2d -e '/^$/,$d' proofs/$N.tlog-proof); do
      if [ $((AT % 2)) -eq 1 ] || [ $AT -eq $LAST ]; then
        HASH=$(node $NEXT $HASH)
        while [ $((AT % 2)) -eq 0 ] && [ $AT -ne 0 ]; do AT=$((AT / 2)); LAST=$((LAST / 2)); done
      else HASH=$(node $HASH $NEXT); fi
      AT=$((AT / 2)); LAST=$((LAST / 2))
    done
    [ $HASH = $(sed -n 3p checkpoint) ] && echo "Statement $N stands in the log"

An auditor's bundle holds all statements, and tile/ in place of proofs/.

5. NOTHING WAS LEFT OUT

One statement, HeadsRecorded, says how many streams this file has and gives the fingerprint of their list.

    P=$(sed 's/.*"headsPosition":\([0-9]*\).*/\1/' bundle.json)
    D=$(sed -n 's/^{"position":'$P',"disclosure":"\(.*\)"}$/\1/p' disclosures.jsonl | head -n 1)
    printf '%s' "$D" | decode; echo
    printf '%s' "$D" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d =
    sha256sum heads/*.txt

Set N to the number P and repeat 3 and 4. The line of 43 characters that you now see must stand under "_sd" in that
statement, and "list" in the line before it must be the fingerprint of the file in heads/. Then go through that file:
each line is the name of a stream and the number of its last entry. Every entry from 0 to that number must be here (the
members "sub" and "rev" of a statement), and so must the streams ledger-keys and ledger-policy up to "keys" and
"policy". The file is complete as at the "time" of that statement. Later entries are included, not claimed complete. A
letter's number without a stream does not mean that a letter is missing here: numbers can be void.

6. WHAT ELSE IS HERE

disclosures.jsonl: fields that only some may read; each belongs to its statement as in 5.
documents/: each is named by the fingerprint (sha256sum) of its content, which stands in a statement or a disclosure.
slots.json: which fields of which kind of statement are always sealed, whether there was anything to say or not.
views/: overviews for convenience, made from the statements here and from nothing else.
consistency/: shows that the log of an older checkpoint is the beginning of this one (RFC 9162, 2.1.4).
`;

/** The digest of the text we write, and that of the format's first draft, which other implementations put into their bundles. */
export const readmeDigests: readonly string[] = [
  toHex(sha256(utf8(readmeText))),
  'a8e1e1095fa9d1eee35d7ee96c916e53cf4b2209339195ec0548a9226559d6ef',
];
