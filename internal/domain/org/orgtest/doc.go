// Package orgtest has what tests about people and agencies need: Suite, which
// every org.Store must pass, and NewProvince, a small province with two
// agencies and everybody who handles a document. Only tests import it.
package orgtest
