package sheet

import "antin/pades"

// Picture is one page at one moment: as a signer left it, or as it is now.
type Picture struct {
	Signature int    // index of the card, -1 for the file itself
	Caption   string // "Khi Trần Thị Minh ký"
	Alt       string
	Page      int
	Now       bool // the file as it is, not as the signer left it
	Width     int  // in pixels
	Height    int
	PNG       []byte
	Boxes     []Box // what came after the signature
}

// Box is a changed place on a picture, in parts of its width and height from
// the top left corner. Number leads to the line of the list below the picture.
type Box struct {
	X, Y, W, H float64
	Number     int
	Text       string
	Verdict    pades.ChangeVerdict
}

// Grade is how bad what lies in the box is.
func (b Box) Grade() Grade { return gradeOf(string(b.Verdict)) }

// VerdictText says it in a word, with a capital.
func (b Box) VerdictText() string { return sentenceStart(changeVerdicts[b.Verdict]) }

// ChangeText says what a change of a report was, in the words of its sheet.
func ChangeText(in Input, c pades.Change) string {
	holders := in.Holders
	if holders == nil {
		holders = func(string) Holder { return Holder{} }
	}
	return sentenceStart(signersOf(in.Report, holders).changeWhole(c))
}
