// Package subscriber is the registry as people read it: who holds which
// certificate on which device, who manages whom, who is entitled to one, what
// ends soon, and what the province can say about it in figures.
//
// It keeps what neither the certificate (package signing) nor the device
// (package device) says: the registration under the province's rules, external
// systems in which a certificate is known, plans of migration, duties, training
// and inspection.
package subscriber
