-- name: GetPlan :one
select data, rev from file_plan where agency = $1 and year = $2;

-- name: AddPlan :execrows
insert into file_plan (agency, year, state, rev, data) values ($1, $2, $3, 1, $4) on conflict (agency, year) do nothing;

-- name: SavePlan :execrows
update file_plan set state = $1, data = $2, rev = rev + 1 where agency = $3 and year = $4 and rev = $5;

-- name: GetFile :one
select data, rev from workfile where id = $1;

-- name: LockFile :execrows
update workfile set state = state where id = $1;

-- name: AddFile :execrows
insert into workfile (id, agency, year, code, unit, keeper, state, due_on, search, rev, updated_at, data)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11) on conflict (agency, year, code) do nothing;

-- name: SaveFile :execrows
update workfile set state = $1, due_on = $2, search = $3, rev = rev + 1, updated_at = $4, data = $5 where id = $6 and rev = $7;

-- name: ListFiles :many
select data, rev from workfile
where agency = $1 and ($2 = '' or keeper = $2) and ($3 = '' or state = $3) and ($4 = 0 or year = $4)
  and ($5 = '' or (due_on <> '' and due_on <= $5)) and ($6 = '' or search like '%' || $6 || '%')
order by updated_at desc, id desc limit $7;

-- name: FilesOf :many
select f.data, f.rev from workfile f join workfile_item i on i.file = f.id where i.document = $1 order by f.id limit 100;

-- name: AddItem :exec
insert into workfile_item (file, seq, document, sha256, at, data) values ($1, $2, $3, $4, $5, $6);

-- name: Items :many
select data from workfile_item where file = $1 order by seq;

-- name: Unfiled :many
select d.id from document d
where d.agency = $1 and d.created_at >= $2 and d.created_at < $3
  and (d.direction = 'outgoing' and d.state = 'released' or d.direction = 'incoming' and d.state = 'completed')
  and not exists (select 1 from workfile_item i where i.document = d.id)
order by d.created_at, d.id limit 500;
