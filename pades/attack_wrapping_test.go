package pades_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"antin/pdf"
)

// cutAtContents gives what stands before the last /Contents, its brackets and
// digits, and what stands after.
func cutAtContents(file []byte) (before, contents, after []byte) {
	all := contentsPattern.FindAllIndex(file, -1)
	m := all[len(all)-1]
	return file[:m[0]], file[m[0]:m[1]], file[m[1]:]
}

// inPadding puts text in the place of the zeros behind the signature; the hole
// and every offset stay.
func inPadding(text string) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		before, hole, after := cutAtContents(file)
		der := must(hex.DecodeString(string(hole[1 : len(hole)-1])))(t)
		var info asn1.RawValue
		must(asn1.Unmarshal(der, &info))(t)
		head := fmt.Sprintf("<%x>%s", info.FullBytes, text)
		room := len(hole) - len(head)
		if room < 2 {
			t.Fatalf("%d bytes too long", -room)
		}
		fill := "<" + strings.Repeat("0", room-2) + ">"
		return bytes.Join([][]byte{before, []byte(head), []byte(fill), after}, nil)
	}
}

// relocated moves the second signed range to the end of the file, behind
// objects of the attacker, and says so in a second /ByteRange.
func relocated(second string) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		before, hole, after := cutAtContents(file)
		evil := "4 0 obj\n" + otherPage[0].text + "\nendobj\n"
		for moved := len(file); ; moved++ {
			text := fmt.Sprintf(second, len(before), moved, len(after)) + " >>\nendobj\n" + evil
			out := bytes.Join([][]byte{before, hole, []byte(text)}, nil)
			if len(out) < moved {
				out = append(out, bytes.Repeat([]byte("\n"), moved-len(out))...)
				return append(out, after...)
			}
		}
	}
}

func wrapping(name string, make func(testing.TB, []byte) []byte) assault {
	return assault{name: name, base: signedPlain, make: make, axis: "integrity"}
}

// overlapping adds a dictionary of the attacker whose hole lies over the first
// one's.
func overlapping(t testing.TB, file []byte) []byte {
	before, hole, _ := cutAtContents(file)
	from, to := len(before), len(before)+len(hole)
	return update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
		list := must(rev.Array(formOf(t, rev).dict.Get("Fields")))(t)
		field := must(rev.Dict(list[0]))(t)
		evil := must(rev.Dict(field.Get("V")))(t).With("ByteRange", pdf.Array{pdf.Integer(0), pdf.Integer(from - 10), pdf.Integer(to), pdf.Integer(20)})
		widget := u.Add(field.With("T", pdf.TextString("evil")).With("V", u.Add(evil)))
		annotated(t, rev, u, widget)
		inForm(t, rev, u, func(d pdf.Dict) pdf.Dict { return d.With("Fields", append(slices.Clone(list), widget)) })
	})
}

// narrow is a file that the attacker signs over other bytes than its dictionary
// should: the change is made to the true ranges.
func narrow(change func(n *[4]int64)) func(testing.TB, []byte) []byte {
	return func(t testing.TB, _ []byte) []byte {
		file := handSigned{field: "one"}.on(t, tablePDF(0))
		before, hole, after := cutAtContents(file)
		n := [4]int64{0, int64(len(before)), int64(len(before) + len(hole)), int64(len(after))}
		change(&n)
		out := ranged(func([]int, int) string { return fmt.Sprintf("/ByteRange [%d %d %d %d]", n[0], n[1], n[2], n[3]) })(t, file)
		sum := sha256.New()
		sum.Write(out[n[0] : n[0]+n[1]])
		sum.Write(out[n[2] : n[2]+n[3]])
		der := honest(t, leader(), sum.Sum(nil))
		hex.Encode(out[len(before)+1:], der)
		return out
	}
}

func narrowed(name string, change func(n *[4]int64)) assault {
	return assault{name: name, base: signedPlain, make: narrow(change), axis: "integrity", built: true}
}

// wrappings: the hash is right, but what was hashed is not what is shown, or the
// hole holds more than the signature.
var wrappings = []assault{
	wrapping("entries behind the signature in the hole", inPadding(" /Reason (another) /X ")),
	wrapping("a second /Contents in the hole", inPadding(" /Contents ")),
	wrapping("a second /ByteRange in the hole", inPadding(" /ByteRange [0 1 2 3] /X ")),
	wrapping("objects in the hole", inPadding(" >>\nendobj\n4 0 obj\n"+otherPage[0].text+"\nendobj\n99 0 obj\n<</X ")),
	wrapping("a comment in the hole", inPadding("%\n/X ")),
	wrapping("second range moved, /ByteRange twice", relocated(" /ByteRange [0 %d %d %d]")),
	wrapping("second range moved, /ByteRange of the first key", relocated(" /ByteRang [0 %d %d %d]")),
	wrapping("bytes put into the hole", func(_ testing.TB, file []byte) []byte {
		before, hole, after := cutAtContents(file)
		return bytes.Join([][]byte{before, hole, []byte(" /X (1)"), after}, nil)
	}),
	wrapping("digits of the hole with a comment", contents(func(old string) string { return old[:len(old)-12] + "%x0000000>" })),
	{name: "digits of the hole with blanks", base: signedPlain, axis: "integrity", unsure: true,
		make: contents(func(old string) string { return old[:len(old)-12] + "           >" })},
	{name: "hole over the hole of another signature", base: signedPlain, make: overlapping, axis: "integrity"},
	narrowed("brackets signed along", func(n *[4]int64) { n[1]++; n[2]--; n[3]++ }),
	narrowed("hole larger than /Contents", func(n *[4]int64) { n[2] += 3; n[3] -= 3 }),
	narrowed("head of the file not signed", func(n *[4]int64) { n[0] += 20; n[1] -= 20 }),
	narrowed("end of the file not signed", func(n *[4]int64) { n[3] -= 20 }),
	narrowed("page within the hole", func(n *[4]int64) { n[1] = 15 }),
	narrowed("only the dictionary signed", func(n *[4]int64) { n[0] = n[1] - 100; n[1] = 100; n[3] = 20 }),
}
