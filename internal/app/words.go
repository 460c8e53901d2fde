package app

import (
	"context"
	"time"

	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/face/sheet"
)

// words gives the sheet the regulation's words of this installation.
func (a *App) words() sheet.Words {
	p, err := a.Profiles.At(a.Config.Province, a.Now())
	if err != nil {
		return sheet.Words{} // no regulation in force: no legal effect is stated
	}
	return wordsOf(p)
}

// words gives a command without an installation those of the newest province.
func words() sheet.Words {
	set, err := profile.Load()
	if err != nil {
		return sheet.Words{}
	}
	p, err := set.At("NA", time.Now())
	if err != nil {
		return sheet.Words{}
	}
	return wordsOf(p)
}

func wordsOf(p *profile.Profile) sheet.Words {
	v := p.Verification
	return sheet.Words{
		LegalBasis: v.LegalBasis, Both: v.LegalEffect.Both, PersonOnly: v.LegalEffect.PersonOnly, AgencyOnly: v.LegalEffect.AgencyOnly,
		None: v.LegalEffect.None, MissingPerson: v.LegalEffect.Missing, MissingAgency: v.LegalEffect.MissingOrg, EdgeSeal: v.EdgeSealStatement,
	}
}

// holders tells by the register whose certificate signed.
func (a *App) holders(ctx context.Context) func(string) sheet.Holder {
	return func(sha256 string) sheet.Holder {
		c, err := a.Signing.ByFingerprint(ctx, sha256)
		if err != nil {
			return sheet.Holder{Kind: sheet.Unknown}
		}
		switch c.Class {
		case signing.ClassPerson:
			who, err := a.Org.Person(ctx, c.Person)
			if err != nil {
				return sheet.Holder{Kind: sheet.Unknown}
			}
			return sheet.Holder{Kind: sheet.Person, Name: who.Name, Title: c.Title}
		case signing.ClassAgency:
			agency, err := a.Org.Agency(ctx, c.Agency)
			if err != nil {
				return sheet.Holder{Kind: sheet.Unknown}
			}
			return sheet.Holder{Kind: sheet.Agency, Name: agency.Name, Title: agency.Code}
		}
		return sheet.Holder{Kind: sheet.Unknown}
	}
}
