package search

import (
	"time"

	"antin/internal/fault"
)

// maxYears bounds a period, so that its terms stay few.
const maxYears = 60

// period covers the days from first to last with whole years, whole months and
// days: at most some hundred terms. Nil is no restriction.
func period(first, last string) (Clause, error) {
	if first == "" && last == "" {
		return nil, nil
	}
	from, to := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2049, 12, 31, 0, 0, 0, 0, time.UTC)
	for _, end := range []struct {
		text, field string
		to          *time.Time
	}{{first, "tu-ngay", &from}, {last, "den-ngay", &to}} {
		if end.text == "" {
			continue
		}
		day, err := time.Parse(time.DateOnly, end.text)
		if err != nil {
			return nil, fault.New(fault.Invalid, "search.date", "Ngày ghi chưa đúng.").At(end.field, "Ghi theo mẫu ngày/tháng/năm, ví dụ 05/11/2026.")
		}
		*end.to = day
	}
	if to.Before(from) {
		return nil, fault.New(fault.Invalid, "search.period", "Ngày cuối đứng trước ngày đầu.").At("den-ngay", "Phải từ ngày đầu trở đi.").Do("Đổi lại hai ngày rồi tìm.")
	}
	if to.Year()-from.Year() > maxYears {
		return nil, fault.New(fault.Invalid, "search.period", "Khoảng thời gian dài quá 60 năm.").At("den-ngay", "Chọn khoảng ngắn hơn.")
	}
	return spans(from, to), nil
}

func spans(from, to time.Time) Clause {
	var out Clause
	for day := from; !day.After(to); {
		year, month := day.AddDate(1, 0, 0), day.AddDate(0, 1, 0)
		switch {
		case day.YearDay() == 1 && !year.AddDate(0, 0, -1).After(to):
			out, day = append(out, Phrase{control + "d" + day.Format("2006")}), year
		case day.Day() == 1 && !month.AddDate(0, 0, -1).After(to):
			out, day = append(out, Phrase{control + "d" + day.Format("200601")}), month
		default:
			out, day = append(out, Phrase{control + "d" + day.Format("20060102")}), day.AddDate(0, 0, 1)
		}
	}
	return out
}

// dayTerms are the terms of a day that period finds.
func dayTerms(day string) []string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil
	}
	return []string{control + "d" + d.Format("2006"), control + "d" + d.Format("200601"), control + "d" + d.Format("20060102")}
}
