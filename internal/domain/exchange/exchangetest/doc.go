// Package exchangetest has Suite, which every exchange.Store must pass. Only
// tests import it.
package exchangetest
