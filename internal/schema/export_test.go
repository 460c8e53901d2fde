package schema

// Merge is merge, for the tests.
var Merge = merge
