package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// Each statement has a proof that holds this very checkpoint and leads to its root.
func checkProofs(files map[string][]byte, statements []statement, head treeHead) error {
	for _, s := range statements {
		start := fmt.Sprintf("c2sp.org/tlog-proof@v1\nindex %d\n", s.position)
		file := string(files[fmt.Sprintf("proofs/%d.tlog-proof", s.position)])
		path, found := strings.CutSuffix(file, "\n"+head.file)
		if !found || !strings.HasPrefix(path, start) {
			return fmt.Errorf("the proof of statement %d is missing or not of its form", s.position)
		}
		hashes, err := readHashes(path[len(start):])
		if err != nil {
			return fmt.Errorf("the proof of statement %d: %v", s.position, err)
		}
		if s.position >= head.size {
			return fmt.Errorf("statement %d lies beyond the checkpoint", s.position)
		}
		leaf := tlog.RecordHash([]byte(s.jwt))
		if err := tlog.CheckRecord(hashes, head.size, head.root, s.position, leaf); err != nil {
			return fmt.Errorf("statement %d: %v", s.position, err)
		}
	}
	return nil
}

// One hash a line; tlog.ParseHash would take what is not the one base64 of a hash.
func readHashes(text string) (hashes []tlog.Hash, err error) {
	if text == "" {
		return nil, nil
	}
	lines, ended := strings.CutSuffix(text, "\n")
	for _, line := range strings.Split(lines, "\n") {
		decoded, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || !ended || len(decoded) != tlog.HashSize || strings.Contains(line, "\r") {
			return nil, errors.New("a line is no hash")
		}
		hashes = append(hashes, tlog.Hash(decoded))
	}
	return hashes, nil
}

// Tiles as C2SP tlog-tiles names them: without the height.
func tileName(tile tlog.Tile) string { return strings.Replace(tile.Path(), "tile/8/", "tile/", 1) }

type tileFiles map[string][]byte

func (t tileFiles) Height() int { return tileHeight }
func (t tileFiles) ReadTiles(tiles []tlog.Tile) (read [][]byte, err error) {
	for _, tile := range tiles {
		content, found := t[tileName(tile)]
		if !found || len(content) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s is missing or not of its length", tileName(tile))
		}
		read = append(read, content)
	}
	return read, nil
}
func (t tileFiles) SaveTiles([]tlog.Tile, [][]byte) {}

// Every entry of the lowest tiles, authenticated up to the signed root, is the hash of the statement there; the tiles are exactly those
// of such a tree; and the root computed anew from the lowest hashes alone is the signed one.
func checkTiles(files map[string][]byte, statements []statement, head treeHead) error {
	if int64(len(statements)) != head.size {
		return fmt.Errorf("there are %d statements of %d", len(statements), head.size)
	}
	expected := map[string]bool{}
	for _, tile := range tlog.NewTiles(tileHeight, 0, head.size) {
		expected[tileName(tile)] = true
		if files[tileName(tile)] == nil {
			return fmt.Errorf("%s is missing", tileName(tile))
		}
	}
	for name := range files {
		if strings.HasPrefix(name, "tile/") && !expected[name] {
			return fmt.Errorf("%s is no tile of this tree", name)
		}
	}
	reader := tlog.TileHashReader(tlog.Tree{N: head.size, Hash: head.root}, tileFiles(files))
	indexes := make([]int64, head.size)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(0, int64(i))
	}
	hashes, err := reader.ReadHashes(indexes)
	if err != nil {
		return err
	}
	for i, s := range statements {
		if s.position != int64(i) || hashes[i] != tlog.RecordHash([]byte(s.jwt)) {
			return fmt.Errorf("statement %d is not the entry of its tile", s.position)
		}
	}
	return checkTree(files, hashes, head)
}

// Builds the tree from the leaf hashes and compares its root, and every tile of it, with what the bundle holds.
func checkTree(files map[string][]byte, leaves []tlog.Hash, head treeHead) error {
	stored, err := store(leaves)
	if err != nil {
		return err
	}
	if root, err := tlog.TreeHash(head.size, stored); err != nil || root != head.root {
		return errors.New("the statements do not have the signed root")
	}
	for _, tile := range tlog.NewTiles(tileHeight, 0, head.size) {
		content, err := tlog.ReadTileData(tile, stored)
		if err != nil || !bytes.Equal(content, files[tileName(tile)]) {
			return fmt.Errorf("%s is not the tile of the statements", tileName(tile))
		}
	}
	return nil
}

type storage []tlog.Hash

func (s storage) ReadHashes(indexes []int64) (read []tlog.Hash, err error) {
	for _, index := range indexes {
		if index >= int64(len(s)) {
			return nil, errors.New("no such hash")
		}
		read = append(read, s[index])
	}
	return read, nil
}

func store(leaves []tlog.Hash) (stored storage, err error) {
	for i, leaf := range leaves {
		more, err := tlog.StoredHashesForRecordHash(int64(i), leaf, stored)
		if err != nil {
			return nil, err
		}
		stored = append(stored, more...)
	}
	return stored, nil
}
