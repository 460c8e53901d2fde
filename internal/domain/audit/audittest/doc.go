// Package audittest gives tests of other subjects what an audit log needs: keys
// made for the test, and an entry that is right in all its parts.
//
//	signer, verifier := audittest.Keys(t)
//	log := auditsql.New(db, signer, nil)
package audittest
