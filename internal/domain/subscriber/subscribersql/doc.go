// Package subscribersql keeps the register of subscribers in the database. Its
// lists join what packages signing and org keep: the register is where people
// read them together.
package subscribersql
