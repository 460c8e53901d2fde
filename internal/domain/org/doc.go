// Package org knows agencies, units, people, their posts and roles, who may do
// what, and the accounts by which people come in.
//
// The first call is Guard.Allow: every service of every subject asks it once,
// before any change. Agencies, units and posts have dates and are never
// deleted; an agency that was merged names its successor.
package org
