-- name: AddVersion :exec
insert into form_version (id, province, form_set, number, version, content, reason, changed_by, valid_from, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: Versions :many
select id, province, form_set, number, version, content, reason, changed_by, valid_from, changed_at
from form_version where province = $1 and form_set = $2 and number = $3
order by version limit 1000;

-- name: AllVersions :many
select id, province, form_set, number, version, content, reason, changed_by, valid_from, changed_at
from form_version where province = $1
order by form_set, number, version limit 5000;

-- name: AddUse :exec
insert into form_use (id, province, form_set, number, version, purpose, subject, person, agency, sha256, made_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: Uses :many
select id, province, form_set, number, version, purpose, subject, person, agency, sha256, made_at
from form_use where province = $1 and form_set = $2 and number = $3
order by made_at desc, id desc limit $4;

-- name: UsesOf :many
select id, province, form_set, number, version, purpose, subject, person, agency, sha256, made_at
from form_use where subject = $1
order by made_at desc, id desc limit $2;
