package sheet

import (
	"encoding/json"

	"antin/pades"
)

// JSON is the report for programs: one object on one line, without its end of
// line. The names of the keys are a contract and stay.
func JSON(file string, r *pades.Report) ([]byte, error) {
	return json.Marshal(struct {
		File string `json:"file"`
		*pades.Report
	}{file, r})
}
