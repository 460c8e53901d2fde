// Package formtest is the suite that every form.Store passes.
package formtest
