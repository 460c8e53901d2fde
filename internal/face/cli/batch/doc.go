// Package batch runs one piece of work over many files with all cores, hands
// the results over in the order of the files, and shows how far it is.
//
//	err := batch.Run(ctx, batch.Plan{Names: files}, judge, print)
//
// A bad file is a result, not the end; only the caller's print or the end of
// the context stops a run. What is done but not yet printed is bounded, so that
// a slow first file does not fill the memory.
package batch
