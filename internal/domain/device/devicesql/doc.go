// Package devicesql keeps the book of devices in SQL, on SQLite and PostgreSQL
// alike. New makes the Store; In joins a transaction of another subject.
package devicesql
