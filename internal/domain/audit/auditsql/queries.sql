-- name: LockHead :one
update audit_head set size = size where id = 1
returning size, root, edge;

-- name: Head :one
select size, root from audit_head where id = 1;

-- name: SetHead :exec
update audit_head set size = $1, root = $2, edge = $3 where id = 1;

-- name: InsertEntry :exec
insert into audit_entry (seq, at, subject, leaf, hash) values ($1, $2, $3, $4, $5);

-- name: InsertHash :exec
insert into audit_hash (level, n, hash) values ($1, $2, $3);

-- name: HashAt :one
select hash from audit_hash where level = $1 and n = $2;

-- name: LeafHashAt :one
select hash from audit_entry where seq = $1;

-- name: EntryAt :one
select seq, at, subject, leaf, hash from audit_entry where seq = $1;

-- name: EntriesFrom :many
select seq, at, subject, leaf, hash from audit_entry
where seq >= $1 order by seq limit $2;

-- name: HashesFrom :many
select level, n, hash from audit_hash
where level = $1 and n >= $2 order by n limit $3;

-- name: EntriesOf :many
select seq, at, subject, leaf, hash from audit_entry
where subject = $1 and seq < $2 order by seq desc limit $3;

-- name: CountHashes :many
select level, count(*) as count from audit_hash group by level order by level;

-- name: Newest :many
select seq, at, subject, leaf, hash from audit_entry
where seq < $1 order by seq desc limit $2;

-- name: HeadRows :many
select size, root, edge from audit_head;

-- name: EntriesBySubject :many
select seq, at, subject, leaf, hash from audit_entry
where subject >= $1 and (subject > $1 or seq > $2) order by subject, seq limit $3;
