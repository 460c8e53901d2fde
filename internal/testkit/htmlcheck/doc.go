// Package htmlcheck tests pages by small checks over the parsed page, so that
// a test says what must be there and not how the bytes look.
//
//	htmlcheck.Check(t, body,
//		htmlcheck.Sound(),
//		htmlcheck.In("table.list", htmlcheck.HasText("Chờ cấp số"), htmlcheck.Count("tbody tr", 6)),
//		htmlcheck.HasField("subject", "V/v rà soát"))
//
// Selectors are small: tag, .class, #id, [attr], [attr=value], and blanks
// between them for "somewhere inside".
package htmlcheck
