package archive

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// formatVersion of the manifest.
const formatVersion = 1

// maxBundle bounds one edition: lists of 32 MB of a few authorities.
const maxBundle = 256 << 20

// Names inside an edition.
const (
	manifestName = "manifest.json"
	readmeName   = "DOC-TRUOC.txt"
	tailName     = "ban-luu-tru.phan-noi"
)

// Manifest says what an edition holds. Everything else in the zip is named by
// its SHA-256.
type Manifest struct {
	Version   int       `json:"version"`
	Bundle    BundleID  `json:"bundle"`
	Document  string    `json:"document"`
	Direction string    `json:"direction"`
	Number    string    `json:"number,omitempty"`
	Date      string    `json:"date,omitempty"`
	Subject   string    `json:"subject,omitempty"`
	From      string    `json:"from,omitempty"`
	ArrivedAt time.Time `json:"arrived_at,omitzero"`
	File      string    `json:"file"` // SHA-256
	Name      string    `json:"name"`
	MadeAt    time.Time `json:"made_at"`
	Basis     string    `json:"basis"`
	Level     string    `json:"level,omitempty"`
	FileStamp string    `json:"file_time_stamp,omitempty"` // piece
	Pieces    []string  `json:"pieces"`
	Summary
}

// pieces are the files of an edition by name.
type pieces map[string][]byte

// put adds a piece once and gives its SHA-256.
func (p pieces) put(folder, suffix string, data []byte) string {
	sum := sha256.Sum256(data)
	name := hex.EncodeToString(sum[:])
	p[folder+"/"+name+suffix] = data
	return name
}

const readme = `HỒ SƠ BẰNG CHỨNG CHỮ KÝ SỐ (Thông tư 41/2017/TT-BTTTT, Điều 9)

manifest.json ghi: tệp nào đã được ký, ai chịu trách nhiệm về từng chữ ký, mức
lưu trữ đã đạt và còn thiếu gì. Các thư mục giữ nguyên bản dạng DER:
  signatures/    chữ ký (CMS)
  certificates/  chứng thư số
  crls/  ocsp/   tình trạng thu hồi
  time-stamps/   dấu thời gian (RFC 3161)
Tên mỗi tệp là mã băm SHA-256 của chính nó.

Bản lưu trữ lâu dài (PAdES B-LTA) là tệp đã ký nối thêm phần trong tệp
ban-luu-tru.phan-noi:   cat tep-da-ky.pdf ban-luu-tru.phan-noi > ban-luu-tru.pdf
Dấu thời gian của cả tệp kiểm tra được bằng:
  openssl ts -verify -token_in -in time-stamps/....tst -data tep-da-ky.pdf -CAfile goc.pem
`

// zip writes the edition; the same findings give the same bytes.
func (c *collected) zip() io.ReadCloser {
	if len(c.tail) > 0 {
		c.pieces[tailName] = c.tail
	}
	c.pieces[readmeName] = []byte(readme)
	names := slices.Sorted(maps.Keys(c.pieces))
	r, w := io.Pipe()
	go func() { w.CloseWithError(c.write(w, names)) }()
	return r
}

func (c *collected) write(w io.Writer, names []string) error {
	manifest, err := json.MarshalIndent(c.manifest(names), "", "  ")
	if err != nil {
		return fmt.Errorf("writing the manifest: %w", err)
	}
	z := zip.NewWriter(w)
	add := func(name string, data []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: c.at.UTC()})
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		return err
	}
	if err := add(manifestName, append(manifest, '\n')); err != nil {
		return err
	}
	for _, name := range names {
		if err := add(name, c.pieces[name]); err != nil {
			return err
		}
	}
	return z.Close()
}

func (c *collected) manifest(names []string) Manifest {
	d, b := c.document, c.bundle
	m := Manifest{
		Version: formatVersion, Bundle: b.ID, Document: string(d.ID), Direction: string(d.Direction), Number: d.SenderRef, Date: d.IssuedOn,
		Subject: d.Subject, From: d.FromName, ArrivedAt: d.ArrivedAt, File: b.SHA256, Name: b.Name, MadeAt: c.at.UTC(),
		Basis: "Thông tư 41/2017/TT-BTTTT, Điều 9", Level: string(c.level), Pieces: names, Summary: c.summary,
	}
	if d.Number != 0 && m.Number == "" {
		m.Number = fmt.Sprintf("%02d/%s", d.Number, d.Symbol)
	}
	if len(c.stamp) > 0 {
		sum := sha256.Sum256(c.stamp)
		m.FileStamp = hex.EncodeToString(sum[:])
	}
	return m
}

// readEdition reads an edition whose hash was compared before, and holds every
// piece against its name.
func readEdition(r io.ReaderAt, size int64) (Manifest, pieces, error) {
	var m Manifest
	z, err := zip.NewReader(r, size)
	if err != nil {
		return m, nil, fmt.Errorf("opening the zip: %w", err)
	}
	found, left := pieces{}, int64(maxBundle)
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			return m, nil, fmt.Errorf("opening %s: %w", f.Name, err)
		}
		data, err := io.ReadAll(io.LimitReader(in, left+1))
		if err = joined(err, in.Close()); err != nil {
			return m, nil, fmt.Errorf("reading %s: %w", f.Name, err)
		}
		if left -= int64(len(data)); left < 0 {
			return m, nil, fmt.Errorf("more than %d bytes", maxBundle)
		}
		found[f.Name] = data
	}
	decoder := json.NewDecoder(bytes.NewReader(found[manifestName]))
	if err := decoder.Decode(&m); err != nil {
		return m, nil, fmt.Errorf("reading the manifest: %w", err)
	}
	if m.Version != formatVersion {
		return m, nil, fmt.Errorf("a manifest of version %d", m.Version)
	}
	return m, found, m.complete(found)
}

func joined(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// complete holds the pieces against the list and their names.
func (m Manifest) complete(found pieces) error {
	if len(found) != len(m.Pieces)+1 {
		return fmt.Errorf("%d pieces, %d are listed", len(found)-1, len(m.Pieces))
	}
	for _, name := range m.Pieces {
		data, ok := found[name]
		if !ok {
			return fmt.Errorf("%s is missing", name)
		}
		sum := sha256.Sum256(data)
		hash := hex.EncodeToString(sum[:])
		if _, file, inside := strings.Cut(name, "/"); inside && !strings.HasPrefix(file, hash+".") {
			return fmt.Errorf("%s has the hash %s", name, hash)
		}
		if name == tailName && (m.Copy == nil || m.Copy.Tail != hash) {
			return fmt.Errorf("%s has the hash %s", name, hash)
		}
	}
	return nil
}
