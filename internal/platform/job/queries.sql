-- name: Insert :execrows
insert into job (id, kind, idem, payload, state, due_at, attempt, worker, last_error, created_at, ended_at)
values ($1, $2, $3, $4, 'ready', $5, 0, '', '', $6, 0)
on conflict (kind, idem) do nothing;

-- name: ClaimPostgres :many
update job set state = 'running', due_at = $1, attempt = attempt + 1, worker = $2
where id in (
    select due.id from job due
    where due.ended_at = 0 and due.due_at <= $3
    order by due.due_at, due.id
    limit $4
    for update skip locked
)
returning id, kind, payload, attempt, created_at;

-- name: ClaimSQLite :many
update job set state = 'running', due_at = $1, attempt = attempt + 1, worker = $2
where id in (
    select due.id from job due
    where due.ended_at = 0 and due.due_at <= $3
    order by due.due_at, due.id
    limit $4
)
returning id, kind, payload, attempt, created_at;

-- name: Extend :execrows
update job set due_at = $1
where id = $2 and worker = $3 and state = 'running';

-- name: Finish :execrows
update job set state = 'done', ended_at = $1, last_error = ''
where id = $2 and worker = $3 and state = 'running';

-- name: Retry :execrows
update job set state = 'ready', due_at = $1, last_error = $2, worker = ''
where id = $3 and worker = $4 and state = 'running';

-- name: Bury :execrows
update job set state = 'dead', ended_at = $1, last_error = $2
where id = $3 and worker = $4 and state = 'running';

-- name: NextDue :one
select due_at from job
where ended_at = 0
order by due_at, id limit 1;

-- name: Dead :many
select id, kind, idem, payload, attempt, last_error, created_at, ended_at from job
where state = 'dead' order by ended_at desc, id limit $1;

-- name: Revive :execrows
update job set state = 'ready', due_at = $1, attempt = 0, worker = '', ended_at = 0
where id = $2 and state = 'dead';

-- name: Sweep :execrows
delete from job where state = 'done' and ended_at < $1;

-- name: Count :many
select state, count(*) as count from job group by state order by state;
