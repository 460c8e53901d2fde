// Package cms reads, judges and writes the SignedData of CMS (RFC 5652) as
// PDF signatures and time-stamps use it.
//
// To sign, with a key that may be far away:
//
//	b, err := cms.NewSigned(cert, chain, digest)     // digest of the byte ranges
//	sig, err := key.Sign(rand, b.Digest(), b.SignerOpts())
//	der, err := b.Finish(sig)
//
// To verify:
//
//	sd, err := cms.Parse(contents)
//	si := sd.Signers[0]
//	report := si.Verify(cert, digest)
//
// What is written is DER with content-type, message-digest and ESS
// signing-certificate-v2 (ETSI EN 319 122-1, 5.2.2.3) and no signing-time
// (ETSI EN 319 142-1, 6.3). What is read may deviate: each deviation that a
// verdict can hang on is listed in SignedData.Peculiarities, not hidden. BER is
// turned into DER within limits and listed. Whether the certificate is to be
// trusted is no question of this package.
package cms
