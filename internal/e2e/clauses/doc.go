// Package clauses proves rows of the requirements through the services, on
// SQLite and real files, under the profile of each province. It has tests only.
//
// Open a province with open, carry a document with the steps of journey, and
// name the rows with clause.Covers or clause.Parameter at the top of the test.
// What a row refuses is tried, and the words of the refusal are compared.
package clauses
