package signing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// ImageID is a UUIDv7 in text form.
type ImageID string

// ImageKind says of what a picture is.
type ImageKind string

// Kinds of pictures.
const (
	PersonImage ImageKind = "person" // the hand signature of a person
	SealImage   ImageKind = "seal"   // the seal of an agency, in its real size
)

// Image is one picture with the size in which it is drawn. One for each kind
// and owner is in use; To is zero for that one.
type Image struct {
	ID       ImageID
	Kind     ImageKind
	Owner    string // person or agency
	PNG      []byte
	SHA256   string
	WidthMM  float64 // kept to a thousandth
	HeightMM float64
	From     time.Time
	To       time.Time
}

const maxSealMM = 100 // the largest seal of the circular on seals is far below

// SaveImage puts a picture in the place of the owner's one in use; the old one
// stays in the history. Kind person: owner is a person, who does it alone; kind
// seal: owner is an agency, its clerk does it. What the picture must be is in
// the profile of the actor's province (NA-15.1a-1, NA-15.1b-1).
func (s *Service) SaveImage(ctx context.Context, by org.Actor, in Image) (Image, error) {
	if err := s.guard.Allow(ctx, by, ActImage, imageRelation(by, in)...); err != nil {
		return Image{}, err
	}
	if err := s.checkOwnerOfImage(ctx, in); err != nil {
		return Image{}, err
	}
	now := s.now()
	law, err := s.law(by.Province, now)
	if err != nil {
		return Image{}, err
	}
	if err := CheckImage(in, law); err != nil {
		return Image{}, err
	}
	id, err := newID()
	if err != nil {
		return Image{}, err
	}
	sum := sha256.Sum256(in.PNG)
	in.ID, in.SHA256, in.From, in.To = ImageID(id), hex.EncodeToString(sum[:]), now, time.Time{}
	in.WidthMM, in.HeightMM = thousandth(in.WidthMM), thousandth(in.HeightMM)
	err = s.commit(ctx, by.Entry(now, "image.saved", id, "sha256", in.SHA256, "owner", in.Owner), func(tx Tx) error { return tx.AddImage(ctx, in) })
	if errors.Is(err, ErrTaken) {
		return Image{}, fault.New(fault.Conflict, "image.twice", "Hình ảnh vừa được người khác thay. Tải lại trang rồi làm lại.")
	}
	return in, err
}

// CurrentImage gives the picture in use; a refusal of kind NotFound means none.
func (s *Service) CurrentImage(ctx context.Context, kind ImageKind, owner string) (Image, error) {
	i, err := s.store.CurrentImage(ctx, kind, owner)
	return i, missing(err, "image.none", "Chưa có hình ảnh chữ ký hoặc con dấu.")
}

// Image gives one picture, in use or not: a prepared document names it by id.
func (s *Service) Image(ctx context.Context, id ImageID) (Image, error) {
	i, err := s.store.Image(ctx, id)
	return i, missing(err, "image.none", "Không có hình ảnh này.")
}

// ImageHistory lists the pictures without their bytes, the newest first.
func (s *Service) ImageHistory(ctx context.Context, by org.Actor, kind ImageKind, owner string) ([]Image, error) {
	if err := s.guard.Allow(ctx, by, ActImage, imageRelation(by, Image{Kind: kind, Owner: owner})...); err != nil {
		return nil, err
	}
	return s.store.ImageHistory(ctx, kind, owner)
}

func (s *Service) checkOwnerOfImage(ctx context.Context, in Image) error {
	if in.Kind == PersonImage {
		_, err := s.org.Person(ctx, org.PersonID(in.Owner))
		return err
	}
	_, err := s.org.Agency(ctx, org.AgencyID(in.Owner))
	return err
}

// imageRelation keeps the two kinds apart: a clerk has no hand in the pictures
// of people's signatures.
func imageRelation(by org.Actor, in Image) []org.Relation {
	if in.Kind == PersonImage && in.Owner == string(by.Person) && by.Person != "" {
		return []org.Relation{org.Own}
	}
	if in.Kind == SealImage {
		return inAgency(by, org.AgencyID(in.Owner))
	}
	return nil
}

// CheckImage holds a picture against the profile: PNG, transparent background,
// ink of the one colour, size in millimetres.
func CheckImage(in Image, law *profile.Profile) error {
	person, seal := law.Signing.PersonImage, law.Signing.SealImage
	switch in.Kind {
	case PersonImage:
		wrong := fault.New(fault.Invalid, "image.person", person.Refusal).Under(law.Clause("signing.person_image.refusal"))
		if !sizeFits(in, person.MaxWidthMM, person.MaxHeightMM) {
			return wrong.At("size", "Kích thước hình ảnh chữ ký vượt giới hạn hoặc chưa nhập.")
		}
		return checkPicture(in.PNG, ink{person.HueMin, person.HueMax}, person.Transparent, wrong)
	case SealImage:
		wrong := fault.New(fault.Invalid, "image.seal", seal.Refusal).Under(law.Clause("signing.seal_image.refusal"))
		if !sizeFits(in, maxSealMM, maxSealMM) {
			return wrong.At("size", "Nhập kích thước thật của dấu (mm).")
		}
		return checkPicture(in.PNG, ink{seal.HueMin, seal.HueMax}, seal.Transparent, wrong)
	default:
		return fault.New(fault.Invalid, "image.kind", "Không có loại hình ảnh này.")
	}
}

func sizeFits(in Image, width, height float64) bool {
	return in.WidthMM >= 1 && in.HeightMM >= 1 && in.WidthMM <= width && in.HeightMM <= height // false for NaN
}

func thousandth(mm float64) float64 { return math.Round(mm*1000) / 1000 }
