// Package devicetest has Suite, which every device.Store must pass, and Rules of
// the provinces, told through the service on real stores of people and
// certificates; and Office, a small province of any profile with everybody who
// handles a device. Only tests import it.
package devicetest
