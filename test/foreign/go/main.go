// Verifies a ledger-bundle/1 (addressee or public) offline with nothing of the ledger's own software:
//
//	go run . BUNDLE.zip TRUST.json
//
// It checks log signature, inclusion, statement signatures, keys and completeness; not witnesses, disclosures of letters, documents.
package main

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
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
type key struct {
	public ed25519.PublicKey
	ended  string
}
type claims struct {
	Iss, Sub, Typ, Time string
	Rev                 int64
	Data                struct {
		Audience, Kid, Purpose string
		Jwk                    jwk
		Size, Keys, Policy     int64
		Sd                     []string `json:"_sd"`
	}
}
type trust struct {
	Genesis     jwk
	Log, Origin string
}
type bundle struct {
	Audience, Code, Format, Origin string
	HeadsPosition                  int64
}

func must(ok bool, problem string, about ...any) {
	if !ok {
		fmt.Printf("not verified: "+problem+"\n", about...)
		os.Exit(1)
	}
}

func decode(text string) []byte {
	decoded, err := base64.RawURLEncoding.Strict().DecodeString(text)
	must(err == nil, "%.40q is not base64url", text)
	return decoded
}

func unmarshal[T any](data []byte, what string) (value T) {
	must(json.Unmarshal(data, &value) == nil, "%s is not in its form", what)
	return value
}

func (k jwk) kid() string {
	sum := sha256.Sum256([]byte(fmt.Sprintf(`{"crv":%q,"kty":%q,"x":%q}`, k.Crv, k.Kty, k.X)))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func readZip(path string) map[string][]byte {
	archive, err := zip.OpenReader(path)
	must(err == nil, "the file is no bundle: %v", err)
	files := map[string][]byte{}
	for _, entry := range archive.File {
		reader, err := entry.Open()
		must(err == nil && files[entry.Name] == nil, "%q cannot be read, or stands there twice", entry.Name)
		content, err := io.ReadAll(io.LimitReader(reader, 1<<28))
		must(err == nil, "%q is damaged", entry.Name)
		files[entry.Name] = append([]byte{}, content...)
	}
	return files
}

func lines(text []byte) []string { return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") }

func checkProof(proof, checkpoint []byte, position, size int64, root tlog.Hash, jwt string) {
	head := fmt.Sprintf("c2sp.org/tlog-proof@v1\nindex %d\n", position)
	path, ok := strings.CutSuffix(string(proof), "\n"+string(checkpoint))
	must(ok && strings.HasPrefix(path, head), "the proof of statement %d is missing or not for this checkpoint", position)
	var hashes tlog.RecordProof
	for _, line := range strings.Fields(path[len(head):]) {
		hash, err := tlog.ParseHash(line)
		must(err == nil, "the proof of statement %d is malformed", position)
		hashes = append(hashes, hash)
	}
	err := tlog.CheckRecord(hashes, size, root, position, tlog.RecordHash([]byte(jwt)))
	must(err == nil, "statement %d is not in the log: %v", position, err)
}

func main() {
	must(len(os.Args) == 3, "usage: go run . BUNDLE.zip TRUST.json")
	pinned, err := os.ReadFile(os.Args[2])
	must(err == nil, "%v", err)
	pin, files := unmarshal[trust](pinned, "trust.json"), readZip(os.Args[1])
	about := unmarshal[bundle](files["bundle.json"], "bundle.json")
	must(about.Format == "ledger-bundle/1" && about.Origin == pin.Origin && about.Code != "", "another format, ledger or audience")

	verifier, err := note.NewVerifier(pin.Log)
	must(err == nil, "the log key of trust.json: %v", err)
	opened, err := note.Open(files["checkpoint"], note.VerifierList(verifier))
	must(err == nil, "the checkpoint is not signed by the log: %v", err)
	tree := strings.Split(opened.Text, "\n")
	must(len(tree) == 4 && tree[0] == pin.Origin, "the checkpoint is another log's")
	size, sizeErr := strconv.ParseInt(tree[1], 10, 64)
	root, rootErr := tlog.ParseHash(tree[2])
	must(sizeErr == nil && rootErr == nil, "the checkpoint is malformed")

	keys := map[string]*key{pin.Genesis.kid(): {public: decode(pin.Genesis.X)}}
	next, began, last, heads := map[string]int64{}, map[string]int64{}, int64(-1), claims{}
	for _, line := range lines(files["statements.jsonl"]) {
		row := unmarshal[struct {
			Position int64
			Jwt      string
		}]([]byte(line), "a line of statements.jsonl")
		p, parts := row.Position, strings.Split(row.Jwt, ".")
		must(p > last && p < size && len(parts) == 3, "statement %d is out of order, beyond the checkpoint or malformed", p)
		last = p
		checkProof(files[fmt.Sprintf("proofs/%d.tlog-proof", p)], files["checkpoint"], p, size, root, row.Jwt)
		header, kid := decode(parts[0]), unmarshal[struct{ Kid string }](decode(parts[0]), "a header").Kid
		must(string(header) == `{"alg":"Ed25519","kid":"`+kid+`","typ":"ledger-event+sd-jwt"}`, "statement %d has another header", p)
		by := keys[kid]
		must(by != nil, "statement %d is signed by a key that was not added before it", p)
		must(by.ended == "", "statement %d is signed by a key %s before it", p, by.ended)
		must(ed25519.Verify(by.public, []byte(parts[0]+"."+parts[1]), decode(parts[2])), "statement %d has a false signature", p)

		said := unmarshal[claims](decode(parts[1]), fmt.Sprintf("statement %d", p))
		must(said.Iss == pin.Origin && said.Rev == next[said.Sub], "stream %s: entry %d is missing or out of place", said.Sub, next[said.Sub])
		if next[said.Sub]++; said.Rev == 0 {
			began[said.Sub] = p
		}
		switch data := said.Data; {
		case p == 1:
			must(said.Typ == "KeyAdded" && data.Jwk == pin.Genesis, "statement 1 does not add the pinned first key")
		case said.Typ == "KeyAdded" && data.Purpose == "issuer":
			must(data.Kid == data.Jwk.kid() && keys[data.Kid] == nil, "statement %d adds a key falsely", p)
			keys[data.Kid] = &key{public: decode(data.Jwk.X)}
		case (said.Typ == "KeyRetired" || said.Typ == "KeyRevoked") && keys[data.Kid] != nil:
			keys[data.Kid].ended = map[string]string{"KeyRetired": "retired", "KeyRevoked": "revoked"}[said.Typ]
		}
		if p == about.HeadsPosition {
			heads = said
		}
	}
	must(heads.Typ == "HeadsRecorded" && heads.Data.Audience == about.Audience, "the heads record is missing")
	checkComplete(files, about, heads, next, began)
	fmt.Printf("complete as at %s\n", heads.Time)
}

func checkComplete(files map[string][]byte, about bundle, heads claims, next, began map[string]int64) {
	list, listed := files["heads/"+about.Code+".txt"], map[string]bool{"ledger-heads": true}
	sum, named := sha256.Sum256(list), false
	for _, line := range lines(files["disclosures.jsonl"]) {
		shown := unmarshal[struct{ Disclosure string }]([]byte(line), "a line of disclosures.jsonl").Disclosure
		digest := sha256.Sum256([]byte(shown))
		if slices.Contains(heads.Data.Sd, base64.RawURLEncoding.EncodeToString(digest[:])) {
			member := fmt.Sprintf(`,%q,{"events":`, about.Code)
			named = bytes.Contains(decode(shown), []byte(member)) && bytes.Contains(decode(shown), []byte(`"list":"`+hex.EncodeToString(sum[:])+`"`))
		}
	}
	must(list != nil && named, "the list of streams is not the one that was signed")
	full := fmt.Sprintf("%sledger-keys %d\nledger-policy %d\n", list, heads.Data.Keys, heads.Data.Policy)
	for _, line := range lines([]byte(full)) {
		stream, text, _ := strings.Cut(line, " ")
		head, err := strconv.ParseInt(text, 10, 64)
		must(err == nil && next[stream] > head, "stream %s is incomplete: %d entries of %s + 1", stream, next[stream], text)
		listed[stream] = true
	}
	for stream, position := range began {
		must(listed[stream] || position >= heads.Data.Size, "stream %s is not listed", stream)
	}
}
