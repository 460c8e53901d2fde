-- name: AddRequest :exec
insert into request (id, code, kind, subject, state, rev, province, managing, person, created_by, officer, certificate, device,
  document, dispatch, flag, waiting, open, search, due_at, updated_at, data)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22);

-- name: SaveRequest :execrows
update request set state = $1, rev = rev + 1, managing = $2, person = $3, officer = $4, certificate = $5, device = $6, document = $7,
  dispatch = $8, flag = $9, waiting = $10, open = $11, search = $12, due_at = $13, updated_at = $14, data = $15
where id = $16 and rev = $17;

-- name: LockRequest :execrows
update request set state = state where id = $1;

-- name: GetRequest :one
select data, rev from request where id = $1;

-- name: NextCode :one
insert into request_code (province, year, last) values ($1, $2, 1)
on conflict (province, year) do update set last = request_code.last + 1
returning last;

-- name: ListProvince :many
select data, rev from request
where province = $1 and (updated_at < $2 or (updated_at = $2 and id < $3))
  and ($4 = '' or $4 like '%,' || state || ',%') and ($5 = '' or $5 like '%,' || kind || ',%')
  and ($6 = '' or subject = $6) and ($7 = '' or officer = $7) and ($8 = '' or flag = $8)
  and ($9 = '' or (officer = '' and waiting)) and ($10 = '' or search like '%' || $10 || '%')
order by updated_at desc, id desc limit $11;

-- name: ListManaging :many
select data, rev from request
where managing = $1 and (updated_at < $2 or (updated_at = $2 and id < $3))
  and ($4 = '' or $4 like '%,' || state || ',%') and ($5 = '' or $5 like '%,' || kind || ',%')
  and ($6 = '' or subject = $6) and ($7 = '' or flag = $7) and ($8 = '' or search like '%' || $8 || '%')
order by updated_at desc, id desc limit $9;

-- name: ListPerson :many
select data, rev from request
where (person = $1 or created_by = $1) and (updated_at < $2 or (updated_at = $2 and id < $3))
  and ($4 = '' or $4 like '%,' || state || ',%') and ($5 = '' or $5 like '%,' || kind || ',%')
  and ($6 = '' or search like '%' || $6 || '%')
order by updated_at desc, id desc limit $7;

-- name: ListDue :many
select data, rev from request
where province = $1 and due_at > 0 and due_at < $2 and ($3 = '' or managing = $3)
order by due_at, id limit $4;

-- name: ListDocument :many
select data, rev from request where document = $1 and document <> '' order by code limit 2000;

-- name: ListDispatch :many
select data, rev from request where dispatch = $1 and dispatch <> '' order by code limit 2000;

-- name: OpenForCertificate :many
select data, rev from request where certificate = $1 and kind = $2 and open order by code limit 100;

-- name: OpenForDevice :many
select data, rev from request where device = $1 and open order by code limit 100;

-- name: CountProvince :many
select state, count(*) as n from request where province = $1 group by state order by state;

-- name: CountManaging :many
select state, count(*) as n from request where managing = $1 group by state order by state;

-- name: AddStep :exec
insert into request_step (id, request, at, state, deed, actor, actor_name, note, clause) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: Steps :many
select at, state, deed, actor, actor_name, note, clause from request_step where request = $1 order by at, id limit 2000;

-- name: AddContact :exec
insert into request_contact (id, request, at, reached, actor, actor_name, result) values ($1, $2, $3, $4, $5, $6, $7);

-- name: Contacts :many
select at, reached, actor, actor_name, result from request_contact where request = $1 order by at, id limit 500;

-- name: AddNotice :exec
insert into request_notice (id, request, agency, text, at) values ($1, $2, $3, $4, $5);

-- name: Notices :many
select id, request, agency, text, at from request_notice where request = $1 order by at, id limit 500;

-- name: NoticesTo :many
select id, request, agency, text, at from request_notice where agency = $1 order by at desc, id desc limit $2;

-- name: AddFile :exec
insert into request_file (id, request, role, name, sha256, size, at) values ($1, $2, $3, $4, $5, $6, $7);

-- name: FileReferenced :one
select count(*) from request_file where sha256 = $1;

-- name: PutDispatch :exec
insert into request_dispatch (id, province, agency, document, created_at, data) values ($1, $2, $3, $4, $5, $6)
on conflict (id) do update set document = excluded.document, data = excluded.data;

-- name: Dispatch :one
select data from request_dispatch where id = $1;

-- name: DispatchByDocument :one
select data from request_dispatch where document = $1;

-- name: Dispatches :many
select data from request_dispatch where province = $1 order by created_at desc, id desc limit $2;

-- name: AddOfficer :exec
insert into request_officer (id, agency, person, valid_from, valid_to, data) values ($1, $2, $3, $4, $5, $6);

-- name: EndOfficer :execrows
update request_officer set valid_to = $1 where id = $2 and (valid_to = 0 or valid_to > $1);

-- name: Officers :many
select valid_to, data from request_officer where agency = $1 order by valid_from desc, id desc limit 1000;

-- name: AddLetter :exec
insert into request_letter (document, made_at, voided_at, why) values ($1, $2, 0, '') on conflict (document) do nothing;

-- name: VoidLetter :exec
update request_letter set voided_at = $1, why = $2 where document = $3 and voided_at = 0;

-- name: VoidedLetter :one
select why from request_letter where document = $1 and voided_at > 0;
