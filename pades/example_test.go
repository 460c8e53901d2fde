package pades_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"log"
	"math/big"
	"os"
	"time"

	"antin/pades"
	"antin/pdf"
)

// A verdict needs the file, the certificates that are trusted, and a time.
func ExampleVerify() {
	f, err := os.Open("../placement/testdata/lo-congvan.pdf")
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		log.Fatal(err)
	}
	report, err := pades.Verify(f, info.Size(), pades.Options{Anchors: nil, At: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		log.Fatal(err) // the file could not be read; a bad file is a verdict
	}
	fmt.Println(report.Indication)
	for _, s := range report.Signatures {
		fmt.Println(s.Field, s.Signer, s.Integrity, s.Modification, s.Trust)
	}
	// Output: NO-SIGNATURE
}

// Signing appends one revision; the file before it stays as it is.
func ExampleSign() {
	key, cert := exampleKey()
	f, err := os.Open("../placement/testdata/lo-congvan.pdf")
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		log.Fatal(err)
	}
	file, err := pdf.Open(f, info.Size())
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	signed, err := pades.Sign(context.Background(), file, pades.Signing{
		Field: "ChuKy", Spot: &pades.Spot{Page: 1}, Certificate: cert, At: now,
	}, key, pades.Extension{To: pades.LevelB})
	if err != nil {
		log.Fatal(err) // pades.RefusalOf tells what cannot be signed, and why
	}
	whole := io.MultiReader(io.NewSectionReader(f, 0, info.Size()), bytes.NewReader(signed.Tail))
	n, err := io.Copy(io.Discard, whole) // where the signed file is written
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(signed.Level, n == info.Size()+int64(len(signed.Tail)))
	// Output: B-B true
}

// exampleKey stands for a token; the certificate signed itself.
func exampleKey() (*ecdsa.PrivateKey, *x509.Certificate) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Nguyễn Văn Thử"}, KeyUsage: x509.KeyUsageContentCommitment,
		NotBefore: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		log.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		log.Fatal(err)
	}
	return key, c
}
