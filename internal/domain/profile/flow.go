package profile

import "slices"

// FlowsOf lists the orders of signing that a type of document may choose from:
// its own, or all of the province where the type names none (HD2-11.3).
func (d Documents) FlowsOf(typeCode string) []Choice {
	t, ok := d.Type(typeCode)
	if !ok || len(t.Flows) == 0 {
		return d.Flows
	}
	return slices.DeleteFunc(slices.Clone(d.Flows), func(c Choice) bool { return !slices.Contains(t.Flows, c.Code) })
}
