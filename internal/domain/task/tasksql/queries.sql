-- name: AddTask :exec
insert into task (id, agency, document, parent, root, unit, person, given_by, part, state, open, wants, rev, search, due_at, created_at, updated_at, data)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, $14, $15, $16, $17);

-- name: SaveTask :execrows
update task set state = $1, open = $2, wants = $3, rev = rev + 1, due_at = $4, updated_at = $5, data = $6
where id = $7 and rev = $8;

-- name: LockTask :execrows
update task set state = state where id = $1;

-- name: GetTask :one
select data, rev from task where id = $1;

-- name: ListHeld :many
select data, rev from task
where agency = $1 and (person = $2 or (unit = $3 and unit <> '')) and open = $4 and due_at < $5
  and ($6 = '' or $6 like '%,' || part || ',%') and ($7 = '' or search like '%' || $7 || '%')
  and (due_at > $8 or (due_at = $8 and id > $9))
order by due_at, id limit $10;

-- name: ListGiven :many
select data, rev from task
where agency = $1 and given_by = $2 and open = $3 and due_at < $4 and ($5 = '' or wants)
  and ($6 = '' or $6 like '%,' || part || ',%') and ($7 = '' or search like '%' || $7 || '%')
  and (due_at > $8 or (due_at = $8 and id > $9))
order by due_at, id limit $10;

-- name: CountHeld :one
select count(*) from (
  select 1 as one from task
  where agency = $1 and (person = $2 or (unit = $3 and unit <> '')) and open = $4 and due_at < $5
    and ($6 = '' or $6 like '%,' || part || ',%')
  limit 1001) as found;

-- name: CountGiven :one
select count(*) from (
  select 1 as one from task where agency = $1 and given_by = $2 and open = $3 and due_at < $4 and ($5 = '' or wants)
  limit 1001) as found;

-- name: ListTree :many
select data, rev from task where root = $1 order by created_at, id limit 500;

-- name: ListOfDocument :many
select data, rev from task where document = $1 and document <> '' order by created_at, id limit 500;

-- name: AddNote :exec
insert into task_note (id, task, root, document, kind, author, at, hash, data) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: AddFile :exec
insert into task_file (note, seq, sha256) values ($1, $2, $3);

-- name: NotesOfTask :many
select data, hash from task_note where task = $1 order by at, id limit 1000;

-- name: NotesOfDocument :many
select data, hash from task_note where document = $1 and document <> '' order by at, id limit 2000;

-- name: NotesAfter :many
select data, hash from task_note where id > $1 order by id limit $2;

-- name: CountFiles :one
select count(*) from task_file where sha256 = $1;

-- name: PutDelegation :exec
insert into task_delegation (id, agency, person, valid_from, valid_to, data) values ($1, $2, $3, $4, $5, $6)
on conflict (id) do update set valid_to = excluded.valid_to, data = excluded.data;

-- name: Delegations :many
select data from task_delegation where agency = $1 and valid_to > $2 order by valid_from, id limit 200;

-- name: Phrases :many
select text from task_phrase where person = $1 order by seq;

-- name: DeletePhrases :exec
delete from task_phrase where person = $1;

-- name: AddPhrase :exec
insert into task_phrase (person, seq, text) values ($1, $2, $3);

-- name: AddAnswer :exec
insert into task_answer (question, answer, person, at) values ($1, $2, $3, $4) on conflict (question, answer) do nothing;

-- name: Answers :many
select answer from task_answer where question = $1 order by at, answer;

-- name: Questions :many
select question from task_answer where answer = $1 order by at, question;

-- name: PutDigest :execrows
insert into task_digest (person, agency, day, seen_at, data) values ($1, $2, $3, 0, $4) on conflict (person, agency, day) do nothing;

-- name: SeeDigest :exec
update task_digest set seen_at = $1 where person = $2 and agency = $3 and day = $4;

-- name: GetDigest :one
select data, seen_at from task_digest where person = $1 and agency = $2 and day = $3;

-- name: Orphans :many
select distinct a.document from document_assignment a
where not exists (select 1 from task t where t.id = a.id) order by a.document limit $1;
