// Package register keeps the registers of an agency: outgoing, incoming,
// internal and copies, each with one run of numbers a year (NĐ 30/2020/NĐ-CP,
// Điều 15, 16, 22 and Phụ lục IV).
//
// The first call of another subject is Lines.Reserve inside its own transaction;
// people come in through Service: Hold gives numbers for a paper day, Fill and
// CancelHeld settle them, CloseYear ends a year. It promises that every number
// from 1 to the last has exactly one line: reserved, issued, entered or
// cancelled; that no line is ever removed; that a closed year takes no more
// lines; and that a line whose date is out of order with its number says why.
//
// Here stands also what follows a line on paper: copies that have to be sent
// (Slip, the postal register), prints (Print), and faults during which documents
// leave on paper (Fault).
package register
