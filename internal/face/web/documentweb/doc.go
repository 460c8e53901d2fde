// Package documentweb brings the pages of outgoing documents (văn bản đi): work
// lists, drafts, the document with the one deed of the moment, the places of
// signatures and seal, registers, and the person's own certificates and images.
//
// The first call is New; its module goes into web.Config.Modules.
//
// Every deed is a post of its own under /van-ban/{id}/ that names its action of
// the permission table, calls one service method and leads back to the page. The
// pages leave out what Documents.Can denies; the services decide. The level of
// secrecy is asked before anything else (NA Điều 3, QĐ 28/2018/QĐ-TTg Điều 1),
// and in the upload form it is read, and refused, before the first byte of a file.
package documentweb
