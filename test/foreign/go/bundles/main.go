// Says of many ledger-bundle/1 what the transparency-log packages of others make of them. Reads a line of JSON per bundle from standard
// input, {"bundle": FILE, "trust": FILE, "since": FILE or absent}, and answers each with a line {"bundle": FILE, "checks": {...}}: for
// every check "ok" or what is wrong; a check that was not made is absent.
//
//go:debug zipinsecurepath=0
package main

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
)

type request struct {
	Bundle string `json:"bundle"`
	Trust  string `json:"trust"`
	Since  string `json:"since"`
}

type answer struct {
	Bundle string            `json:"bundle"`
	Error  string            `json:"error,omitempty"`
	Checks map[string]string `json:"checks,omitempty"`
}

type pinned struct{ Origin, Log, Witnesses string }

type manifest struct{ Audience, Origin string }

type statement struct {
	position int64
	jwt      string
}

const mostFileBytes = 1 << 28

func main() {
	in, out := bufio.NewScanner(os.Stdin), json.NewEncoder(os.Stdout)
	for in.Scan() {
		var asked request
		said := answer{}
		if err := json.Unmarshal(in.Bytes(), &asked); err != nil {
			said.Error = err.Error()
		} else if checks, err := verify(asked); err != nil {
			said = answer{Bundle: asked.Bundle, Error: err.Error()}
		} else {
			said = answer{Bundle: asked.Bundle, Checks: checks}
		}
		if err := out.Encode(said); err != nil {
			os.Exit(2)
		}
	}
}

func verify(asked request) (map[string]string, error) {
	files, err := unzip(asked.Bundle)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(asked.Trust)
	if err != nil {
		return nil, err
	}
	var trust pinned
	var bundle manifest
	if err := json.Unmarshal(text, &trust); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(files["bundle.json"], &bundle); err != nil {
		return nil, err
	}
	checks := map[string]string{}
	head := checkCheckpoint(files["checkpoint"], trust, checks)
	if head == nil {
		return checks, nil
	}
	statements := readStatements(string(files["statements.jsonl"]))
	log := keysOfLog{trust.Log, bundle.Origin, readKeys(statements)}
	checks["ended"] = verdict(checkEnded(files["checkpoint"], head.size, log))
	if bundle.Audience == "auditor" {
		checks["tiles"] = verdict(checkTiles(files, statements, *head))
	} else {
		checks["proofs"] = verdict(checkProofs(files, statements, *head))
	}
	since := []byte(nil)
	if asked.Since != "" {
		if since, err = os.ReadFile(asked.Since); err != nil {
			return nil, err
		}
	}
	checks["consistency"] = verdict(checkConsistency(files, since, older{log, bundle.Audience, *head, statements}))
	return checks, nil
}

func verdict(problem error) string {
	if problem == nil {
		return "ok"
	}
	return problem.Error()
}

func unzip(name string) (map[string][]byte, error) {
	opened, err := zip.OpenReader(name)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	files := map[string][]byte{}
	for _, entry := range opened.File {
		if _, twice := files[entry.Name]; twice {
			return nil, fmt.Errorf("%q stands twice in the file", entry.Name)
		}
		content, err := entry.Open()
		if err != nil {
			return nil, err
		}
		files[entry.Name], err = io.ReadAll(io.LimitReader(content, mostFileBytes))
		content.Close()
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

var statementLine = regexp.MustCompile(`^\{"position":(0|[1-9][0-9]{0,15}),"jwt":"([A-Za-z0-9_.-]+)"\}$`)

// Lines that are malformed or go back to a position are not read; that they are there is not a question for a log.
func readStatements(text string) (read []statement) {
	last, lines := int64(-1), strings.Split(text, "\n")
	for _, line := range lines[:len(lines)-1] {
		parts := statementLine.FindStringSubmatch(line)
		if parts == nil {
			continue
		}
		position, err := strconv.ParseInt(parts[1], 10, 64)
		if err != nil || position <= last {
			continue
		}
		last = position
		read = append(read, statement{position, parts[2]})
	}
	return read
}
