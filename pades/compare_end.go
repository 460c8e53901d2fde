package pades

import (
	"fmt"
	"io"
)

// afterwards judges the bytes behind the last revision. White space carries
// nothing: mail gateways and old disks leave it behind.
func (c *comparer) afterwards() error {
	last := c.file.Last()
	if c.file.Size() <= last.End {
		return nil
	}
	n := c.file.Size() - last.End
	empty, err := onlyBlank(c.file.Reader(), last.End, c.file.Size())
	if err != nil {
		return err
	}
	ch := change{at: len(c.file.Revisions()), class: classHarmless, Change: Change{
		Kind: "blank-after-end", Verdict: ChangeAllowed, Rule: ruleBehind, Detail: fmt.Sprintf("%d bytes of white space", n),
	}}
	if !empty {
		ch.class, ch.Kind, ch.Verdict = classOther, "bytes-after-end", ChangeSuspicious
		ch.Detail = fmt.Sprintf("%d bytes behind the end of the last revision belong to no revision", n)
	}
	c.add(ch)
	return nil
}

func onlyBlank(r io.ReaderAt, from, to int64) (bool, error) {
	buf := make([]byte, 64<<10)
	for from < to {
		n := min(int64(len(buf)), to-from)
		if err := readAt(r, buf[:n], from); err != nil {
			return false, err
		}
		for _, b := range buf[:n] {
			if !isBlank(b) {
				return false, nil
			}
		}
		from += n
	}
	return true, nil
}
