package document

// ProvenState is what Rebuild would make of the state by the signatures found.
func (d *Document) ProvenState(signed, sealed bool) State {
	return d.provenState(proof{signed: signed, sealed: sealed})
}
