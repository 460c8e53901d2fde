// Package archiveweb shows and gives out the evidence that is kept with signed
// documents (TT 41/2017/TT-BTTTT, Điều 9): Section is the part for the pages of
// outgoing and incoming documents, New the module with the downloads. Who may
// read the document may take its evidence along; nothing is found by its hash.
package archiveweb
