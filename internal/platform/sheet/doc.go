// Package sheet reads and writes lists of offices: spreadsheets (.xlsx) and CSV.
// Read takes what a stranger sent: its size, the size of what it unpacks to, its
// rows and cells are bounded before they are read, and formulas are never
// calculated. Writer keeps a table calculation from taking words for formulas.
package sheet
