// Package lockingtoken gives tests key devices: SoftHSM2 behind a small module
// in C (shim/lock.c, built by the first test that needs it) that counts wrong
// PINs and locks, as SoftHSM itself never does, and can be pulled out, hang,
// fall and print while another process holds it.
//
//	bench := lockingtoken.New(t)
//	token := bench.Token("Thiết bị 01", "123456", "87654321")
//	token.Put(certificate, key)
//	desk := token.Desk{Modules: bench.Modules(), Environment: bench.Environment(), …}
//	token.PullAfter(3) // the fourth signature finds it gone
//
// It needs the Debian packages gcc and softhsm2. State is files in a folder of
// the test, so tests may run in parallel.
package lockingtoken
