// Package vntext handles Vietnamese text as people read it: folding for
// search, equality in spite of spelling habits, dictionary order, personal
// names, and the numbers and symbols of documents (số, ký hiệu).
//
// The first call is Fold. It promises: every spelling of the same syllable in
// Unicode (composed or not, tone mark on either vowel) folds, compares and
// sorts the same. The form of numbers and symbols is that of
// Nghị định 30/2020/NĐ-CP, Phụ lục I and III.
package vntext
