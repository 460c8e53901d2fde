package signcmd

import (
	"context"
	"time"

	"antin/internal/face/cli/anchors"
	"antin/pades"
)

// Extend is what stands behind `antin extend`.
type Extend struct {
	Files []string `arg:"" name:"FILE" help:"Tệp PDF đã ký, thư mục (mọi tệp .pdf trong đó) hoặc mẫu tên như *.pdf."`
	Level string   `default:"LTA" enum:"T,LT,LTA" help:"Nâng chữ ký lên mức T (dấu thời gian), LT (thêm chứng thư và trạng thái thu hồi) hay LTA (thêm dấu thời gian lưu trữ)."`

	NetworkFlags
	OutputFlags
	RunFlags
}

// levelOf is the level that a flag names.
func levelOf(flag string) pades.Level { return pades.Level("B-" + flag) }

// reach is what is needed to carry signatures upward.
type reach struct {
	stamper pades.Stamper
	answers pades.Answers
	set     anchors.Set
	memory  *pades.Memory
	now     func() time.Time
}

func (f NetworkFlags) reach(env Environment) (*reach, error) {
	stamper, answers, set, err := f.open(env)
	if err != nil {
		return nil, err
	}
	return &reach{stamper, answers, set, new(pades.Memory), env.Now}, nil
}

func (r *reach) extension(to pades.Level) pades.Extension {
	return pades.Extension{
		To: to, Stamper: r.stamper, Answers: r.answers, Anchors: r.set.Anchors, Intermediates: r.set.Intermediates,
		CRLs: r.set.CRLs, Now: r.now, Memory: r.memory,
	}
}

// Run extends every file, several at once.
func (c *Extend) Run(ctx context.Context, env Environment) error {
	if err := c.OutputFlags.check(); err != nil {
		return wrongUse(err)
	}
	r, err := c.NetworkFlags.reach(env)
	if err != nil {
		return wrongUse(err)
	}
	return c.over(ctx, env, c.Files, madeByExtend, "Nâng mức", func(ctx context.Context, name string) result {
		return c.one(ctx, name, r)
	})
}

func (c *Extend) one(ctx context.Context, name string, r *reach) result {
	src, err := c.openBase(name)
	if err != nil {
		return failed(name, err)
	}
	defer src.Close()
	to := levelOf(c.Level)
	x, err := pades.Extend(ctx, src.pdf, r.extension(to))
	if err != nil {
		return failed(name, err)
	}
	done := reached(name, x, to)
	done.unstamped(x.Unstamped, c.NetworkFlags)
	if len(x.Tail) == 0 {
		done.Output = name
		done.Done = !done.Lower // nothing could be added, and it is not there yet
		if !done.Done {
			done.Error = explain(errNothingAdded)
		}
		return done
	}
	done.Output = c.target(name, madeByExtend)
	if err := c.save(done.Output, src, x.Tail); err != nil {
		return failed(name, err)
	}
	return done
}

// reached tells how far the signatures of a file came.
func reached(name string, x *pades.Extended, to pades.Level) result {
	r := result{File: name, Done: true, Level: x.Reached(), Gaps: x.Gaps}
	for _, s := range x.Signatures {
		r.Gaps = append(r.Gaps, s.Gaps...)
	}
	r.Lower = !r.Level.AtLeast(to)
	return r
}

// errNothingAdded is a file that stays where it is.
var errNothingAdded = refuse("Chưa bổ sung được gì vào tệp, mức của chữ ký giữ nguyên.")

// save writes the base and what is appended to it.
func (o OutputFlags) save(target string, src *source, tail []byte) error {
	d, err := o.begin(target, src.File, src.size)
	if err != nil {
		return err
	}
	if err := d.add(tail); err != nil {
		d.drop()
		return err
	}
	if o.InPlace && !src.current() {
		d.drop()
		return errChanged
	}
	return d.finish()
}

// Timestamp is what stands behind `antin timestamp`.
type Timestamp struct {
	Files []string `arg:"" name:"FILE" help:"Tệp PDF, thư mục (mọi tệp .pdf trong đó) hoặc mẫu tên như *.pdf."`

	NetworkFlags
	OutputFlags
	RunFlags
}

// Run adds a document time-stamp to every file, signed or not.
func (c *Timestamp) Run(ctx context.Context, env Environment) error {
	if err := c.OutputFlags.check(); err != nil {
		return wrongUse(err)
	}
	if len(c.TSA) == 0 || c.Offline {
		return wrongUse(refuse("Cần địa chỉ dịch vụ dấu thời gian: --tsa URL, và không dùng --offline."))
	}
	r, err := c.NetworkFlags.reach(env)
	if err != nil {
		return wrongUse(err)
	}
	return c.over(ctx, env, c.Files, madeByTimestamp, "Đóng dấu thời gian", func(ctx context.Context, name string) result {
		return c.one(ctx, name, r)
	})
}

func (c *Timestamp) one(ctx context.Context, name string, r *reach) result {
	src, err := c.openBase(name)
	if err != nil {
		return failed(name, err)
	}
	defer src.Close()
	s, err := pades.Timestamp(ctx, src.pdf, pades.Stamping{Stamper: r.stamper, Now: r.now})
	if err != nil {
		lost := failed(name, err)
		lost.Silent = silencesIn(err)
		return lost
	}
	done := result{File: name, Done: true, Output: c.target(name, madeByTimestamp), Stamp: &s.Time}
	if err := c.save(done.Output, src, s.Tail); err != nil {
		return failed(name, err)
	}
	return done
}
