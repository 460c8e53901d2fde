// Package fault is the one kind of refusal that the program gives.
//
// A fault says what was refused in the clerk's words, which rule says so, and
// what to do next. Every other error is ours to mend: users see an incident
// number and the log has the rest.
//
//	return fault.New(fault.Forbidden, "sign.not-signer", "Chỉ người được ghi là người ký mới ký được văn bản này.").
//		Under("NA-16.1b-2").Do("Chuyển văn bản cho người ký.")
package fault
