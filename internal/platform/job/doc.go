// Package job runs work after the commit that asked for it, and delivers events
// to their handlers.
//
// The first calls are New, then Queue.Handle and Queue.Subscribe while wiring,
// then Queue.Run. A command enqueues (Enqueue, Emit) in its own transaction, so
// a job exists exactly if its reason was committed. A worker takes a job by a
// lease that it keeps extending; when the process dies, another takes the job
// again after the lease. A handler may therefore run twice and must then do no
// harm. What fails is tried again with growing delay, and is dead, with its
// last error kept for the page of the administrator, after the last attempt.
package job
