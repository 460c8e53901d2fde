package pades

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"io"
	"math/big"
	"time"

	"antin/cms"
	"antin/pades/internal/check"
	"antin/pdf"
)

// gatherSubjects fills in what the checks ask of every signature, and hashes
// the file once for all of them.
func (v *verification) gatherSubjects() error {
	var jobs []*digestJob
	byJob := map[*found]*digestJob{}
	for _, s := range v.history.sigs {
		if err := v.place(s); err != nil {
			return err
		}
		v.readCMS(s)
		readStamps(s)
		for _, st := range s.stamps {
			if st.job != nil {
				jobs = append(jobs, st.job)
			}
		}
		if job := v.job(s); job != nil {
			jobs = append(jobs, job)
			byJob[s] = job
		}
	}
	v.others()
	sum, err := hashAll(v.file.Reader(), v.size, jobs)
	if err != nil {
		return err
	}
	v.report.SHA256 = sum
	for _, s := range v.history.sigs {
		if job := byJob[s]; job != nil {
			s.subject.Digest = job.digest
			if job.err != nil {
				s.subject.DigestErr = job.err
			}
		}
		s.judge()
	}
	return nil
}

// place reads the ranges and the bytes around them.
func (v *verification) place(s *found) error {
	rev := v.file.Revisions()[s.revision]
	s.subject.FileSize, s.subject.RevisionEnd = v.size, rev.End
	s.subject.Range = byteRange(rev, s.dict, v.size)
	s.subject.Owners = len(s.owners)
	r := s.subject.Range
	if r.Fault != "" {
		return nil
	}
	var err error
	gap := io.NewSectionReader(v.file.Reader(), r.Gap().Start, r.Gap().Len())
	if s.subject.Spelling, err = check.Spell(gap, r.Gap().Len()); err != nil {
		return err
	}
	if n := rev.End - r.End(); n > 0 {
		s.subject.Tail = make([]byte, min(n, 4096))
		if err := readAt(v.file.Reader(), s.subject.Tail, r.End()); err != nil {
			return err
		}
	}
	return nil
}

func readAt(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == nil || err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// contents is the value of /Contents with its padding.
func (s *found) contents() []byte {
	str, _ := s.dict.Get("Contents").(pdf.String)
	return str.Bytes
}

func (v *verification) readCMS(s *found) {
	contents := s.contents()
	if len(contents) == 0 {
		s.subject.CMSError = errors.New("no /Contents")
		return
	}
	if s.dict.Name("SubFilter") == subFilterBare {
		v.readBare(s, contents)
		return
	}
	sd, _, err := cms.ParsePrefix(contents)
	if err != nil {
		s.subject.CMSError = err
		return
	}
	if !v.history.keepCertificates(sd) {
		s.subject.CMSError = cms.ErrLimit
		return
	}
	s.subject.CMS = sd
	s.subject.Stamp = isDocumentStamp(s.dict)
	if s.subject.Enclosed = s.dict.Name("SubFilter") == "adbe.pkcs7.sha1"; s.subject.Enclosed {
		s.subject.Imprint = sd.Content
	}
	if len(sd.Signers) == 0 {
		return
	}
	s.subject.Signer = sd.Signers[0]
	s.subject.Cert = signerCertificate(sd, v.options.Intermediates)
}

// signerCertificate looks inside the CMS first, then among those given.
func signerCertificate(sd *cms.SignedData, given []*x509.Certificate) *x509.Certificate {
	if c, ok := sd.Certificate(sd.Signers[0]); ok {
		return c
	}
	for _, c := range given {
		if sd.Signers[0].Names(c) {
			return c
		}
	}
	return nil
}

// job is the digest that the signature speaks of, or nil when its ranges do
// not begin a file.
func (v *verification) job(s *found) *digestJob {
	r := s.subject.Range
	if r.Fault != "" || r.Start1 != 0 || s.subject.Signer == nil {
		return nil
	}
	alg, err := s.subject.Signer.Hash()
	if s.subject.Enclosed {
		alg, err = crypto.SHA1, nil
	}
	if s.subject.Stamp {
		var info *tstInfo
		info, err = readTSTInfo(s.subject.CMS.Content)
		if err == nil {
			s.subject.Imprint = info.Imprint.Digest
			alg, err = cms.HashOf(info.Imprint.Algorithm.Algorithm)
		}
	}
	if err != nil {
		s.subject.DigestErr = err
		return nil
	}
	return &digestJob{alg: alg, r: r}
}

// others tells each signature the holes of the rest.
func (v *verification) others() {
	for _, s := range v.history.sigs {
		for _, o := range v.history.sigs {
			if o != s && o.subject.Range.Fault == "" {
				s.subject.Others = append(s.subject.Others, o.subject.Range.Gap())
			}
		}
	}
}

// judge verifies the CMS under the signer's certificate.
func (s *found) judge() {
	sub := &s.subject
	if sub.Signer == nil || sub.Cert == nil {
		return
	}
	digest := sub.Digest
	if sub.Stamp || sub.Enclosed {
		alg, err := sub.Signer.Hash()
		if err != nil {
			sub.DigestErr = err
			return
		}
		digest = sub.CMS.ContentDigest(alg)
	}
	sub.Judged = sub.Signer.Verify(sub.Cert, digest)
}

// tstInfo is the part of TSTInfo (RFC 3161, 2.4.2) that binds a time to bytes.
type tstInfo struct {
	Version int
	Policy  asn1.ObjectIdentifier
	Imprint struct {
		Algorithm struct {
			Algorithm  asn1.ObjectIdentifier
			Parameters asn1.RawValue `asn1:"optional"`
		}
		Digest []byte
	}
	Serial  *big.Int
	GenTime time.Time     `asn1:"generalized"`
	Rest1   asn1.RawValue `asn1:"optional"`
	Rest2   asn1.RawValue `asn1:"optional"`
	Rest3   asn1.RawValue `asn1:"optional"`
	Rest4   asn1.RawValue `asn1:"optional"`
	Rest5   asn1.RawValue `asn1:"optional"`
}

func readTSTInfo(der []byte) (*tstInfo, error) {
	var t tstInfo
	if _, err := asn1.Unmarshal(der, &t); err != nil {
		return nil, errors.New("pades: unreadable time-stamp information")
	}
	return &t, nil
}
