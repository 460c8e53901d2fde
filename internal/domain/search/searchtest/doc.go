// Package searchtest has the suite that every search.Store passes, through the
// service and beside a store of documents. Only tests import it.
package searchtest
