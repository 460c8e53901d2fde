-- name: OpenBundle :execrows
insert into archive_bundle (id, document, file, agency, direction, name, sha256, state, level, why, attempts, next_at, stamp, summary, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, '', '', 0, $9, $10, $11, $12, $12)
on conflict (document, file) do nothing;

-- name: BundleOf :one
select id from archive_bundle where document = $1 and file = $2;

-- name: LockBundle :execrows
update archive_bundle set state = state where id = $1;

-- name: GetBundle :one
select id, document, file, agency, direction, name, sha256, state, level, why, attempts, next_at, stamp, summary, created_at, updated_at
from archive_bundle where id = $1;

-- name: BundlesOfDocument :many
select id, document, file, agency, direction, name, sha256, state, level, why, attempts, next_at, stamp, summary, created_at, updated_at
from archive_bundle where document = $1 order by id;

-- name: SaveBundle :execrows
update archive_bundle set state = $1, level = $2, why = $3, attempts = $4, next_at = $5, stamp = $6, summary = $7, updated_at = $8
where id = $9;

-- name: DueBundles :many
select id from archive_bundle where next_at > 0 and next_at <= $1 order by next_at, id limit $2;

-- name: AddEdition :exec
insert into archive_edition (bundle, no, sha256, size, level, at) values ($1, $2, $3, $4, $5, $6);

-- name: EditionsOfBundle :many
select bundle, no, sha256, size, level, at from archive_edition where bundle = $1 order by no;

-- name: BundlesAfter :many
select id from archive_bundle where id > $1 order by id limit $2;

-- name: EditionReferenced :one
select count(*) from archive_edition where sha256 = $1;


-- name: GetWalk :one
select name, terms, after, done from archive_walk where name = $1;

-- name: SaveWalk :exec
insert into archive_walk (name, terms, after, done) values ($1, $2, $3, $4)
on conflict (name) do update set terms = excluded.terms, after = excluded.after, done = excluded.done;

-- name: WaitingSince :one
select count(*) from archive_bundle where state = $1 and created_at < $2;
