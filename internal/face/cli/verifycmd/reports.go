package verifycmd

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"antin/etsireport"
	"antin/internal/face/sheet"
	"antin/pades"
)

// maxSameName bounds the numbers behind files of one name from many folders.
const maxSameName = 100_000

// keep writes the sheet as PDF and the report of ETSI TS 119 102-2 beside each
// other into the folder of --reports, under the name of the file. What lies
// there stays: a further file of the same name gets a number.
func (c *Command) keep(env Environment, name string, r *pades.Report) error {
	if c.Reports == "" {
		return nil
	}
	base := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	for i := 1; i <= maxSameName; i++ {
		stem := filepath.Join(c.Reports, base)
		if i > 1 {
			stem += fmt.Sprintf("-%d", i)
		}
		err := create(stem+".xml", func(w io.Writer) error { return etsireport.Write(w, r) })
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return err
		}
		return create(stem+".pdf", func(w io.Writer) error { return c.sheet(env, name, r).PDF(w, r.JudgedAt) })
	}
	return fmt.Errorf("%w: %s", fs.ErrExist, base)
}

func create(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

func (c *Command) sheet(env Environment, name string, r *pades.Report) *sheet.Sheet {
	return sheet.Make(sheet.Input{File: name, Report: r, Holders: env.Holders, Words: env.Words, Offline: c.Offline})
}
