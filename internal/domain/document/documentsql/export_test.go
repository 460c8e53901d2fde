package documentsql

// Statements of the lists, for the test that reads their plans.
var (
	ListStatement  = listStatement
	CountStatement = countStatement
)
