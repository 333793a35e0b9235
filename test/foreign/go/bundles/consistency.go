package main

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

// What an older checkpoint is held against.
type older struct {
	keys       keysOfLog
	audience   string
	head       treeHead
	statements []statement
}

var consistencyFile = regexp.MustCompile(`^consistency/([0-9]+)$`)

// The log continues the older checkpoint. Proofs are lists of hashes in any case; without one nothing is said.
func checkConsistency(files map[string][]byte, since []byte, log older) error {
	proofs := map[int64]tlog.TreeProof{}
	for name, content := range files {
		parts := consistencyFile.FindStringSubmatch(name)
		if parts == nil {
			continue
		}
		hashes, err := readHashes(string(content))
		if err != nil {
			return fmt.Errorf("%s: %v", name, err)
		}
		if size, err := strconv.ParseInt(parts[1], 10, 64); err == nil {
			proofs[size] = hashes
		}
	}
	if since == nil {
		return nil
	}
	before, err := readTreeHead(since)
	if err != nil {
		return err
	}
	if !log.keys.named(before.origin).haveSignedBefore(since, before.size) {
		return errors.New("no key that was in force has signed the older checkpoint")
	}
	if before.origin != log.head.origin || before.size > log.head.size {
		return errors.New("the older checkpoint is another log's, or larger")
	}
	if proof, found := proofs[before.size]; found {
		if err := tlog.CheckTree(proof, log.head.size, log.head.root, before.size, before.root); err != nil {
			return err
		}
	}
	if before.size == log.head.size && before.root != log.head.root {
		return errors.New("one size, two roots")
	}
	return checkPrefix(log, *before)
}

// Whoever holds every statement, each at its position, needs no proof.
func checkPrefix(log older, before treeHead) error {
	if log.audience != "auditor" || int64(len(log.statements)) != log.head.size {
		return nil
	}
	leaves := []tlog.Hash{}
	for i, s := range log.statements {
		if s.position != int64(i) {
			return nil
		}
		leaves = append(leaves, tlog.RecordHash([]byte(s.jwt)))
	}
	stored, err := store(leaves)
	if err != nil {
		return err
	}
	if root, err := tlog.TreeHash(before.size, stored); err != nil || root != before.root {
		return errors.New("the statements do not continue the older checkpoint")
	}
	return nil
}
