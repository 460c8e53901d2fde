// Package formweb brings the pages of printed forms (biểu mẫu): the list that
// the province's regulation gives, each form as it looks, its versions and the
// files made from it, blank or filled from the record, and the screen on which
// an administrator changes a template from a day on (HT-12.1-2, HD2-10.2p).
//
// The first call is New; its module goes into web.Config.Modules. Every file
// that goes out is recorded first; a form that the regulation does not list is
// refused.
package formweb
