// Package requestweb brings the pages of requests for certificates and key
// devices (yêu cầu chứng thực): the work lists of agency and department, the
// form of a new request, the request with the one deed of the moment, the
// subscriber's own confirmation, and the department's desk and dispatches.
//
// The first call is New; its module goes into web.Config.Modules.
//
// Each deed is a post of its own that carries the revision of the request it
// was read at and calls one service method; a stale one is refused there. Who
// may do what is the service's question: the pages only leave out what Can
// denies. No page says that a certificate is revoked before the authority did
// (NA Điều 12, LD Điều 16 khoản 1): until then its request says what is waited for.
package requestweb
