package signcmd

import (
	"context"
	"crypto/rsa"
	"errors"

	"antin/pades"
	"antin/pdf"
)

// Sign is what stands behind `antin sign`.
type Sign struct {
	Files    []string `arg:"" name:"FILE" help:"Tệp PDF, thư mục (mọi tệp .pdf trong đó) hoặc mẫu tên như *.pdf."`
	Level    string   `default:"" enum:",B,T,LT,LTA" help:"Mức chữ ký: B, T (có dấu thời gian), LT (kèm chứng thư và trạng thái thu hồi), LTA (lưu trữ lâu dài). Mặc định T khi có --tsa, không thì B."`
	PSS      bool     `name:"pss" help:"Ký RSA theo RSASSA-PSS."`
	Reason   string   `help:"Lý do ký, ghi trong chữ ký."`
	Location string   `help:"Nơi ký, ghi trong chữ ký."`

	KeyFlags
	PlaceFlags
	NetworkFlags
	OutputFlags
	RunFlags
}

// signing is what is the same for every file of a run.
type signing struct {
	key   *signer
	look  *look
	reach *reach
	level pades.Level
}

// Run signs every file, several at once.
func (c *Sign) Run(ctx context.Context, env Environment) error {
	s, err := c.prepare(env)
	if err != nil {
		return wrongUse(err)
	}
	return c.over(ctx, env, c.Files, madeBySign, "Ký", func(ctx context.Context, name string) result {
		return c.one(ctx, name, s)
	})
}

func (c *Sign) prepare(env Environment) (*signing, error) {
	if err := c.OutputFlags.check(); err != nil {
		return nil, err
	}
	s := &signing{level: pades.LevelB}
	switch {
	case c.Level != "":
		s.level = levelOf(c.Level)
	case len(c.TSA) > 0:
		s.level = pades.LevelT
	}
	if s.level.AtLeast(pades.LevelT) && (len(c.TSA) == 0 || c.Offline) {
		return nil, refuse("Mức %s cần dấu thời gian: thêm --tsa URL, và không dùng --offline.", c.Level)
	}
	var err error
	if s.look, err = c.PlaceFlags.look(); err != nil {
		return nil, err
	}
	if s.reach, err = c.NetworkFlags.reach(env); err != nil {
		return nil, err
	}
	s.key, err = c.KeyFlags.open(env)
	return s, err
}

func (c *Sign) one(ctx context.Context, name string, s *signing) result {
	src, err := c.openBase(name)
	if err != nil {
		return failed(name, err)
	}
	defer src.Close()
	signed, err := c.sign(ctx, src.pdf, s)
	if err != nil {
		return failed(name, err)
	}
	r := result{File: name, Done: true, Output: c.target(name, madeBySign), Level: signed.Level, Lower: !signed.Level.AtLeast(s.level)}
	if signed.Unstamped != nil {
		r.Gaps = append(r.Gaps, pades.Gap{Code: pades.GapNoStamp, Detail: signed.Unstamped.Error()})
	}
	r.unstamped(signed.Unstamped, c.NetworkFlags)
	if x := signed.Extended; x != nil {
		r.unstamped(x.Unstamped, c.NetworkFlags)
		r.Gaps = append(r.Gaps, x.Gaps...)
		for _, other := range x.Signatures {
			r.Gaps = append(r.Gaps, other.Gaps...)
		}
	}
	if err := c.save(r.Output, src, signed.Tail); err != nil {
		return failed(name, err)
	}
	return r
}

// sign signs into the named field, or into the next one of that name with a
// number behind it where it is signed already.
func (c *Sign) sign(ctx context.Context, file *pdf.File, s *signing) (*pades.Signed, error) {
	spot, err := s.look.spot(file, c.Page)
	if err != nil {
		return nil, err
	}
	_, isRSA := s.key.key.Public().(*rsa.PublicKey)
	in := pades.Signing{
		Spot: spot, Certificate: s.key.cert, Chain: s.key.chain, PSS: c.PSS && isRSA, At: s.reach.now(),
		Reason: c.Reason, Location: c.Location, Appearance: s.look.appearance, Memory: s.reach.memory,
	}
	for i := 1; ; i++ {
		in.Field = numbered(c.Field, i)
		signed, err := pades.Sign(ctx, file, in, s.key.key, s.reach.extension(s.level))
		var r *pades.Refusal
		if i == maxTries || !errors.As(err, &r) || r.Code != pades.RefusedFieldSigned {
			return signed, err
		}
	}
}
