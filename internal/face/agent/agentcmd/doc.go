// Package agentcmd is the command line of antin-agent: run it, pair it, look at
// tokens, change and unlock PINs, and ask the doctor.
//
//	os.Exit(agentcmd.Main(os.Args[1:], agentcmd.Terminal()))
//
// PINs are asked on the terminal without echo, or read from the input when it is
// none, one a line; they are never arguments, as other programs can read those.
package agentcmd
