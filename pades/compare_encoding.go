package pades

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"antin/pdf"
)

// The codes from 128 on of the encodings that forms are filled in (ISO 32000-2,
// annex D.3); a full stop stands for none.
const (
	winAnsiHigh = "€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ"
	macHigh     = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨.ÆØ.±..¥µ.....ªº.æø¿¡¬.ƒ..«»….ÀÃÕŒœ–—“”‘’÷.ÿŸ⁄¤‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ.ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"
	standard161 = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ.–†‡·.¶•‚„”»…‰.¿"
)

// glyphs are the names that encodings use for letters beyond ASCII (annex D),
// each before its letter; those of ASCII follow.
const glyphs = "Aacute Á Acircumflex Â Adieresis Ä Agrave À Aring Å Atilde Ã Ccedilla Ç Eacute É Ecircumflex Ê Edieresis Ë Egrave È Eth Ð Iacute Í Icircumflex Î Idieresis Ï Igrave Ì Ntilde Ñ Oacute Ó Ocircumflex Ô Odieresis Ö Ograve Ò Oslash Ø Otilde Õ Thorn Þ Uacute Ú Ucircumflex Û Udieresis Ü Ugrave Ù Yacute Ý " +
	"aacute á acircumflex â adieresis ä agrave à aring å atilde ã ccedilla ç eacute é ecircumflex ê edieresis ë egrave è eth ð iacute í icircumflex î idieresis ï igrave ì ntilde ñ oacute ó ocircumflex ô odieresis ö ograve ò oslash ø otilde õ thorn þ uacute ú ucircumflex û udieresis ü ugrave ù yacute ý ydieresis ÿ Ydieresis Ÿ " +
	"AE Æ OE Œ ae æ oe œ germandbls ß Lslash Ł lslash ł Scaron Š scaron š Zcaron Ž zcaron ž dotlessi ı fi ﬁ fl ﬂ florin ƒ " +
	"Abreve Ă abreve ă Dcroat Đ dcroat đ Euro € bullet • dagger † daggerdbl ‡ ellipsis … emdash — endash – fraction ⁄ guilsinglleft ‹ guilsinglright › guillemotleft « guillemotright » minus − perthousand ‰ quotedblbase „ quotedblleft “ quotedblright ” quoteleft ‘ quoteright ’ quotesinglbase ‚ trademark ™ " +
	"breve ˘ caron ˇ circumflex ˆ dotaccent ˙ hungarumlaut ˝ ogonek ˛ ring ˚ tilde ˜ acute ´ cedilla ¸ dieresis ¨ macron ¯ brokenbar ¦ cent ¢ copyright © currency ¤ degree ° divide ÷ exclamdown ¡ logicalnot ¬ mu µ multiply × onehalf ½ onequarter ¼ onesuperior ¹ ordfeminine ª ordmasculine º paragraph ¶ periodcentered · plusminus ± questiondown ¿ registered ® section § sterling £ threequarters ¾ threesuperior ³ twosuperior ² yen ¥ " +
	"exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle ' parenleft ( parenright ) asterisk * plus + comma , hyphen - period . slash / zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 colon : semicolon ; less < equal = greater > question ? at @ bracketleft [ backslash \\ bracketright ] asciicircum ^ underscore _ grave ` braceleft { bar | braceright } asciitilde ~"

// letterOf is the text of a glyph name, "" when it is not known.
func letterOf(name pdf.Name) string {
	switch n := string(name); {
	case n == "space" || n == "nbspace":
		return " "
	case len(n) == 1 && (n[0]|0x20 >= 'a' && n[0]|0x20 <= 'z'):
		return n
	case len(n) == 7 && strings.HasPrefix(n, "uni"):
		if v, err := strconv.ParseUint(n[3:], 16, 16); err == nil {
			return string(utf16.Decode([]uint16{uint16(v)}))
		}
	default:
		if i := strings.Index(" "+glyphs+" ", " "+n+" "); i >= 0 && n != "" && len(n) > 1 {
			return strings.Fields(glyphs[i:])[1]
		}
	}
	return ""
}

// simpleCodes are the texts of the codes of a simple font by its /Encoding
// (9.6.5); ok is false when that says nothing about them.
func simpleCodes(rev *pdf.Revision, font pdf.Dict) (map[uint32]string, bool) {
	enc, err := rev.Resolve(font.Get("Encoding"))
	if err != nil {
		return nil, false
	}
	codes := map[uint32]string{}
	for c := uint32(32); c < 127; c++ {
		codes[c] = string(rune(c))
	}
	switch v := enc.(type) {
	case nil, pdf.Null:
		base(codes, "")
	case pdf.Name:
		return codes, base(codes, v)
	case pdf.Dict:
		if !base(codes, v.Name("BaseEncoding")) {
			return nil, false
		}
		return codes, differences(rev, v, codes)
	}
	return codes, true
}

// base fills in the codes from 128 on.
func base(codes map[uint32]string, name pdf.Name) bool {
	from, high := uint32(128), ""
	switch name {
	case "WinAnsiEncoding":
		high = winAnsiHigh
		for c := uint32(160); c < 256; c++ {
			codes[c] = string(rune(c))
		}
	case "MacRomanEncoding":
		high = macHigh
	case "", "StandardEncoding", "PDFDocEncoding":
		from, high = 161, standard161
	default:
		return false
	}
	for _, r := range high {
		if r != '.' {
			codes[from] = string(r)
		}
		from++
	}
	if name == "PDFDocEncoding" {
		for c := uint32(128); c < 256; c++ {
			codes[c] = pdf.Text(pdf.String{Bytes: []byte{byte(c)}})
		}
	}
	return true
}

// differences lays the names of /Differences over the codes; a code whose name
// says nothing has no text.
func differences(rev *pdf.Revision, enc pdf.Dict, codes map[uint32]string) bool {
	list, _, err := arrayAt(rev, enc.Get("Differences"))
	if err != nil || len(list) > 1024 {
		return false
	}
	at := uint32(0)
	for _, item := range list {
		switch v := item.(type) {
		case pdf.Integer:
			at = uint32(v)
		case pdf.Name:
			delete(codes, at)
			if text := letterOf(v); text != "" {
				codes[at] = text
			}
			at++
		default:
			return false
		}
	}
	return true
}
