package check

// certificate: without the signer's certificate nothing can be verified, which
// is no evidence against the signature.
var certificate = check{"signer-certificate", "ETSI EN 319 102-1, 5.2.3", func(s *Subject) verdict {
	if s.CMS == nil {
		return fail(FormatFailure, "no CMS")
	}
	if s.Cert == nil {
		return unsure(NoSigningCert, "the certificate of the signer is neither in the file nor given")
	}
	return pass()
}}
