import { toHex, utf8 } from '../bytes.js';
import { sha256 } from '../platform.js';

/**
 * The fixed text of `ledger-bundle/1` that lets a reader check a bundle with bash, unzip, coreutils and openssl alone. The lines that begin
 * with four spaces are commands for one shell; specs run them as they stand. The text never changes within a format version.
 */
export const readmeText = String.raw`WHAT THIS FILE IS

A bundle (format ledger-bundle/1) from the Allegation Ledger of the Special Procedures: signed statements, for each the
proof that it stands in a public log, and the list that says which statements must be here. You can check it yourself,
without our services and without our software. You need bash 4, unzip, the GNU coreutils and openssl 3.

A statement shows that something was recorded, when, and under which key. It does not show that an allegation is true.

BEFORE YOU BEGIN

You must have trust.json from somewhere else than this bundle: it names the log and holds two keys, that of the log and
the first one ("genesis") under which statements were signed. Put it and the bundle, under the name bundle.zip, in one
folder, open a bash shell there, and type the lines that begin with four spaces, in their order. They work in a new
folder beside the two files, whose name begins with "check". What is checked answers "good" or "BAD". Begin the next
bundle in its own folder again.

    READY=no; set +H; DESK=$(mktemp -d check.XXXXXX) && mkdir "$DESK/work" "$DESK/bundle"; WORK=$PWD/${'$'}{DESK:-none}/work
    [ -n "$DESK" ] && cp trust.json "$DESK" && unzip -q -n -d "$DESK/bundle" bundle.zip && READY=yes
    [ -n "$DESK" ] && cd "$DESK/bundle"
    [ $READY = yes ] || echo "trust.json and bundle.zip must be here, as they were sent: BAD, nothing can be checked"
    unset KEYS HERE HEADS HEAD LISTS; ALL=good; say() { echo "$1: $2"; [ "$2" = good ] || ALL=BAD; }
    member() { local v="${'$'}{2##*\"$1\":}"; v="${'$'}{v#\"}"; printf '%s' "${'$'}{v%%[\",\}]*}"; }
    decode() { local v; v=$(tr -- '-_' '+/'); while (( ${'$'}{#v} % 4 )); do v+==; done; printf '%s' "$v" | base64 -d; }
    encode() { base64 -w 0 | tr -- '+/' '-_' | tr -d =; }
    sha256() { openssl dgst -sha256 -binary; }
    pem() { (printf '\060\052\060\005\006\003\053\145\160\003\041\000'; tail -c 32) | openssl pkey -pubin -inform DER; }
    signed() { openssl pkeyutl -verify -pubin -inkey "$1" -rawin -in "$WORK/text" -sigfile "$WORK/signature" >"$WORK/said" 2>&1; }
    node() { (printf '\001'; printf '%s' "$1$2" | base64 -d) | sha256 | base64; }
    number() { [[ $1 =~ ^(0|[1-9][0-9]{0,8})$ ]]; }
    TRUST=$(<../trust.json); ORIGIN=$(member origin "$TRUST"); BUNDLE=$(<bundle.json)
    AUDIENCE=$(member audience "$BUNDLE"); P=$(member headsPosition "$BUNDLE"); CODE=$(member code "$BUNDLE")
    LOG=$(member log "$TRUST"); LOG=${'$'}{LOG#*+}; printf '%s' "${'$'}{LOG#*+}" | base64 -d | pem > "$WORK/log.pem"
    member x "$TRUST" | decode | pem > "$WORK/genesis.pem"

1. THE FILES ARRIVED AS THEY WERE SENT

    tr '{,}' '\n' < bundle.json | while IFS='"' read -r _ NAME _ SUM _; do
      [[ $SUM =~ ^[0-9a-f]{64}$ ]] || continue
      [[ $NAME =~ ^[A-Za-z0-9][A-Za-z0-9._/-]*$ ]] || NAME=none; echo "$SUM  $NAME"
    done > "$WORK/files"
    sha256sum --check --quiet "$WORK/files" && say "1. files" good || say "1. files" BAD

This shows errors of transport only: bundle.json is not signed. What follows does not rest on it.

2. THE LOG SIGNED THIS CHECKPOINT

The file checkpoint says the log's name, how many statements it holds, and their fingerprint (the "root").

    head -n 3 checkpoint > "$WORK/text"; mapfile -t HEAD < checkpoint; RESULT=BAD; number "${'$'}{HEAD[1]}" || HEAD=()
    for LINE in "${'$'}{HEAD[@]:4}"; do
      read -r _ NAME SIGNATURE <<< "$LINE"; printf '%s' "$SIGNATURE" | base64 -d | tail -c 64 > "$WORK/signature"
      [ "$NAME" = "$ORIGIN" ] && [ "${'$'}{HEAD[0]}" = "$ORIGIN" ] && signed "$WORK/log.pem" && RESULT=good
    done
    [ "${'$'}{HEAD[0]}" = "$ORIGIN" ] || echo "   trust.json is of another ledger than this checkpoint, or one is not whole: BAD"
    say "2. checkpoint of ${'$'}{HEAD[1]:-no} statements" $RESULT

Further lines are signatures of independent witnesses; the member "witnesses" of trust.json names them.

3. EVERY STATEMENT WAS SIGNED BY THE LEDGER, AND STANDS IN THE LOG

Keys are added by the statements KeyAdded and end with KeyRetired and KeyRevoked. Only positions 0 and 1 are signed by
the key that 1 adds, the genesis key. In an auditor's bundle tile/ takes the place of proofs/; of such a bundle this
checks the signatures only. A hundred statements take about a minute.

    declare -A KEYS HERE LISTS; SEEN=0; WRONG=0; BEFORE=-1
    included() {
      local at=$1 last=$((HEAD[1] - 1)) hash i=2 p
      mapfile -t p < "proofs/$1.tlog-proof" && [ "${'$'}{p[1]}" = "index $1" ] || return 1
      hash=$( (printf '\000'; printf '%s' "$JWT") | sha256 | base64)
      for ((; i < ${'$'}{#p[@]} && ${'$'}{#p[i]}; i++)); do
        if ((at % 2 || at == last)); then
          hash=$(node "${'$'}{p[i]}" "$hash"); while ((at % 2 == 0 && at)); do ((at /= 2, last /= 2)); done
        else hash=$(node "$hash" "${'$'}{p[i]}"); fi
        ((at /= 2, last /= 2))
      done
      [ "$hash" = "${'$'}{HEAD[2]}" ] && ((last == 0)) && [ "$(printf '%s\n' "${'$'}{p[@]:i+1}")" = "$(<checkpoint)" ]
    }
    while IFS= read -r LINE || [ -n "$LINE" ]; do
      N=$(member position "$LINE"); number "$N" && ((N > BEFORE && N < HEAD[1])) ||
        { SEEN=$((SEEN + 1)); WRONG=$((WRONG + 1)); echo "   a statement has no place in the log: BAD"; continue; }
      BEFORE=$N
      JWT=$(member jwt "$LINE"); IFS=. read -r HEADER PAYLOAD SIGNATURE <<< "$JWT"
      KID=$(member kid "$(printf '%s' "$HEADER" | decode)"); [[ $KID =~ ^[A-Za-z0-9_-]{43}$ ]] || KID=none
      SAYS=$(printf '%s' "$PAYLOAD" | decode)
      printf '%s' "$HEADER.$PAYLOAD" > "$WORK/text"; printf '%s' "$SIGNATURE" | decode > "$WORK/signature"
      KEY=${'$'}{KEYS[$KID]}; ((N <= 1)) && KEY="$WORK/genesis.pem"
      [ -n "$KEY" ] && signed "$KEY" && RESULT=good || { RESULT=BAD; echo "   statement $N: BAD signature"; }
      [ "$AUDIENCE" = auditor ] || included "$N" || { RESULT=BAD; echo "   statement $N: BAD proof"; }
      SEEN=$((SEEN + 1)); [ $RESULT = good ] || { WRONG=$((WRONG + 1)); continue; }
      PLACE="$(member sub "$SAYS") $(member rev "$SAYS")"; HERE["$PLACE"]=$N
      NAMED=$(member kid "$SAYS"); [[ $NAMED =~ ^[A-Za-z0-9_-]{43}$ ]] || NAMED=none
      case $(member typ "$SAYS")-$(member purpose "$SAYS") in
        KeyAdded-issuer) member x "$SAYS" | decode | pem > "$WORK/$NAMED.pem"; KEYS[$NAMED]="$WORK/$NAMED.pem" ;;
        KeyRetired-* | KeyRevoked-*) unset "KEYS[$NAMED]" ;;
      esac
      [ "$N" = "$P" ] && HEADS=$SAYS
    done < statements.jsonl
    RESULT=good; [ $SEEN -gt 0 ] && [ $WRONG -eq 0 ] || RESULT="BAD, $WRONG of them"
    say "3. $SEEN statements" "$RESULT"

4. NOTHING WAS LEFT OUT

One statement, HeadsRecorded, says how many streams a file has and gives the fingerprint of their list, which is in
heads/. Every entry of every listed stream must be here, and those of ledger-keys and ledger-policy. An auditor's bundle
has a list for every addressee.

    [[ $CODE =~ ^[A-Z]{3}$ ]] || CODE=none; [ "$AUDIENCE" = auditor ] && CODE=everyone; FILES=(heads/*.txt)
    while IFS= read -r LINE; do
      [ "$(member position "$LINE")" = "$P" ] || continue
      D=$(member disclosure "$LINE"); TOLD=$(printf '%s' "$D" | decode); IFS='"' read -r _ _ _ C _ <<< "$TOLD"
      [[ $C =~ ^[A-Z]{3}$ ]] && [[ $CODE = "$C" || $CODE = everyone ]] || continue
      SUM=$(sha256sum < "heads/$C.txt")
      case $(member typ "$HEADS")-$HEADS in HeadsRecorded-*"\"$(printf '%s' "$D" | sha256 | encode)\""*)
        [ "$(member list "$TOLD")" = "${'$'}{SUM%% *}" ] && LISTS[$C]="heads/$C.txt" ;; esac
    done < disclosures.jsonl
    SD=${'$'}{HEADS#*\"_sd\":[}; SD=${'$'}{SD%%]*}; SD=${'$'}{SD//[^,]}; ALL_LISTS=1; [ $CODE = everyone ] && ALL_LISTS=$((${'$'}{#SD} + 1))
    RESULT=BAD; [ ${'$'}{#LISTS[@]} -eq $ALL_LISTS ] && [ ${'$'}{#FILES[@]} -eq $ALL_LISTS ] && RESULT=good
    say "4. the list of $CODE" $RESULT
    MISSING=0
    while read -r STREAM LAST; do
      [[ $STREAM =~ ^[A-Za-z0-9_.-]+$ ]] && number "$LAST" || { MISSING=$((MISSING + 1)); continue; }
      for ((R = 0; R <= LAST && MISSING < 100; R++)); do
        [ -n "${'$'}{HERE[$STREAM $R]}" ] || { MISSING=$((MISSING + 1)); echo "   entry $R of $STREAM: BAD, it is missing"; }
      done
    done < <(cat "${'$'}{LISTS[@]}" /dev/null; echo "ledger-keys $(member keys "$HEADS")"; echo "ledger-policy $(member policy "$HEADS")")
    RESULT=good; [ -n "$HEADS" ] && [ $MISSING -eq 0 ] || RESULT="BAD, $MISSING are missing"
    say "4. entries" "$RESULT"
    case $READY-$ALL-$AUDIENCE-$(member audience "$HEADS") in
      no-*) echo "Nothing was checked: trust.json or bundle.zip was not there, or not whole." ;;
      yes-good-addressee-addressee) echo "The file of $CODE is complete as at $(member time "$HEADS")." ;;
      yes-good-public-public) echo "What was published of the file of $CODE is complete as at $(member time "$HEADS")." ;;
      yes-good-auditor-addressee) echo "The signatures and the lists are good; whether this was logged was not checked." ;;
      *) echo "BAD: do not rely on this bundle." ;;
    esac

Later entries are included, not claimed complete. What the last line says is what you may rely on: a list of what was
published says nothing of letters that were not. A letter's number without a stream does not mean that a letter is
missing here: numbers can be void.

5. TO READ A STATEMENT

    N=1; PAYLOAD=
    while IFS= read -r LINE; do
      [ "$(member position "$LINE")" = $N ] && IFS=. read -r _ PAYLOAD _ <<< "$(member jwt "$LINE")"
    done < statements.jsonl
    printf '%s' "$PAYLOAD" | decode; echo

6. WHAT ELSE IS HERE

disclosures.jsonl: fields that only some may read; each belongs to its statement as the list's fingerprint does in 4.
documents/: each is named by the fingerprint (sha256sum) of its content, which stands in a statement or a disclosure.
slots.json: which fields of which kind of statement are always sealed, whether there was anything to say or not.
views/: overviews for convenience, made from the statements here and from nothing else.
consistency/: shows that the log of an older checkpoint is the beginning of this one (RFC 9162, 2.1.4).
`;

/** The digest of the text we write, and those of the format's drafts, which other implementations and older bundles hold. */
export const readmeDigests: readonly string[] = [
  toHex(sha256(utf8(readmeText))),
  'e67b122519b33bd32068ff643bbc8ef216a35597f6f29b4d750cfeeddfe07985',
  '53d33e8e89f81833a2e9d537db4e28b86fe42b5a65609598fe9806fe8906510c',
  '39cecf0c5b5596b64d948cc072d3e96b87fddd9743232d50cf48f5935d129d21',
  'a8e1e1095fa9d1eee35d7ee96c916e53cf4b2209339195ec0548a9226559d6ef',
];
