package exchange

import (
	"antin/internal/domain/document"
	"antin/pades"
)

// explain names the first signature that does not hold, and why.
func explain(r *pades.Report) string {
	for _, sig := range r.Signatures {
		if sig.Indication != pades.TotalPassed {
			return "chữ ký “" + sig.Signer + "” không đạt: " + document.InWords(sig.SubIndication) + "."
		}
	}
	return document.InWords(r.SubIndication) + "."
}
