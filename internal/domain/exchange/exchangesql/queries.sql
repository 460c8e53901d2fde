-- name: OpenDelivery :execrows
insert into delivery (id, document, sender, recipient_code, recipient_name, recipient, state, manifest, reason_code, reason_text,
  arrival, receipt, created_at, sent_at, received_at, answered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, '', '', 0, '', $9, 0, 0, 0)
on conflict (document, recipient_code) do nothing;

-- name: DeliveryTo :one
select id, document, sender, recipient_code, recipient_name, recipient, state, manifest, reason_code, reason_text,
  arrival, receipt, created_at, sent_at, received_at, answered_at
from delivery where document = $1 and recipient_code = $2;

-- name: LockDelivery :execrows
update delivery set state = state where id = $1;

-- name: GetDelivery :one
select id, document, sender, recipient_code, recipient_name, recipient, state, manifest, reason_code, reason_text,
  arrival, receipt, created_at, sent_at, received_at, answered_at
from delivery where id = $1;

-- name: SaveDelivery :execrows
update delivery set state = $1, reason_code = $2, reason_text = $3, arrival = $4, receipt = $5, sent_at = $6, received_at = $7, answered_at = $8
where id = $9;

-- name: DeliveriesOfDocument :many
select id, document, sender, recipient_code, recipient_name, recipient, state, manifest, reason_code, reason_text,
  arrival, receipt, created_at, sent_at, received_at, answered_at
from delivery where document = $1 order by recipient_code;

-- name: ProblemDeliveries :many
select id, document, sender, recipient_code, recipient_name, recipient, state, manifest, reason_code, reason_text,
  arrival, receipt, created_at, sent_at, received_at, answered_at
from delivery where sender = $1 and state in ('refused', 'held', 'waiting', 'unreached') order by created_at desc, id desc limit $2;

-- name: Receipts :many
select id, receipt from delivery where receipt <> '' and id > $1 order by id limit $2;

-- name: WindowsOf :many
select start, finish from inbox_window where agency = $1 order by seq;

-- name: DeleteWindows :exec
delete from inbox_window where agency = $1;

-- name: InsertWindow :exec
insert into inbox_window (agency, seq, start, finish) values ($1, $2, $3, $4);

-- name: InsertInboxCheck :exec
insert into inbox_check (id, agency, day, at, person, person_name, place) values ($1, $2, $3, $4, $5, $6, $7);

-- name: InboxChecks :many
select id, agency, day, at, person, person_name, place from inbox_check where agency = $1 and day >= $2 and day <= $3 order by at, id limit 5000;
