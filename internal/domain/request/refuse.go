package request

import (
	"errors"
	"strconv"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// nothingMissing lets a record that is not there pass.
func nothingMissing(err error) error {
	if f, ok := fault.From(err); ok && f.Kind == fault.NotFound || errors.Is(err, org.ErrNotFound) {
		return nil
	}
	return err
}

// all makes one refusal of many, so that everything is told at once (LD-19.1,
// HT-10.1); an error that is no refusal comes first.
func all(errs ...error) error {
	var list []*fault.Fault
	for _, err := range errs {
		if err == nil {
			continue
		}
		f, ok := fault.From(err)
		if !ok {
			return err
		}
		list = append(list, f)
	}
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	words := make([]string, len(list))
	joined := fault.New(fault.Invalid, "request.incomplete", "").Under(list[0].Clause).Do("Bổ sung các mục đã nêu rồi làm lại.")
	for i, f := range list {
		words[i] = strings.TrimSuffix(f.Message, ".")
		for _, field := range f.Fields {
			joined = joined.At(field.Name, field.Message)
		}
	}
	joined.Message = "Hồ sơ còn " + strconv.Itoa(len(list)) + " điểm chưa đạt: " + strings.Join(words, "; ") + "."
	return joined
}
