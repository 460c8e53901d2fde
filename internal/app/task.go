package app

import (
	"context"
	"fmt"
	"io"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql"
	"antin/internal/domain/org"
	"antin/internal/domain/task"
	"antin/internal/domain/task/tasksql"
	"antin/internal/domain/workfile"
	"antin/internal/domain/workfile/workfilesql"
	"antin/internal/face/web"
	"antin/internal/face/web/workfileweb"
	"antin/internal/platform/sheet"
	"antin/internal/platform/sqldb"
)

// openTasks wires work to the documents that it changes in its transactions, and
// takes over what was assigned before there were tasks.
func (a *App) openTasks(ctx context.Context) (err error) {
	a.Tasks, err = task.NewService(task.Config{
		Store: tasksql.New(a.Database, a.Audit.Append, a.Queue.Emit, a.documentsIn),
		Guard: a.Guard, Org: a.Org, Documents: a.Documents, Profiles: a.Profiles, Now: a.Now,
	})
	if err != nil {
		return err
	}
	if _, err := a.Tasks.Adopt(ctx); err != nil {
		return fmt.Errorf("taking over assignments: %w", err)
	}
	a.Files, err = workfile.NewService(workfile.Config{
		Store: workfilesql.New(a.Database, a.Audit.Append), Guard: a.Guard, Org: a.Org, Documents: a.Documents, Profiles: a.Profiles, Now: a.Now,
	})
	return err
}

// filePages wires the pages of work files to spreadsheets.
func (a *App) filePages() web.Module {
	return workfileweb.New(workfileweb.Config{
		Files: a.Files, Documents: a.Documents, Org: a.Org, Profiles: a.Profiles, Now: a.Now,
		ReadSheet: func(r io.Reader) ([][]string, error) {
			return sheet.Read(r, sheet.Limits{Bytes: 8 << 20, Rows: 4000, Cells: 20})
		},
		XLSX: func(w io.Writer, name string) (workfileweb.Rows, error) { return sheet.NewXLSX(w, name) },
	})
}

// documentsIn is the subject of documents inside another subject's transaction.
func (a *App) documentsIn(tx *sqldb.Tx) document.Tx {
	return documentsql.In(tx, a.Audit.Append, a.Queue.Emit)
}

// digests makes the reminders of a working day for everybody who has an account,
// once for each; a second run of the same day finds them made.
func (a *App) digests(ctx context.Context) error {
	agencies, err := a.Org.Agencies(ctx, org.AgencyQuery{Province: a.Config.Province, At: a.Now()})
	if err != nil {
		return err
	}
	for _, agency := range agencies {
		people, err := a.Org.PeopleOf(ctx, agency.ID, a.Now())
		if err != nil {
			return err
		}
		for _, p := range people {
			by := org.Actor{Account: "digest", Person: p.ID, Name: p.Name, Agency: agency.ID, Province: agency.Province}
			if by.Roles, err = a.Org.RolesOf(ctx, p.ID, agency.ID, a.Now()); err != nil {
				return err
			}
			posts, err := a.Org.PostsOf(ctx, p.ID, agency.ID, a.Now())
			if err != nil {
				return err
			}
			for _, post := range posts {
				if post.Unit != "" && by.Unit == "" {
					by.Unit = post.Unit
				}
			}
			if _, _, err := a.Tasks.MakeDigest(ctx, by); err != nil {
				return fmt.Errorf("making the digest of %s: %w", p.ID, err)
			}
		}
	}
	return nil
}
