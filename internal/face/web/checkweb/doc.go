// Package checkweb brings the public page on which anybody has the signatures
// of a PDF checked, without an account and without script, and the same answer
// for programs.
//
// The first call is New; its module goes into web.Config.Modules.
//
// A file is streamed into a temporary file, judged, and gone when the answer is
// sent: nothing of it is kept. The sheet lies in memory for ten minutes, so that
// it can be read in plain words or in detail, and taken along as PDF, JSON or
// XML (ETSI TS 119 102-2), by whoever had the file. It follows
// NĐ 68/2024/NĐ-CP, Điều 30 to 32.
package checkweb
