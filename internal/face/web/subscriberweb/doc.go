// Package subscriberweb shows the register of subscribers: what a person holds
// and must do next, the lists and figures of an agency or the province, one
// certificate, entering certificates one by one and from lists.
//
// New makes the module for web.Config.Modules.
package subscriberweb
