-- name: AddRegistration :exec
insert into registration (certificate, province, kind, class, agency, person, holder, sort_key, title, email, system, system_kind, serial, key_kind,
  not_before, not_after, head_name, head_title, renewal_of, renewed_by, minutes, differences, rules, registered_by, registered_agency, registered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, '', $20, $21, $22, $23, $24, $25);

-- name: AddTerm :exec
insert into registration_term (term, certificate, agency) values ($1, $2, $3) on conflict (term, certificate, agency) do nothing;

-- name: Registration :one
select certificate, province, kind, class, agency, person, holder, sort_key, title, email, system, system_kind, serial, key_kind,
  not_before, not_after, head_name, head_title, renewal_of, renewed_by, minutes, differences, rules, registered_by, registered_agency, registered_at
from registration where certificate = $1;

-- name: SetRenewed :exec
update registration set renewed_by = $2 where certificate = $1;

-- name: SetMinutes :exec
update registration set minutes = $2 where certificate = $1;

-- name: Unregistered :many
select c.id from certificate c
where c.id > $1 and not exists (select 1 from registration r where r.certificate = c.id)
order by c.id limit $2;

-- name: ExpiringByMonth :many
select r.not_after, r.class, r.agency from registration r join certificate c on c.id = r.certificate
where r.province = $1 and r.not_after >= $2 and r.not_after < $3 and r.renewed_by = '' and r.kind = 'official' and c.status <> 'revoked'
order by r.not_after, r.certificate limit 200000;

-- name: SavePlan :exec
insert into migration_plan (certificate, target, responsible, state, note, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (certificate) do update set target = excluded.target, responsible = excluded.responsible, state = excluded.state,
  note = excluded.note, changed_by = excluded.changed_by, changed_at = excluded.changed_at;

-- name: Plan :one
select certificate, target, responsible, state, note, changed_by, changed_at from migration_plan where certificate = $1;

-- name: DueReminders :many
select r.certificate, r.agency, r.person, r.not_after, c.status, n.rung
from registration r join certificate c on c.id = r.certificate
left join expiry_notice n on n.certificate = r.certificate and n.closed_at = 0
where r.province = $1 and r.not_after > $2 and r.not_after <= $3 and r.renewed_by = '' and (r.not_after > $4 or r.not_after = $4 and r.certificate > $5)
order by r.not_after, r.certificate limit $6;

-- name: AddNotice :execrows
insert into expiry_notice (certificate, rung, agency, person, ends_at, made_at, closed_at) values ($1, $2, $3, $4, $5, $6, 0)
on conflict (certificate, rung) do nothing;

-- name: CloseNotices :exec
update expiry_notice set closed_at = $3 where certificate = $1 and rung <> $2 and closed_at = 0;

-- name: CloseStale :execrows
update expiry_notice set closed_at = $1 where closed_at = 0 and (ends_at <= $1
  or exists (select 1 from registration r where r.certificate = expiry_notice.certificate and r.renewed_by <> '')
  or exists (select 1 from certificate c where c.id = expiry_notice.certificate and c.status in ('revoked', 'revocation-pending')));

-- name: AddExternal :exec
insert into external_registration (id, certificate, agency, system, name, account, guidance, since, until, entered_by, entered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $10);

-- name: EndExternal :execrows
update external_registration set until = $2 where id = $1 and until = '';

-- name: ExternalByID :one
select id, certificate, agency, system, name, account, guidance, since, until, entered_by, entered_at from external_registration where id = $1;

-- name: Externals :many
select id, certificate, agency, system, name, account, guidance, since, until, entered_by, entered_at from external_registration
where certificate = $1 order by id limit 200;

-- name: AddAcceptance :exec
insert into duty_acceptance (person, certificate, version, duties, accepted_at) values ($1, $2, $3, $4, $5)
on conflict (person, certificate, version) do nothing;

-- name: Acceptances :many
select person, certificate, version, duties, accepted_at from duty_acceptance where person = $1 order by accepted_at desc limit 200;

-- name: AddInformation :exec
insert into information_request (id, person, agency, asked_by, paper, question, received_at, due_on, answer, answer_paper, answered_by, answered_at, entered_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, '', '', '', 0, $9);

-- name: AnswerInformation :execrows
update information_request set answer = $2, answer_paper = $3, answered_by = $4, answered_at = $5 where id = $1 and answered_at = 0;

-- name: Information :one
select id, person, agency, asked_by, paper, question, received_at, due_on, answer, answer_paper, answered_by, answered_at, entered_by
from information_request where id = $1;

-- name: InformationOfPerson :many
select id, person, agency, asked_by, paper, question, received_at, due_on, answer, answer_paper, answered_by, answered_at, entered_by
from information_request where person = $1 order by received_at desc, id limit 200;

-- name: AddUse :execrows
insert into certificate_use (certificate, document, agency, symbol, deed, at) values ($1, $2, $3, $4, $5, $6)
on conflict (certificate, at, document) do nothing;

-- name: UsesOfCertificate :many
select certificate, document, agency, symbol, deed, at from certificate_use
where certificate = $1 and at >= $2 and at < $3 order by at desc, document limit $4;

-- name: UsesOfPerson :many
select u.certificate, u.document, u.agency, u.symbol, u.deed, u.at from registration r join certificate_use u on u.certificate = r.certificate
where r.person = $1 and r.class = 'person' and u.at >= $2 and u.at < $3 order by u.at desc, u.document limit $4;

-- name: KeepFirstUse :exec
insert into rollout (agency, first_use) values ($1, $2)
on conflict (agency) do update set first_use = excluded.first_use where rollout.first_use > excluded.first_use;

-- name: Rollout :many
select a.id, a.code, a.name, o.first_use from agency a left join rollout o on o.agency = a.id
where a.province = $1 and a.valid_to = 0 order by a.code, a.id limit 5000;

-- name: SavePrice :exec
insert into budget_price (province, year, line, price, quantity, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (province, year, line) do update set price = excluded.price, quantity = excluded.quantity, changed_by = excluded.changed_by, changed_at = excluded.changed_at;

-- name: Prices :many
select line, price, quantity from budget_price where province = $1 and year = $2 order by line;

-- name: AddImport :exec
insert into registry_import (id, province, agency, person, account, name, total, done, entered, refused, state, created_at, ended_at)
values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, $8, $9, 0);

-- name: AddImportRow :exec
insert into registry_import_row (import, no, cells, state, certificate, reason, clause) values ($1, $2, $3, $4, '', '', '');

-- name: LockImport :execrows
update registry_import set state = state where id = $1;

-- name: ImportByID :one
select id, province, agency, person, account, name, total, done, entered, refused, state, created_at, ended_at from registry_import where id = $1;

-- name: ImportsOf :many
select id, province, agency, person, account, name, total, done, entered, refused, state, created_at, ended_at from registry_import
where agency = $1 order by created_at desc, id desc limit $2;

-- name: SaveImport :exec
update registry_import set done = $2, entered = $3, refused = $4, state = $5, ended_at = $6 where id = $1;

-- name: SaveImportRow :execrows
update registry_import_row set cells = $3, state = $4, certificate = $5, reason = $6, clause = $7 where import = $1 and no = $2 and state = 'waiting';

-- name: ImportRows :many
select import, no, cells, state, certificate, reason, clause from registry_import_row where import = $1 and no > $2 order by no limit $3;

-- name: ImportRowsIn :many
select import, no, cells, state, certificate, reason, clause from registry_import_row where import = $1 and state = $2 and no > $3 order by no limit $4;
