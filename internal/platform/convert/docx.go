package convert

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"antin/internal/fault"
)

// Limits of a DOCX, with reasons: a thesis with pictures has a few hundred
// parts and inflates to a few tens of megabytes.
const (
	MaxFile     = 64 << 20  // bytes of the file; anything larger is all pictures
	maxEntries  = 4000      // parts of the package
	maxInflated = 256 << 20 // bytes of all parts together
	maxPart     = 64 << 20  // bytes of one XML part, which LibreOffice holds in memory as a tree
	maxRatio    = 400       // inflated to packed: XML reaches 50, bombs 1,000
	maxName     = 260       // bytes of the name of a part
)

const mainPart = "word/document.xml"

// CheckDOCX refuses what must not reach LibreOffice. It looks at content only,
// never at the name of the file, and inflates every part once, counting.
func CheckDOCX(raw []byte) error {
	switch {
	case len(raw) == 0:
		return refuse(fault.Invalid, "convert.empty", "Tệp rỗng.", "Chọn lại tệp văn bản rồi tải lên.")
	case len(raw) > MaxFile:
		return errTooLarge()
	case bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return refuse(fault.Invalid, "convert.ole", "Tệp là DOC đời cũ hoặc DOCX có mật khẩu, không chuyển được sang PDF.",
			"Bỏ mật khẩu, lưu lại dạng DOCX, hoặc tải lên bản PDF.")
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return errNotDOCX()
	}
	if len(z.File) > maxEntries {
		return errTooLarge()
	}
	return checkParts(z, int64(len(raw)))
}

func checkParts(z *zip.Reader, packed int64) error {
	seen := map[string]bool{}
	total := int64(0)
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		if len(name) > maxName || seen[name] || path.IsAbs(name) || strings.Contains("/"+name+"/", "/../") || strings.Contains(name, "\\") {
			return errNotDOCX()
		}
		seen[name] = true
		if strings.HasSuffix(name, "vbaproject.bin") {
			return refuse(fault.Invalid, "convert.macro", "Tệp có macro nên không được nhận.", "Lưu lại dạng DOCX không có macro rồi tải lên.")
		}
		n, err := inflate(f, maxInflated-total)
		if err != nil {
			return err
		}
		if total += n; strings.HasSuffix(name, ".xml") && n > maxPart || n > 1<<20 && n > maxRatio*max(int64(f.CompressedSize64), 1) {
			return errTooLarge()
		}
	}
	if !seen["[content_types].xml"] || !seen[mainPart] {
		return errNotDOCX()
	}
	return nil
}

// inflate counts the bytes of one part, whatever its header claims.
func inflate(f *zip.File, left int64) (int64, error) {
	if f.Flags&1 != 0 {
		return 0, refuse(fault.Invalid, "convert.ole", "Tệp có mật khẩu, không chuyển được sang PDF.", "Bỏ mật khẩu rồi tải lên lại.")
	}
	in, err := f.Open()
	if err != nil {
		return 0, errNotDOCX()
	}
	n, err := io.Copy(io.Discard, io.LimitReader(in, left+1))
	if n > left {
		return 0, errors.Join(errTooLarge(), in.Close())
	}
	if err = errors.Join(err, in.Close()); err != nil {
		return 0, errNotDOCX()
	}
	return n, nil
}

func refuse(kind fault.Kind, code, message, action string) error {
	return fault.New(kind, code, message).Do(action)
}

func errNotDOCX() error {
	return refuse(fault.Invalid, "convert.not-docx", "Tệp này không phải DOCX, hoặc đã hỏng.", "Lưu lại dạng DOCX từ phần mềm soạn thảo, hoặc tải lên bản PDF.")
}

func errTooLarge() error {
	return refuse(fault.TooLarge, "convert.too-large", "Tệp DOCX quá lớn hoặc nén bất thường, vượt giới hạn chuyển đổi.", "Giảm hình ảnh trong tệp, hoặc tải lên bản PDF.")
}
