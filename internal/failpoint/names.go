package failpoint

// Names lists every step that the code marks; the crash test kills at each one
// and fails when one was never passed, and a tree test fails when a mark and
// this list differ.
var Names = []string{
	"seal.before-reserve",
	"seal.reserved",
	"seal.built",
	"seal.stored",
	"seal.recorded",
	"sign.built",
	"sign.stored",
	"sign.recorded",
	"step.built",
	"step.stored",
	"step.recorded",
	"ticket.reserved",
	"ticket.prepared",
	"ticket.built",
	"ticket.stored",
	"ticket.recorded",
	"release.before",
	"release.recorded",
	"dispatch.before-deliver",
	"dispatch.delivered",
	"dispatch.recorded",
	"intake.before-verify",
	"intake.verified",
	"intake.recorded",
	"intake.registered",
	"intake.receipt-recorded",
	"archive.opened",
	"archive.taken",
	"archive.collected",
	"archive.stored",
	"archive.recorded",
	"archive.caught-up",
}
