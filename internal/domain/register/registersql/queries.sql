-- name: OpenSeries :exec
insert into series (agency, book, year, last) values ($1, $2, $3, 0) on conflict (agency, book, year) do nothing;

-- name: LockSeries :one
update series set last = last where agency = $1 and book = $2 and year = $3 returning last, closed_at, closing;

-- name: Advance :one
update series set last = last + $1 where agency = $2 and book = $3 and year = $4 returning last;

-- name: Standing :one
select last, closed_at, closing from series where agency = $1 and book = $2 and year = $3;

-- name: SeriesOf :many
select agency, book, year, last, closed_at, closing from series where agency = $1 order by year desc, book;

-- name: CloseSeries :exec
update series set closed_at = $1, closing = $2 where agency = $3 and book = $4 and year = $5 and closed_at = 0;

-- name: EntryOf :one
select number, state from register_entry where agency = $1 and book = $2 and year = $3 and document = $4 and document <> '';

-- name: InsertEntry :exec
insert into register_entry (agency, book, year, number, document, state, date, symbol, type, subject, signer, recipients,
  pages, sha256, sender, reason, at, on_paper, late, block, words)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- name: UpdateEntry :execrows
update register_entry set state = $1, date = $2, symbol = $3, type = $4, subject = $5, signer = $6, recipients = $7,
  pages = $8, sha256 = $9, sender = $10, reason = $11, words = $12
where agency = $13 and book = $14 and year = $15 and document = $16 and document <> '';

-- name: TakeEntry :execrows
update register_entry set document = $1, date = $2, late = $3, on_paper = true
where agency = $4 and book = $5 and year = $6 and number = $7 and document = '' and state = 'reserved';

-- name: PutEntry :execrows
update register_entry set state = $1, date = $2, symbol = $3, type = $4, subject = $5, signer = $6, recipients = $7,
  pages = $8, reason = $9, keeper = $10, copies = $11, handed_on = $12, signed_for = $13, note = $14, on_paper = $15,
  late = $16, retention = $17, words = $18
where agency = $19 and book = $20 and year = $21 and number = $22;

-- name: Line :one
select agency, book, year, number, document, state, date, symbol, type, subject, signer, recipients, pages, sha256, sender, reason, at,
  keeper, copies, handed_on, signed_for, note, on_paper, late, block, retention, words
from register_entry where agency = $1 and book = $2 and year = $3 and number = $4;

-- name: LineOf :one
select agency, book, year, number, document, state, date, symbol, type, subject, signer, recipients, pages, sha256, sender, reason, at,
  keeper, copies, handed_on, signed_for, note, on_paper, late, block, retention, words
from register_entry where document = $2 and document <> '' and agency = $1 order by year, book limit 1;

-- name: LinesUp :many
select agency, book, year, number, document, state, date, symbol, type, subject, signer, recipients, pages, sha256, sender, reason, at,
  keeper, copies, handed_on, signed_for, note, on_paper, late, block, retention, words
from register_entry where agency = $1 and book = $2 and year = $3 and number > $4 order by number limit $5;

-- name: InsertBlock :exec
insert into number_block (id, agency, book, year, first, last, date, reason, person, person_name, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: Blocks :many
select id, agency, book, year, first, last, date, reason, person, person_name, at
from number_block where agency = $1 and book = $2 and year = $3 order by first;

-- name: InsertBook :exec
insert into agency_book (id, agency, code, name, types, unit, from_year, decision, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: Books :many
select id, agency, code, name, types, unit, from_year, decision, at from agency_book where agency = $1 order by code;

-- name: InsertSlip :exec
insert into paper_slip (id, agency, document, symbol, subject, recipient_code, recipient, cause, basis, clause, opened_at,
  sent_on, method, envelopes, signed_for, note, person, person_name, done_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', '', 0, '', '', '', '', 0)
on conflict (document, recipient_code, recipient) do nothing;

-- name: GetSlip :one
select id, agency, document, symbol, subject, recipient_code, recipient, cause, basis, clause, opened_at,
  sent_on, method, envelopes, signed_for, note, person, person_name, done_at
from paper_slip where id = $1;

-- name: SlipsOf :many
select id, agency, document, symbol, subject, recipient_code, recipient, cause, basis, clause, opened_at,
  sent_on, method, envelopes, signed_for, note, person, person_name, done_at
from paper_slip where document = $1 order by id;

-- name: OwedSlips :many
select id, agency, document, symbol, subject, recipient_code, recipient, cause, basis, clause, opened_at,
  sent_on, method, envelopes, signed_for, note, person, person_name, done_at
from paper_slip where agency = $1 and done_at = 0 and id < $2 order by id desc limit $3;

-- name: SentSlips :many
select id, agency, document, symbol, subject, recipient_code, recipient, cause, basis, clause, opened_at,
  sent_on, method, envelopes, signed_for, note, person, person_name, done_at
from paper_slip where agency = $1 and done_at > 0 and sent_on >= $2 and sent_on <= $3 and id < $4 order by id desc limit $5;

-- name: UpdateSlip :exec
update paper_slip set sent_on = $1, method = $2, envelopes = $3, signed_for = $4, note = $5, person = $6, person_name = $7, done_at = $8
where id = $9 and done_at = 0;

-- name: InsertPrint :exec
insert into paper_print (id, agency, document, sha256, copies, purpose, person, person_name, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: PrintsOf :many
select id, agency, document, sha256, copies, purpose, person, person_name, at from paper_print where document = $1 order by id;

-- name: InsertFault :exec
insert into fault_case (id, agency, cause, began_at, opened_by, opened_name, opened_at, ended_at, closed_by, closed_name, remedy, due_at)
values ($1, $2, $3, $4, $5, $6, $7, 0, '', '', '', 0);

-- name: UpdateFault :exec
update fault_case set ended_at = $1, closed_by = $2, closed_name = $3, remedy = $4, due_at = $5 where id = $6 and ended_at = 0;

-- name: GetFault :one
select id, agency, cause, began_at, opened_by, opened_name, opened_at, ended_at, closed_by, closed_name, remedy, due_at
from fault_case where id = $1;

-- name: FaultsOf :many
select id, agency, cause, began_at, opened_by, opened_name, opened_at, ended_at, closed_by, closed_name, remedy, due_at
from fault_case where agency = $1 order by id desc limit $2;

-- name: InsertLeft :exec
insert into fault_document (fault, document, agency, symbol, subject, reason, person, person_name, left_at, mended_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0);

-- name: MendLeft :exec
update fault_document set mended_at = $1 where document = $2 and mended_at = 0;

-- name: LeftOf :many
select fault, document, agency, symbol, subject, reason, person, person_name, left_at, mended_at
from fault_document where fault = $1 order by document;

-- name: LeftDocument :one
select fault, document, agency, symbol, subject, reason, person, person_name, left_at, mended_at
from fault_document where document = $1;

-- name: WaitingLeft :many
select fault, document, agency, symbol, subject, reason, person, person_name, left_at, mended_at
from fault_document where agency = $1 and mended_at = 0 order by document;
