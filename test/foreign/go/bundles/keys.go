package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
)

// A key as the statements of ledger-keys tell its life, by positions; only keys of purpose log sign checkpoints.
type key struct {
	purpose        string
	public         []byte
	added, retired int64
	revoked        int64
}

const never = math.MaxInt64

// The last statement that founds a ledger adds the key of its log, which signs from the beginning.
const lastFounding = 2

func (k *key) isEnded(size int64) bool { return min(k.retired, k.revoked) < size }
func (k *key) isInForce(size int64) bool {
	return (k.added < size || k.added <= lastFounding) && !k.isEnded(size)
}

// What a statement says, as far as the life of a key goes.
type claims struct {
	iss, sub, typ string
	data          map[string]any
}

type life map[string]*key

// Whoever signed them: that is asked elsewhere.
func readKeys(statements []statement) life {
	keys := life{}
	for _, s := range statements {
		said := readClaims(s.jwt)
		if said == nil || said.sub != "ledger-keys" {
			continue
		}
		kid, _ := said.data["kid"].(string)
		switch said.typ {
		case "KeyAdded":
			keys.add(kid, s.position, said)
		case "KeyRetired":
			if k := keys[kid]; k != nil && hasMembers(said.data, "kid", "on") {
				k.retired = min(k.retired, s.position)
			}
		case "KeyRevoked":
			size, isNumber := said.data["lastTrustedSize"].(float64)
			isTold := isNumber && size >= 0 && size <= float64(s.position)
			if k := keys[kid]; k != nil && isTold && hasMembers(said.data, "kid", "lastTrustedSize", "on") {
				k.revoked = min(k.revoked, s.position)
			}
		}
	}
	return keys
}

var header = regexp.MustCompile(`^\{"alg":"Ed25519","kid":"[A-Za-z0-9_-]{43}","typ":"ledger-event\+sd-jwt"\}$`)

func readClaims(jwt string) *claims {
	parts := strings.Split(jwt, ".")
	if len(parts) != 3 {
		return nil
	}
	decoded := [3][]byte{}
	for i, part := range parts {
		content, err := base64.RawURLEncoding.Strict().DecodeString(part)
		if err != nil {
			return nil
		}
		decoded[i] = content
	}
	var said map[string]any
	if !header.Match(decoded[0]) || !utf8.Valid(decoded[1]) || json.Unmarshal(decoded[1], &said) != nil {
		return nil
	}
	for name, isFit := range forms {
		if value, found := said[name]; !isFit(value) && (found || name != "codes") {
			return nil
		}
	}
	return &claims{said["iss"].(string), said["sub"].(string), said["typ"].(string), said["data"].(map[string]any)}
}

func isText(value any) bool   { _, fits := value.(string); return fits }
func isObject(value any) bool { _, fits := value.(map[string]any); return fits }
func isList(value any) bool {
	list, fits := value.([]any)
	return fits && !slices.ContainsFunc(list, func(item any) bool { return !isText(item) })
}
func isCount(value any) bool {
	number, fits := value.(float64)
	return fits && number >= 0 && number <= mostSize && number == math.Trunc(number)
}

// Without these nothing can be said about a statement.
var forms = map[string]func(any) bool{
	"iss": isText, "sub": isText, "jti": isText, "typ": isText, "time": isText,
	"rev": isCount, "ver": isCount, "by": isObject, "data": isObject, "codes": isList,
}

func hasMembers(data map[string]any, names ...string) bool {
	for _, name := range names {
		if _, found := data[name]; !found {
			return false
		}
	}
	return len(data) == len(names)
}

var members = map[string][]string{
	"issuer": {"jwk", "kid", "on", "proof", "purpose"},
	"log":    {"jwk", "kid", "on", "proof", "purpose"},
	"intake": {"jwk", "kid", "on", "purpose"},
	"agency": {"agency", "jwk", "kid", "on", "proof", "purpose", "source"},
}

// A kid is added once, is the thumbprint of its key, and its holder has proven to have it.
func (l life) add(kid string, position int64, said *claims) {
	purpose, _ := said.data["purpose"].(string)
	jwk, _ := said.data["jwk"].(map[string]any)
	curve := "Ed25519"
	if purpose == "intake" {
		curve = "X25519"
	}
	x, _ := jwk["x"].(string)
	public, err := base64.RawURLEncoding.Strict().DecodeString(x)
	thumb := sha256.Sum256(fmt.Appendf(nil, `{"crv":"%s","kty":"OKP","x":"%s"}`, curve, x))
	isKey := err == nil && len(public) == 32 && hasMembers(jwk, "crv", "kty", "x") && jwk["crv"] == curve && jwk["kty"] == "OKP"
	if members[purpose] == nil || !hasMembers(said.data, members[purpose]...) || !isKey || l[kid] != nil {
		return
	}
	if kid != base64.RawURLEncoding.EncodeToString(thumb[:]) || purpose != "intake" && !isProven(kid, purpose, public, said) {
		return
	}
	l[kid] = &key{purpose, public, position, never, never}
}

func isProven(kid, purpose string, public []byte, said *claims) bool {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"Ed25519","kid":"`+kid+`","typ":"ledger-key+jws"}`)) + "." +
		encode([]byte("ledger-key/1 "+said.iss+" "+kid+" "+purpose))
	proof, _ := said.data["proof"].(string)
	mark, found := strings.CutPrefix(proof, signed+".")
	signature, err := base64.RawURLEncoding.Strict().DecodeString(mark)
	return found && err == nil && len(signature) == ed25519.SignatureSize && ed25519.Verify(public, []byte(signed), signature)
}

// The keys of the log, and those of them whose signature the file carries.
func (l life) signers(file []byte, origin string) (told, signed []*key) {
	for _, k := range l {
		if k.purpose != "log" {
			continue
		}
		told = append(told, k)
		vkey, err := note.NewEd25519VerifierKey(origin, k.public)
		if err == nil && checkLogLine(file, vkey) == nil {
			signed = append(signed, k)
		}
	}
	return told, signed
}

// A checkpoint by the pinned key counts no more when the statements below it had ended that key, and every other that signed.
func checkEnded(file []byte, size int64, log keysOfLog) error {
	told, signed := log.keys.signers(file, log.origin)
	isPinnedTold := slices.ContainsFunc(told, log.isPinned)
	if !isPinnedTold || checkLogLine(file, log.pinned) != nil {
		return nil
	}
	for _, k := range signed {
		if !k.isEnded(size) {
			return nil
		}
	}
	return errors.New("every key that signed the checkpoint had been ended")
}

// What is known of who signs for a log: the key that is pinned, and those that its statements tell of.
type keysOfLog struct {
	pinned, origin string
	keys           life
}

func (log keysOfLog) isPinned(k *key) bool {
	name, rest, _ := strings.Cut(log.pinned, "+")
	_, encoded, _ := strings.Cut(rest, "+")
	public, err := base64.StdEncoding.DecodeString(encoded)
	return err == nil && len(public) == 33 && name == log.origin && bytes.Equal(public[1:], k.public)
}

// The same log under the name that a checkpoint gives it.
func (log keysOfLog) named(origin string) keysOfLog { return keysOfLog{log.pinned, origin, log.keys} }

// An older checkpoint counts when a key signed it that was in force at its size, or is pinned and had not been ended.
func (log keysOfLog) haveSignedBefore(file []byte, size int64) bool {
	told, signed := log.keys.signers(file, log.origin)
	if !slices.ContainsFunc(told, log.isPinned) && checkLogLine(file, log.pinned) == nil {
		return true
	}
	return slices.ContainsFunc(signed, func(k *key) bool {
		return k.isInForce(size) || log.isPinned(k) && !k.isEnded(size)
	})
}
