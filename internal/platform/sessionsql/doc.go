// Package sessionsql keeps browser sessions in the database, so that every
// process behind the balancer sees them and a restart loses nobody's sign-in.
//
// New gives the store that the browser face asks for (scs.CtxStore). The token
// that arrives here is hashed already by the session manager. Sweep removes what
// has expired; the workers call it now and then.
package sessionsql
