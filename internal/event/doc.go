// Package event holds facts that other subjects hear of after the commit.
//
// A service emits events inside its transaction; the outbox writes one job row
// for each handler that subscribed to the kind, in the same transaction. A
// handler may run twice and must then do no harm.
package event
