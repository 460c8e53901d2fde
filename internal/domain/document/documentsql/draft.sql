-- name: TypeRules :many
select id, agency, province, sector, code, name, symbol, electronic_only, paper_required, source, from_day, until_day, author, at
from type_rule where province = $1 and (agency = '' or agency = $2) order by code, from_day, id;

-- name: PutTypeRule :exec
insert into type_rule (id, agency, province, sector, code, name, symbol, electronic_only, paper_required, source, from_day, until_day, author, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (id) do update set name = excluded.name, symbol = excluded.symbol, electronic_only = excluded.electronic_only,
  paper_required = excluded.paper_required, source = excluded.source, from_day = excluded.from_day, until_day = excluded.until_day,
  author = excluded.author, at = excluded.at;

-- name: Templates :many
select id, agency, type, no, name, body, from_day, author, at from document_template where agency = $1 order by type, no desc;

-- name: AddTemplate :exec
insert into document_template (id, agency, type, no, name, body, from_day, author, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: TypedForm :one
select fields, at from draft_form where person = $1 and place = $2;

-- name: PutTypedForm :exec
insert into draft_form (person, place, fields, at) values ($1, $2, $3, $4)
on conflict (person, place) do update set fields = excluded.fields, at = excluded.at;

-- name: DropTypedForm :exec
delete from draft_form where person = $1 and place = $2;

-- name: StampHolds :many
select sha256, agency, person, stamp, at, confirmed_by, confirmed_at from stamp_hold where agency = $1 order by at desc limit 200;

-- name: StampHold :one
select sha256, agency, person, stamp, at, confirmed_by, confirmed_at from stamp_hold where agency = $1 and sha256 = $2;

-- name: PutStampHold :exec
insert into stamp_hold (sha256, agency, person, stamp, at, confirmed_by, confirmed_at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (agency, sha256) do update set confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at;
