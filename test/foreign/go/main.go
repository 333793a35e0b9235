// Verifies an addressee or public ledger-bundle/1 offline, with nothing of the ledger's own software: go run . BUNDLE.zip TRUST.json
// Checked: the log's signature, inclusion, statements' signatures and keys, completeness. Not checked: witnesses, documents, releases.
//
//go:debug zipinsecurepath=0
package main

import (
	"archive/zip"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type jwk struct{ Crv, Kty, X string }

// Every member that is read of any JSON here: trust.json, bundle.json, lines, headers, claims, key and heads events.
type object struct {
	Format, Origin, Log, Audience, Code, Iss, Sub, Typ, Time, Kid, Purpose, Jwt, Disclosure, List string
	HeadsPosition, Position, Rev, Size, Keys, Policy                                              int64
	Genesis, Jwk                                                                                  jwk
	Data                                                                                          json.RawMessage
	Sd                                                                                            []string `json:"_sd"`
}

func must(holds bool, problem string, about ...any) {
	if !holds {
		fmt.Printf("not verified: "+problem+"\n", about...)
		os.Exit(1)
	}
}
func value[T any](result T, err error) T {
	must(err == nil, "%v", err)
	return result
}
func parse[T any](data []byte) (result T) {
	must(json.Unmarshal(data, &result) == nil, "%.60q is not of the form expected", data)
	return result
}
func decode(text string) []byte { return value(base64.RawURLEncoding.Strict().DecodeString(text)) }
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
func (k jwk) add(keys map[string]ed25519.PublicKey) string {
	kid, public := digest(fmt.Sprintf(`{"crv":%q,"kty":%q,"x":%q}`, k.Crv, k.Kty, k.X)), decode(k.X)
	must(k.Crv == "Ed25519" && k.Kty == "OKP" && len(public) == 32 && keys[kid] == nil, "%v is no new Ed25519 key", k)
	keys[kid] = public
	return kid
}
func lines(text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") }

func main() {
	must(len(os.Args) == 3, "usage: go run . BUNDLE.zip TRUST.json")
	trust, files := parse[object](value(os.ReadFile(os.Args[2]))), map[string]string{}
	for _, entry := range value(zip.OpenReader(os.Args[1])).File {
		must(files[entry.Name] == "", "%q stands twice in the file", entry.Name)
		files[entry.Name] = string(value(io.ReadAll(io.LimitReader(value(entry.Open()), 1<<28))))
	}
	bundle := parse[object]([]byte(files["bundle.json"]))
	must(bundle.Format == "ledger-bundle/1" && bundle.Origin == trust.Origin && bundle.Code != "", "another format, ledger or audience")
	opened := value(note.Open([]byte(files["checkpoint"]), note.VerifierList(value(note.NewVerifier(trust.Log)))))
	head := strings.Split(opened.Text, "\n")
	must(len(head) == 4 && head[0] == trust.Origin, "the checkpoint is another log's")
	size, root := value(strconv.ParseInt(head[1], 10, 64)), value(tlog.ParseHash(head[2]))
	keys, ended := map[string]ed25519.PublicKey{}, map[string]string{}
	trust.Genesis.add(keys)
	next, began, last, record := map[string]int64{}, map[string]int64{}, int64(-1), object{}
	for _, line := range lines(files["statements.jsonl"]) {
		row := parse[object]([]byte(line))
		p, parts := row.Position, strings.Split(row.Jwt, ".")
		must(p > last && p < size && len(parts) == 3, "statement %d is out of order, beyond the checkpoint or malformed", p)
		last = p
		kid := parse[object](decode(parts[0])).Kid
		form := `{"alg":"Ed25519","kid":"` + kid + `","typ":"ledger-event+sd-jwt"}`
		must(string(decode(parts[0])) == form, "statement %d has another header", p)
		must(keys[kid] != nil, "statement %d is signed by a key that was not added before it", p)
		must(ended[kid] == "", "statement %d is signed by a key after its %s", p, ended[kid])
		must(ed25519.Verify(keys[kid], []byte(parts[0]+"."+parts[1]), decode(parts[2])), "statement %d has a false signature", p)
		checkInclusion(files, p, size, root, row.Jwt)

		said := parse[object](decode(parts[1]))
		must(said.Iss == trust.Origin, "statement %d is another ledger's", p)
		if p == bundle.HeadsPosition { // the one statement of its stream that is here
			record = said
			continue
		}
		must(said.Rev == next[said.Sub], "stream %s: entry %d is missing", said.Sub, next[said.Sub])
		if next[said.Sub]++; said.Rev == 0 {
			began[said.Sub] = p
		}
		if said.Sub != "ledger-keys" {
			continue
		}
		switch key := parse[object](said.Data); {
		case p == 1:
			must(said.Typ == "KeyAdded" && key.Jwk == trust.Genesis, "statement 1 does not add the pinned first key")
		case key.Purpose == "issuer":
			must(key.Jwk.add(keys) == key.Kid, "statement %d adds a key under a false name", p)
		case said.Typ != "KeyAdded": // KeyRetired or KeyRevoked
			ended[key.Kid] = said.Typ
		}
	}
	must(record.Sub == "ledger-heads" && began["ledger-keys"] == 1, "the heads record or the first key is missing")
	checkComplete(files, bundle, parse[object](record.Data), next, began)
	fmt.Printf("complete as at %s\n", record.Time)
}

func checkInclusion(files map[string]string, position, size int64, root tlog.Hash, jwt string) {
	head := fmt.Sprintf("c2sp.org/tlog-proof@v1\nindex %d\n", position)
	path, found := strings.CutSuffix(files[fmt.Sprintf("proofs/%d.tlog-proof", position)], "\n"+files["checkpoint"])
	must(found && strings.HasPrefix(path, head), "the proof of statement %d is missing or not for this checkpoint", position)
	var proof tlog.RecordProof
	for _, line := range strings.Fields(path[len(head):]) {
		proof = append(proof, value(tlog.ParseHash(line)))
	}
	must(tlog.CheckRecord(proof, size, root, position, tlog.RecordHash([]byte(jwt))) == nil, "statement %d is not in the log", position)
}

func checkComplete(files map[string]string, bundle, heads object, next, began map[string]int64) {
	list, signed := files["heads/"+bundle.Code+".txt"], false
	sum := sha256.Sum256([]byte(list))
	for _, line := range lines(files["disclosures.jsonl"]) {
		text := parse[object]([]byte(line)).Disclosure
		shown := parse[[]json.RawMessage](decode(text))
		if slices.Contains(heads.Sd, digest(text)) && len(shown) == 3 && string(shown[1]) == strconv.Quote(bundle.Code) {
			signed = parse[object](shown[2]).List == fmt.Sprintf("%x", sum)
		}
	}
	must(signed && heads.Audience == bundle.Audience, "the list of streams is not the one that was signed")
	listed := map[string]bool{}
	for _, line := range lines(fmt.Sprintf("%sledger-keys %d\nledger-policy %d\n", list, heads.Keys, heads.Policy)) {
		stream, last, _ := strings.Cut(line, " ")
		must(next[stream] > value(strconv.ParseInt(last, 10, 64)), "stream %s ends at entry %d, before %s", stream, next[stream]-1, last)
		listed[stream] = true
	}
	for stream, position := range began {
		must(listed[stream] || position >= heads.Size, "stream %s is not listed", stream)
	}
}
