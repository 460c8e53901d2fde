package org

import (
	"context"
	"slices"

	"antin/internal/fault"
)

// filled has kind and level.
func (a Agency) filled() Agency {
	if a.Kind == "" {
		a.Kind = KindOfName(a.Name)
	}
	if a.Level == "" {
		a.Level = LevelOfName(a.Name)
	}
	return a
}

// checkAgency holds what is saved against the rules of its province.
func (s *Service) checkAgency(ctx context.Context, r Reader, a Agency) error {
	if !slices.Contains(Kinds, a.Kind) || !slices.Contains(Levels, a.Level) {
		return fault.New(fault.Invalid, "org.kind", "Loại hoặc cấp của cơ quan không hợp lệ.").At("kind", "Chọn trong danh sách.")
	}
	if a.Parent != "" {
		if _, err := r.Agency(ctx, a.Parent); err != nil {
			return missing(err, "org.parent", "Không có cơ quan cấp trên này.")
		}
		return nil
	}
	law, err := s.law(a.Province, s.now())
	if err != nil {
		return err
	}
	if slices.Contains(law.Subscribers.ParentRequired, string(a.Kind)) {
		refusal := law.Subscribers.ParentRefusal
		return fault.New(fault.Invalid, "org.parent-required", refusal+".").
			Under(law.Clause("subscribers.parent_required")).At("parent", "Chọn cơ quan chủ quản.")
	}
	return nil
}

func checkPlace(ctx context.Context, tx Tx, person PersonID, agency AgencyID, unit UnitID) error {
	if _, err := tx.Person(ctx, person); err != nil {
		return missing(err, "org.person", "Không có người này.")
	}
	if _, err := tx.Agency(ctx, agency); err != nil {
		return missing(err, "org.agency", "Không có cơ quan này.")
	}
	if unit == "" {
		return nil
	}
	u, err := tx.Unit(ctx, unit)
	if err != nil {
		return missing(err, "org.unit", "Không có đơn vị này.")
	}
	if u.Agency != agency {
		return fault.New(fault.Invalid, "org.unit", "Đơn vị không thuộc cơ quan này.")
	}
	return nil
}

// checkAbove refuses a unit above that is of another agency.
func checkAbove(ctx context.Context, r Reader, above UnitID, agency AgencyID) error {
	if above == "" {
		return nil
	}
	u, err := r.Unit(ctx, above)
	if err != nil {
		return missing(err, "org.unit", "Không có đơn vị này.")
	}
	if u.Agency != agency || !u.ValidTo.IsZero() {
		return fault.New(fault.Invalid, "org.unit", "Đơn vị cấp trên không thuộc cơ quan này hoặc đã kết thúc.").At("parent", "Chọn đơn vị khác.")
	}
	return nil
}
