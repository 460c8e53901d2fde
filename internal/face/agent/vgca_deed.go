package agent

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
	"unicode"

	"antin/cms"
	"antin/internal/face/agent/vgca"
	"antin/internal/fault"
	"antin/internal/platform/token"
	"antin/pades"
	"antin/pdf"
)

// call is one call of the second face.
type call struct {
	agent   *Agent
	action  vgca.Action
	origin  string
	request vgca.Request
}

func encoded(raw []byte) string { return base64.StdEncoding.EncodeToString(raw) }

// paper is one file of a call.
type paper struct {
	vgca.File
	raw  []byte
	file *pdf.File
	name string
	done vgca.Done
}

// signFiles fetches, shows, signs and uploads. Every file is fetched before the
// person is asked, so that what is shown is what will be signed.
func (c call) signFiles(ctx context.Context) (vgca.Reply, error) {
	var papers []*paper
	e := &errand{Title: c.action.Title, Origin: c.origin, Practice: c.agent.practiceOf(c.origin)}
	var held int64
	for _, f := range c.request.All(c.action) {
		p, err := c.fetchPaper(ctx, f, c.agent.room()-held)
		if err != nil {
			return vgca.Reply{}, err
		}
		held += int64(len(p.raw))
		pages, err := p.file.Last().Pages()
		if err != nil {
			return vgca.Reply{}, unreadable(p.name)
		}
		e.Facts = append(e.Facts, fmt.Sprintf("%s, %d trang, SHA-256 %s…", p.name, len(pages), fmt.Sprintf("%X", sha256.Sum256(p.raw))[:16]))
		papers = append(papers, p)
	}
	if c.action.Note {
		e.Facts = append(e.Facts, "Chữ ghi lên trang 1: "+strings.Join(c.note(), " | "))
	}
	e.work = func(ctx context.Context, s signer, choice Choice) error {
		for _, p := range papers {
			if p.done.FileServer != "" || p.done.FileName != "" {
				continue // of a try before
			}
			if err := c.signPaper(ctx, p, s, choice); err != nil {
				return err
			}
		}
		return nil
	}
	if err := c.agent.run(ctx, e); err != nil {
		return vgca.Reply{}, err
	}
	reply := vgca.Reply{Message: "Đã ký.", DocumentNumber: c.request.DocNumber, DocumentDate: c.request.IssuedDate, FileName: papers[0].done.FileName, FileServer: papers[0].done.FileServer}
	if c.action.Many {
		for _, p := range papers {
			reply.Files = append(reply.Files, p.done)
		}
	}
	return reply, nil
}

// fetchPaper fetches a file into what is left of the memory for one call.
func (c call) fetchPaper(ctx context.Context, f vgca.File, left int64) (*paper, error) {
	if _, err := c.allowed(f.FileUploadHandler); err != nil {
		return nil, err
	}
	raw, err := c.download(ctx, f.FileName, left)
	if err != nil {
		return nil, err
	}
	p := &paper{File: f, raw: raw, name: nameOf(f.FileName)}
	if p.file, err = pdf.Open(bytes.NewReader(raw), int64(len(raw))); err != nil {
		return nil, unreadable(p.name)
	}
	return p, nil
}

func unreadable(name string) error {
	return fault.New(fault.Invalid, "vgca.pdf", "Tệp “"+name+"” không phải PDF đọc được nên không ký.")
}

// nameOf is the last part of an address, fit to be shown and to be a file name.
func nameOf(address string) string {
	base := path.Base(strings.SplitN(strings.SplitN(address, "#", 2)[0], "?", 2)[0])
	base = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune(`"\/:`, r) {
			return -1
		}
		return r
	}, base)
	if base == "" || base == "." {
		base = "van-ban"
	}
	if len(base) > 100 {
		base = strings.ToValidUTF8(base[:100], "")
	}
	return base
}

func (c call) signPaper(ctx context.Context, p *paper, s signer, choice Choice) error {
	in, err := c.signing(p, choice)
	if err != nil {
		return err
	}
	signed, err := c.inPlace(ctx, p, in, s, choice)
	if pades.RefusalOf(err) != "" {
		signed, err = pades.Sign(ctx, p.file, in, keyOfToken{ctx, s, choice.Certificate}, pades.Extension{})
	}
	var refusal *pades.Refusal
	if errors.As(err, &refusal) {
		return fault.New(fault.Signed, "vgca.pdf", "Tệp “"+p.name+"” không ký được (mã "+string(refusal.Code)+").")
	}
	if err != nil {
		return err
	}
	p.done, err = c.upload(ctx, p, append(bytes.Clone(p.raw), signed.Tail...))
	return err
}

// inPlace signs where the file keeps a place for this signature: documents of
// our own servers have one, other files none, which is a refusal before any key
// is used.
func (c call) inPlace(ctx context.Context, p *paper, in pades.Signing, s signer, choice Choice) (*pades.Signed, error) {
	place := map[string]string{"SignApproved": pades.FieldSigner, "SignIssued": pades.FieldSeal}[c.action.Name]
	if place == "" {
		return nil, &pades.Refusal{Code: pades.RefusedNoField}
	}
	in.Field, in.Spot = place, nil
	in.Appearance.Lines = []string{ownerOf(choice.Certificate), here(in.At).Format("15:04 02/01/2006")}
	return pades.Sign(ctx, p.file, in, keyOfToken{ctx, s, choice.Certificate}, pades.Extension{})
}

// signing is what one signature does to a file. The signature is not seen on
// the page, but for the notes that NĐ 30/2020 wants as words at the top right.
func (c call) signing(p *paper, choice Choice) (pades.Signing, error) {
	in := pades.Signing{
		Field: "AntinAgent-" + randomID()[:8], Spot: &pades.Spot{Page: 1}, Certificate: choice.Certificate, Chain: above(choice.Token.Authorities, choice.Certificate),
		At: c.agent.Now(), Name: choice.Certificate.Subject.CommonName, Reason: c.action.Title,
	}
	if !c.action.Note {
		return in, nil
	}
	pages, err := p.file.Last().Pages()
	if err != nil || len(pages) == 0 {
		return in, unreadable(p.name)
	}
	in.Appearance.Lines = append(c.note(), ownerOf(choice.Certificate), here(in.At).Format(time.RFC3339))
	width, height := pages[0].Shown()
	top := height - 14
	in.Spot.Rect = pages[0].FromShown(pdf.Rect{X0: max(width-300, 20), Y0: top - float64(len(in.Appearance.Lines))*12 - 4, X1: width - 20, Y1: top})
	return in, nil
}

// note is what the page has written on the paper above the signer's name; the
// person sees it before signing.
func (c call) note() []string {
	lines := []string{c.action.Title}
	if number := legible(c.request.DocNumber); number != "" && len(number) < 80 {
		lines[0] = number
	}
	for _, m := range c.request.MetaData {
		if value := legible(m.Value); len(lines) < 4 && value != "" && len(value) < 80 {
			lines = append(lines, value)
		}
	}
	return lines
}

func above(authorities [][]byte, leaf *x509.Certificate) []*x509.Certificate {
	var chain []*x509.Certificate
	for _, der := range authorities {
		if c, err := x509.ParseCertificate(der); err == nil && leaf.CheckSignatureFrom(c) == nil {
			chain = append(chain, c)
			leaf = c
		}
	}
	return chain
}

// keyOfToken lets the ground floor sign by an open token.
type keyOfToken struct {
	ctx         context.Context //nolint:containedctx // crypto.Signer has no place for it
	signer      signer
	certificate *x509.Certificate
}

func (k keyOfToken) Public() crypto.PublicKey { return k.certificate.PublicKey }

func (k keyOfToken) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return k.signer.Sign(k.ctx, k.certificate, digest, opts)
}

// signText makes a CMS signature that carries the text. The person sees it.
func (c call) signText(ctx context.Context) (vgca.Reply, error) {
	text, err := c.request.Text()
	if err != nil {
		return vgca.Reply{}, err
	}
	digest := sha256.Sum256(text)
	e := &errand{Title: c.action.Title, Origin: c.origin, Practice: c.agent.practiceOf(c.origin), Facts: []string{readable(text), fmt.Sprintf("%d byte, SHA-256 %X", len(text), digest)}}
	var der []byte
	e.work = func(ctx context.Context, s signer, choice Choice) error {
		b, err := cms.NewSigned(choice.Certificate, above(choice.Token.Authorities, choice.Certificate), digest[:], cms.WithContent(cms.OIDData, text))
		if err != nil {
			return fault.New(fault.Signed, token.CodeAlgorithm, "Chứng thư số này không ký được dữ liệu.")
		}
		value, err := s.Sign(ctx, choice.Certificate, b.Digest(), b.SignerOpts())
		if err != nil {
			return err
		}
		der, err = b.Finish(value)
		return err
	}
	if err := c.agent.run(ctx, e); err != nil {
		return vgca.Reply{}, err
	}
	return vgca.Reply{Message: "Đã ký.", Signature: encoded(der)}, nil
}

// readable shows the begin of a text, or that it is none.
func readable(text []byte) string {
	const most = 1000
	s := string(text[:min(len(text), most)])
	for _, r := range strings.ToValidUTF8(s, "") {
		if !unicode.IsPrint(r) && r != '\n' && r != '\t' && r != '\r' {
			return "Dữ liệu không phải chữ đọc được. Chỉ ký khi biết rõ hệ thống yêu cầu ký gì."
		}
	}
	if len(text) > most {
		return strings.ToValidUTF8(s, "") + "…"
	}
	return strings.ToValidUTF8(s, "")
}
