package org

import "context"

// addressKey is under which a context keeps where a request came from.
type addressKey struct{}

// WithAddress notes in the context where a request came from, for the few
// records that name it (LD-05.3); of IPv6 the network.
func WithAddress(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, addressKey{}, address)
}

// AddressOf tells where the request came from; empty when it came from none, as
// with commands and jobs.
func AddressOf(ctx context.Context) string {
	address, _ := ctx.Value(addressKey{}).(string)
	return address
}
