// Package task is work that somebody gives to somebody: what becomes of an
// incoming document, and what is asked without one.
//
// The first call is Service.Direct: a leader's direction with the people and
// units that it goes to (chủ trì, phối hợp, để biết). Who got it works, passes
// it on inside the unit, asks for more time, gives it back or completes it; who
// gave it answers, takes it back or asks for more. Tasks stand in a tree, and no
// branch is due after the one that it hangs on.
//
// What is said about a task are notes, added and never changed: author, role,
// time, text, files, hash (QĐ 133/2015 Bắc Giang, Điều 14 khoản 4). They make the
// sheet of NĐ 30/2020, Phụ lục IV (Phiếu giải quyết văn bản đến). Due times are
// ends of working days of the province's calendar; Explain says how one came
// about. The moves of a task are the table of states.go.
package task
