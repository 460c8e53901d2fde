// Package subscribertest has what every subscriber.Store promises, told through
// the service on a small province (Suite), and the desk of that province (NewDesk).
package subscribertest
