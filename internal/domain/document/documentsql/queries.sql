-- name: LockDocument :one
update document set rev = rev where id = $1 returning rev;

-- name: GetDocument :one
select id, direction, agency, unit, drafter, province, type, subject, area, urgency, secrecy, origin,
  signer, signer_name, signer_post, signer_title, capacity, authority, state, holder, version, number, symbol,
  issued_on, pages, sender, sender_name, sender_ref, delivery, document_ref, arrived_at, arrival,
  refusal_code, refusal_text, created_at, updated_at, rev
from document where id = $1;

-- name: InsertDocument :exec
insert into document (id, direction, agency, unit, drafter, province, type, subject, area, urgency, secrecy, origin,
  signer, signer_name, signer_post, signer_title, capacity, authority, state, holder, version, number, symbol,
  issued_on, pages, sender, sender_name, sender_ref, delivery, document_ref, arrived_at, arrival,
  refusal_code, refusal_text, created_at, updated_at, rev)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
  $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37);

-- name: UpdateDocument :execrows
update document set type = $1, subject = $2, area = $3, urgency = $4, secrecy = $5, origin = $6, signer = $7,
  signer_name = $8, signer_post = $9, signer_title = $10, capacity = $11, authority = $12, state = $13, holder = $14,
  version = $15, number = $16, symbol = $17, issued_on = $18, pages = $19, arrival = $20, refusal_code = $21,
  refusal_text = $22, updated_at = $23, rev = rev + 1
where id = $24 and rev = $25;

-- name: DocumentByDelivery :one
select id from document where agency = $1 and delivery = $2 and direction = 'incoming';

-- name: DocumentIDs :many
select id from document where id > $1 order by id limit $2;

-- name: InsertVersion :exec
insert into document_version (id, document, no, hash, author, at) values ($1, $2, $3, $4, $5, $6);

-- name: Versions :many
select id, document, no, hash, author, at from document_version where document = $1 order by no;

-- name: InsertFile :exec
insert into document_file (id, document, seq, version, role, stage, name, sha256, size, pages, made_from, place, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: Files :many
select id, document, seq, version, role, stage, name, sha256, size, pages, made_from, place, at
from document_file where document = $1 order by seq;

-- name: FileReferenced :one
select count(*) from (select 1 from document_file f where f.sha256 = $1
  and not exists (select 1 from document_intake i where i.document = f.document and i.cleared) limit 1) as one;

-- name: AllFiles :many
select f.id, f.document, f.seq, f.version, f.role, f.stage, f.name, f.sha256, f.size, f.pages, f.made_from, f.place, f.at
from document_file f where (f.document > $1 or (f.document = $1 and f.seq > $2))
  and not exists (select 1 from document_intake i where i.document = f.document and i.cleared) order by f.document, f.seq limit $3;

-- name: InsertDecision :exec
insert into document_decision (id, document, seq, kind, person, person_name, version, hash, ok, comment, faults, clause, at, voided_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: VoidDecision :exec
update document_decision set voided_at = $1 where id = $2 and voided_at = 0;

-- name: Decisions :many
select id, document, seq, kind, person, person_name, version, hash, ok, comment, faults, clause, at, voided_at
from document_decision where document = $1 order by seq;

-- name: PutOpinion :exec
insert into document_opinion (id, document, round, person, person_name, due_at, text, given_at, answer, answer_text, answered_at, unit, unit_name, reminded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (id) do update set person = excluded.person, person_name = excluded.person_name, reminded_at = excluded.reminded_at, text = excluded.text, given_at = excluded.given_at, answer = excluded.answer,
  answer_text = excluded.answer_text, answered_at = excluded.answered_at;

-- name: Opinions :many
select id, document, round, person, person_name, due_at, text, given_at, answer, answer_text, answered_at, unit, unit_name, reminded_at
from document_opinion where document = $1 order by id;

-- name: DeletePlaces :exec
delete from document_place where document = $1;

-- name: InsertPlace :exec
insert into document_place (document, field, page, x0, y0, x1, y1, found, why, absent, prefix)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: Places :many
select document, field, page, x0, y0, x1, y1, found, why, absent, prefix from document_place where document = $1 order by field;

-- name: InsertCheck :exec
insert into document_check (id, document, file, sha256, at, person, gate, indication, sub_indication, report, tool)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: Checks :many
select id, document, file, sha256, at, person, gate, indication, sub_indication, report, tool
from document_check where document = $1 order by id;

-- name: PutAssignment :exec
insert into document_assignment (id, document, person, person_name, assigned_by, direction, due_on, at, done_at, result, unit, ended)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (id) do update set done_at = excluded.done_at, result = excluded.result, ended = excluded.ended, due_on = excluded.due_on;

-- name: Assignments :many
select id, document, person, person_name, assigned_by, direction, due_on, at, done_at, result, unit, ended
from document_assignment where document = $1 order by id;

-- name: DeleteRecipients :exec
delete from document_recipient where document = $1;

-- name: InsertRecipient :exec
insert into document_recipient (document, seq, code, name, agency, person, to_know) values ($1, $2, $3, $4, $5, $6, $7);

-- name: Recipients :many
select document, seq, code, name, agency, person, to_know from document_recipient where document = $1 order by seq;

-- name: PutRecall :exec
insert into document_recall (document, origin, agency, kind, reason, new_document, new_symbol, person, person_name, at, answer,
  answered_by, answered_name, answered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', '', 0)
on conflict (document) do nothing;

-- name: AnswerRecall :execrows
update document_recall set answer = $1, answered_by = $2, answered_name = $3, answered_at = $4 where document = $5 and answered_at = 0;

-- name: RecallOf :one
select document, origin, agency, kind, reason, new_document, new_symbol, person, person_name, at, answer, answered_by, answered_name, answered_at
from document_recall where document = $1;

-- name: RecallsFrom :many
select document, origin, agency, kind, reason, new_document, new_symbol, person, person_name, at, answer, answered_by, answered_name, answered_at
from document_recall where origin = $1 order by document;

-- name: OpenRecalls :many
select document, origin, agency, kind, reason, new_document, new_symbol, person, person_name, at, answer, answered_by, answered_name, answered_at
from document_recall where agency = $1 and answered_at = 0 and origin <> document order by document desc limit $2;

-- name: ArrivedFrom :many
select id from document where document_ref = $1 and document_ref <> '' and direction = 'incoming' order by id;

-- name: PutCopy :exec
insert into document_copy (id, agency, document, form, direction, number, year, symbol, of_symbol, of_agency, subject, recipients, copies,
  base_sha256, sha256, size, pages, person, person_name, at, done_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
on conflict (id) do update set sha256 = excluded.sha256, size = excluded.size, pages = excluded.pages, done_at = excluded.done_at,
  symbol = excluded.symbol, number = excluded.number, year = excluded.year;

-- name: GetCopy :one
select id, agency, document, form, direction, number, year, symbol, of_symbol, of_agency, subject, recipients, copies, base_sha256,
  sha256, size, pages, person, person_name, at, done_at
from document_copy where id = $1;

-- name: CopiesOf :many
select id, agency, document, form, direction, number, year, symbol, of_symbol, of_agency, subject, recipients, copies, base_sha256,
  sha256, size, pages, person, person_name, at, done_at
from document_copy where document = $1 order by id;

-- name: InsertTicket :exec
insert into signing_ticket (id, secret_sha256, account, person, agency, action, certificate, kind_of_transaction, state,
  held, created_at, expires_at, ended_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: InsertTicketItem :exec
insert into signing_ticket_item (ticket, seq, document, version, rev, seen, state, code, message, way_out, clause, result_sha256)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: InsertPart :exec
insert into prepared_signing (ticket, seq, part, name, pages, base_sha256, base_size, tail, hole_start, hole_end, attributes, hash, pss,
  result_sha256, result_size)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: GetTicket :one
select id, secret_sha256, account, person, agency, action, certificate, kind_of_transaction, state, held, created_at,
  expires_at, ended_at
from signing_ticket where id = $1;

-- name: TicketIDBySecret :one
select id from signing_ticket where secret_sha256 = $1;

-- name: TicketItems :many
select ticket, seq, document, version, rev, seen, state, code, message, way_out, clause, result_sha256
from signing_ticket_item where ticket = $1 order by seq;

-- name: TicketParts :many
select ticket, seq, part, name, pages, base_sha256, base_size, hole_start, hole_end, attributes, hash, pss, result_sha256, result_size
from prepared_signing where ticket = $1 order by seq, part;

-- name: GetPart :one
select ticket, seq, part, name, pages, base_sha256, base_size, tail, hole_start, hole_end, attributes, hash, pss, result_sha256,
  result_size
from prepared_signing where ticket = $1 and seq = $2 and part = $3;

-- name: UpdateTicket :exec
update signing_ticket set state = $1, held = $2, expires_at = $3, ended_at = $4 where id = $5 and ended_at = 0;

-- name: PrepareTicketItem :execrows
update signing_ticket_item set state = 'prepared', version = $1, rev = $2 where ticket = $3 and seq = $4 and state = 'open';

-- name: StorePart :execrows
update prepared_signing set result_sha256 = $1, result_size = $2
where ticket = $3 and seq = $4 and part = $5 and result_sha256 = '';

-- name: EndTicketItem :execrows
update signing_ticket_item set state = $1, code = $2, message = $3, way_out = $4, clause = $5, result_sha256 = $6
where ticket = $7 and seq = $8 and state in ('open', 'prepared');

-- name: ForgetTails :exec
update prepared_signing set tail = $1 where ticket = $2 and seq = $3;

-- name: ExpireTickets :execrows
update signing_ticket set state = 'expired', ended_at = $1 where ended_at = 0 and expires_at <= $1;

-- name: ForgetTailsOfEnded :exec
update prepared_signing set tail = $1
where length(tail) > 0 and ticket in (select id from signing_ticket where ended_at > $2);

-- name: SetTicketSecret :exec
update signing_ticket set secret_sha256 = $1 where id = $2 and ended_at = 0;

-- name: Readers :many
select reader, cause from document_reader where document = $1 and granted = $2 order by reader, cause;

-- name: PutReader :exec
insert into document_reader (document, reader, cause, granted) values ($1, $2, $3, $4)
on conflict (document, reader, cause) do nothing;

-- name: DeleteReader :exec
delete from document_reader where document = $1 and reader = $2 and cause = $3;

-- name: DeleteGrants :exec
delete from document_reader where document = $1 and cause = $2 and granted = true;

-- name: MarkChanged :exec
insert into document_changed (document, mark) values ($1, 1)
on conflict (document) do update set mark = document_changed.mark + 1;

-- name: DeleteSteps :exec
delete from document_step where document = $1;

-- name: InsertStep :exec
insert into document_step (id, document, seq, flow, position, need, kind, agency, agency_name, person, name, post, title, capacity,
  field, state, signed_by, signed_name, hash, reason, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- name: Steps :many
select id, document, seq, flow, position, need, kind, agency, agency_name, person, name, post, title, capacity,
  field, state, signed_by, signed_name, hash, reason, at
from document_step where document = $1 order by seq;

-- name: PreparedTickets :many
select distinct ticket from signing_ticket_item where state = 'prepared' and ticket > $1 order by ticket limit 100;

-- name: Attempts :many
select i.document, i.state, i.message, t.action, t.person, t.created_at, t.ended_at, d.state as document_state, d.updated_at
from signing_ticket_item i join signing_ticket t on t.id = i.ticket join document d on d.id = i.document
where t.agency = $1 and t.created_at > $2 and i.state in ('prepared', 'refused')
  and d.state in ('awaiting-signature', 'collecting', 'awaiting-clerk', 'numbered')
order by t.created_at desc limit 200;
