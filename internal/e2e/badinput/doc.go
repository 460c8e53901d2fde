// Package badinput gives the product what it must refuse: broken and oversized
// files, keys of the wrong people, forms sent twice or too late, a disk without
// room. Each is refused in words, and nothing is lost: the state stays, what was
// typed stays, and what must not be kept is not. It has tests only.
package badinput
