package pdf

// Every limit on hostile input is here, with its reason. They are counted in
// work done, never in seconds, so that an answer does not depend on the
// machine.
const (
	// maxDepth bounds arrays and dictionaries within each other, and the page
	// tree. Real files stay below 30; the parser recurses.
	maxDepth = 100

	// maxObjectNumber is the largest object number of ISO 32000-1, annex C.
	maxObjectNumber = 8_388_607

	// maxEntries bounds all cross-reference entries of a file together: at 16
	// bytes each they take 32 MB, and some times that while they are merged.
	// A scan of 2,000 pages has 10,000.
	maxEntries = 2 << 20

	// maxSections bounds the /Prev chain. A document that circulated through
	// a whole province has some tens.
	maxSections = 2_000

	// maxObjectBytes bounds one object without its stream body. The largest
	// seen in practice are arrays of widths and signatures, below 1 MB.
	maxObjectBytes = 16 << 20

	// maxNodes bounds the values parsed over the life of a File: about 100
	// times what a large ordinary file holds.
	maxNodes = 24 << 20

	// maxObjectNodes bounds the values of one object, at about 64 bytes each.
	maxObjectNodes = 1 << 20

	// maxCachedNodes bounds what is kept of parsed objects, again at about 64
	// bytes each; the store is emptied when it is full.
	maxCachedNodes = 256 << 10

	// maxInflated bounds one decoded stream. What this package decodes for
	// itself (cross-references, object streams) and what its users read
	// (page contents, appearances, fonts) stays far below; pictures, which
	// may be larger, are compared as stored.
	maxInflated = 32 << 20

	// maxInflatedTotal bounds all decoding of a File, what goes in and what comes
	// out, against many small bombs.
	maxInflatedTotal = 512 << 20

	// maxStreamCache bounds the object streams kept decoded, their indexes
	// counted in; one stream alone is always kept.
	maxStreamCache = 32 << 20

	// maxStreamObjects bounds the objects in one object stream; writers put 100
	// to 200 into each.
	maxStreamObjects = 256 << 10

	// maxRaw bounds a stream body read into memory as stored; a comparison
	// holds two.
	maxRaw = 64 << 20

	// maxFilters bounds the filters on one stream; two is common.
	maxFilters = 8

	// maxPages bounds the page tree.
	maxPages = 200_000

	// maxScanned bounds the objects found by scanning one revision, and
	// maxScannedNodes their values, since a scan keeps them all.
	maxScanned      = 1 << 20
	maxScannedNodes = 1 << 20

	// maxScannedInAll bounds the words "obj" looked at in all scans of a file; each
	// costs about a microsecond, however few bytes it is from the next.
	maxScannedInAll = 2 << 20

	// leastSearch is what one search counts at least, as it reads so much.
	leastSearch = 128

	// maxTrailers bounds the trailers tried while rebuilding cross-references;
	// there is one for each section.
	maxTrailers = maxSections

	// headerWindow is where "%PDF-" is looked for (ISO 32000-1, annex H.3,
	// note 13) and how far from the end "startxref" may stand. Adobe's
	// readers use 1,024; some scanners pad the end with more.
	headerWindow = 1024
	tailWindow   = 4096
)

// workBudget bounds, for a file of that size, the bytes searched for a lost
// "endstream" or "obj", and those parsed, so that many broken objects cannot
// each go through all of it. What is read for an ordinary verdict is less than
// the file once; 256 MB are parsed in about a second.
func workBudget(size int64) int64 { return 4*size + 256<<20 }
