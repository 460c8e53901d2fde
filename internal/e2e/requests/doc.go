// Package requests proves rows about requests to the certification authority
// through the services, on SQLite and real files, under the profile of each
// province. It has tests only.
//
// Open a province with open, carry a dossier with the steps of journey, and name
// the rows with clause.Covers or clause.Parameter at the top of the test. A
// commune of the practice province stands for Cục, so that letters really go out
// and answers really come in.
package requests
