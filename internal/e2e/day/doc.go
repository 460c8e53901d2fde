// Package day plays a working day of a department and of a commune through the
// pages: letters written, signed, sealed and sent both ways, files brought in
// from outside, one joint document, one recall and one refusal. The department's
// first letter and the registering at both go through Chromium, and keys, clicks
// and seconds are counted; the others go by plain forms. ANTIN_LARGE plays a full day of thirty in and
// twenty out. It has tests only.
package day
