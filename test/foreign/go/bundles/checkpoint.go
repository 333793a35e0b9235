package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/transparency-dev/formats/log"
	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const mostSize = 1<<53 - 1

// What the log signed, with the file it stands in.
type treeHead struct {
	origin string
	size   int64
	root   tlog.Hash
	file   string
}

// Gives nil when there is no tree head to go on with, whoever signed it.
func checkCheckpoint(file []byte, trust pinned, checks map[string]string) *treeHead {
	head, err := readTreeHead(file)
	if err != nil {
		checks["checkpoint"] = err.Error()
		return nil
	}
	checks["checkpoint"] = verdict(checkSignature(file, trust.Log))
	checks["witnesses"] = verdict(checkWitnesses(file, trust.Witnesses))
	return head
}

// Three lines and no more, in the one form that writing them again gives.
func readTreeHead(file []byte) (*treeHead, error) {
	_, err := note.Open(file, note.VerifierList())
	var unverified *note.UnverifiedNoteError
	if !errors.As(err, &unverified) {
		return nil, errors.New("the checkpoint is no signed note")
	}
	text := unverified.Note.Text
	var said log.Checkpoint
	rest, err := said.Unmarshal([]byte(text))
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 || string(said.Marshal()) != text || len(said.Hash) != tlog.HashSize || said.Size > mostSize {
		return nil, errors.New("the checkpoint is not of its one form")
	}
	if !areSignaturesStrict(string(file)) {
		return nil, errors.New("a signature has spare bits")
	}
	return &treeHead{said.Origin, int64(said.Size), tlog.Hash(said.Hash), string(file)}, nil
}

// There is one base64 for each signature; the note package forgives spare bits in the last character.
func areSignaturesStrict(file string) bool {
	for _, line := range signatureLines(file) {
		if _, err := base64.StdEncoding.Strict().DecodeString(line[strings.LastIndex(line, " ")+1:]); err != nil {
			return false
		}
	}
	return true
}

func signatureLines(file string) []string {
	return strings.Split(strings.TrimSuffix(file[strings.LastIndex(file, "\n\n")+2:], "\n"), "\n")
}

func checkLogLine(file []byte, vkey string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	_, err = note.Open(file, note.VerifierList(verifier))
	return err
}

func checkSignature(file []byte, vkey string) error {
	if err := checkLogLine(file, vkey); err != nil {
		return err
	}
	signers := signersOf(string(file))
	for i, signer := range signers {
		if slices.Contains(signers[:i], signer) {
			return errors.New("two signatures of one key")
		}
	}
	return nil
}

// Name and key id of every signature line; the packages of others read a repeated one once.
func signersOf(file string) (signers []string) {
	for _, line := range signatureLines(file) {
		words := strings.Split(line, " ")
		if len(words) == 3 && len(words[2]) >= 8 {
			signers = append(signers, words[1]+" "+keyID(words[2]))
		}
	}
	return signers
}

// The first four bytes are five characters of base64 and a third of the sixth.
func keyID(signature string) string {
	last := strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", signature[5])
	return fmt.Sprintf("%s %d", signature[:5], last>>4)
}

// The policy's quorum: a witness, a group of witnesses and groups, or none.
func checkWitnesses(file []byte, policy string) error {
	signed, quorum := map[string]bool{}, ""
	for _, line := range strings.Split(policy, "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) >= 3 && words[0] == "witness":
			verifier, err := cosignature.NewVerifierForCosignatureV1(words[2])
			if err != nil {
				return err
			}
			_, err = note.Open(file, note.VerifierList(verifier))
			signed[words[1]] = err == nil && countOf(string(file), verifier) == 1
		case len(words) >= 4 && words[0] == "group":
			members := words[3:]
			needed := map[string]int{"all": len(members), "any": 1}[words[2]]
			if needed == 0 {
				needed, _ = strconv.Atoi(words[2])
			}
			for _, member := range members {
				if signed[member] {
					needed--
				}
			}
			signed[words[1]] = needed <= 0
		case len(words) == 2 && words[0] == "quorum":
			quorum = words[1]
		}
	}
	if quorum == "none" || signed[quorum] {
		return nil
	}
	return errors.New("the witnesses did not sign")
}

func countOf(file string, verifier note.Verifier) (count int) {
	hash := verifier.KeyHash()
	own, err := note.Sign(&note.Note{Text: "\n"}, placeholder{verifier.Name(), hash})
	if err != nil {
		return 0
	}
	for _, signer := range signersOf(file) {
		if signer == signersOf(string(own))[0] {
			count++
		}
	}
	return count
}

// A signer that signs nothing, only to write a key's name and id as a note does.
type placeholder struct {
	name string
	hash uint32
}

func (p placeholder) Name() string                { return p.name }
func (p placeholder) KeyHash() uint32             { return p.hash }
func (p placeholder) Sign([]byte) ([]byte, error) { return []byte{0, 0}, nil }
