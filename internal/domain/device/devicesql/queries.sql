-- name: AddDevice :exec
insert into device (id, serial, kind, model, agency, holder, keeper, system_name, place, state, since, due_at, added_at, ended)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: Device :one
select id, serial, kind, model, agency, holder, keeper, system_name, place, state, since, due_at, added_at, ended from device where id = $1;

-- name: LockDevice :execrows
update device set state = state where id = $1;

-- name: SaveDevice :execrows
update device set model = $2, agency = $3, holder = $4, keeper = $5, system_name = $6, place = $7, state = $8, since = $9, due_at = $10, ended = $11
where id = $1;

-- name: DeviceBySerial :one
select id, serial, kind, model, agency, holder, keeper, system_name, place, state, since, due_at, added_at, ended from device where serial = $1 and not ended;

-- name: DeviceOfCertificate :one
select d.id, d.serial, d.kind, d.model, d.agency, d.holder, d.keeper, d.system_name, d.place, d.state, d.since, d.due_at, d.added_at, d.ended
from device_certificate c join device d on d.id = c.device where c.certificate = $1;

-- name: DevicesOfAgency :many
select id, serial, kind, model, agency, holder, keeper, system_name, place, state, since, due_at, added_at, ended from device
where agency = $1 and serial >= $2 and (serial > $2 or id > $3) and (state = $4 or $4 = '')
order by serial, id limit $5;

-- name: DevicesAll :many
select id, serial, kind, model, agency, holder, keeper, system_name, place, state, since, due_at, added_at, ended from device
where serial >= $1 and (serial > $1 or id > $2) and (state = $3 or $3 = '')
order by serial, id limit $4;

-- name: DevicesInState :many
select id, serial, kind, model, agency, holder, keeper, system_name, place, state, since, due_at, added_at, ended from device
where state = $1 and (agency = $2 or $2 = '')
order by due_at, id limit $3;

-- name: DevicesAfter :many
select id, serial, kind, model, agency, holder, keeper, system_name, place, state, since, due_at, added_at, ended from device where id > $1 and not ended order by id limit $2;

-- name: DevicesHeldBy :many
select id, serial, kind, model, agency, holder, keeper, system_name, place, state, since, due_at, added_at, ended from device where holder = $1 and holder <> '' and not ended order by serial, id limit 200;

-- name: DevicesKeptBy :many
select id, serial, kind, model, agency, holder, keeper, system_name, place, state, since, due_at, added_at, ended from device where keeper = $1 and keeper <> '' and holder <> keeper and not ended order by serial, id limit 200;

-- name: PutCertificate :exec
insert into device_certificate (certificate, device, at) values ($1, $2, $3);

-- name: CertificatesOn :many
select certificate from device_certificate where device = $1 order by at, certificate limit 100;

-- name: AddEvent :exec
insert into device_event (id, device, at, deed, state, actor, note, clause, source, file)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: Events :many
select id, device, at, deed, state, actor, note, clause, source, file from device_event where device = $1 order by at, id limit 5000;

-- name: AddTransfer :exec
insert into device_transfer (id, method, tracking, party_from, party_to, agency, date, minutes, devices, sent_by, confirmed_by, confirmed_at, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: Transfer :one
select id, method, tracking, party_from, party_to, agency, date, minutes, devices, sent_by, confirmed_by, confirmed_at, created_at from device_transfer where id = $1;

-- name: LockTransfer :execrows
update device_transfer set method = method where id = $1;

-- name: SaveTransfer :execrows
update device_transfer set confirmed_by = $2, confirmed_at = $3, minutes = $4 where id = $1;

-- name: OpenTransfers :many
select id, method, tracking, party_from, party_to, agency, date, minutes, devices, sent_by, confirmed_by, confirmed_at, created_at from device_transfer where agency = $1 and confirmed_at = 0 order by created_at, id limit $2;

-- name: AddHandover :exec
insert into device_handover (id, device, agency, state, giver, receiver, contact, body, date, valid_from, valid_to, approver, approved_at, giver_at, contact_at, receiver_at, duties_version, duties_at, created_by, created_at, is_open)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- name: Handover :one
select id, device, agency, state, giver, receiver, contact, body, date, valid_from, valid_to, approver, approved_at, giver_at, contact_at, receiver_at, duties_version, duties_at, created_by, created_at, is_open from device_handover where id = $1;

-- name: LockHandover :execrows
update device_handover set state = state where id = $1;

-- name: SaveHandover :execrows
update device_handover set state = $2, approver = $3, approved_at = $4, giver_at = $5, contact_at = $6, receiver_at = $7, duties_version = $8,
  duties_at = $9, valid_from = $10, valid_to = $11, body = $12, is_open = $13
where id = $1;

-- name: OpenHandover :one
select id, device, agency, state, giver, receiver, contact, body, date, valid_from, valid_to, approver, approved_at, giver_at, contact_at, receiver_at, duties_version, duties_at, created_by, created_at, is_open from device_handover where device = $1 and is_open;

-- name: Handovers :many
select id, device, agency, state, giver, receiver, contact, body, date, valid_from, valid_to, approver, approved_at, giver_at, contact_at, receiver_at, duties_version, duties_at, created_by, created_at, is_open from device_handover where device = $1 order by created_at, id limit 1000;

-- name: HandoversGivenBy :many
select id, device, agency, state, giver, receiver, contact, body, date, valid_from, valid_to, approver, approved_at, giver_at, contact_at, receiver_at, duties_version, duties_at, created_by, created_at, is_open from device_handover where giver = $1 and is_open order by created_at limit 200;

-- name: HandoversTakenBy :many
select id, device, agency, state, giver, receiver, contact, body, date, valid_from, valid_to, approver, approved_at, giver_at, contact_at, receiver_at, duties_version, duties_at, created_by, created_at, is_open from device_handover where receiver = $1 and is_open order by created_at limit 200;

-- name: HandoversWitnessedBy :many
select id, device, agency, state, giver, receiver, contact, body, date, valid_from, valid_to, approver, approved_at, giver_at, contact_at, receiver_at, duties_version, duties_at, created_by, created_at, is_open from device_handover where contact = $1 and is_open order by created_at limit 200;

-- name: UnconfirmedHandovers :many
select id, device, agency, state, giver, receiver, contact, body, date, valid_from, valid_to, approver, approved_at, giver_at, contact_at, receiver_at, duties_version, duties_at, created_by, created_at, is_open from device_handover where agency = $1 and is_open and created_at < $2 order by created_at, id limit $3;

-- name: AddIncident :exec
insert into device_incident (id, device, certificate, kind, agency, reporter, found_at, reported_at, note, minutes, consent, violation, violator, blocked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: SaveIncident :execrows
update device_incident set minutes = $2 where id = $1;

-- name: Incident :one
select id, device, certificate, kind, agency, reporter, found_at, reported_at, note, minutes, consent, violation, violator, blocked_at from device_incident where id = $1;

-- name: IncidentsOfDevice :many
select id, device, certificate, kind, agency, reporter, found_at, reported_at, note, minutes, consent, violation, violator, blocked_at from device_incident where device = $1 order by reported_at desc, id desc limit 1000;

-- name: IncidentsIn :many
select id, device, certificate, kind, agency, reporter, found_at, reported_at, note, minutes, consent, violation, violator, blocked_at from device_incident where agency = $1 and reported_at >= $2 and reported_at < $3
order by reported_at desc, id desc limit $4;

-- name: IncidentsBy :one
select id, device, certificate, kind, agency, reporter, found_at, reported_at, note, minutes, consent, violation, violator, blocked_at from device_incident where certificate = $1 and kind = $2 and reporter = $3 and reported_at >= $4
order by reported_at desc limit 1;

-- name: AddDuty :exec
insert into device_duty (id, kind, subject, device, agency, person, opened_at, due_at, reminded_at, alerted_at, done_at, done_by, seen, note, answers)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: Duty :one
select id, kind, subject, device, agency, person, opened_at, due_at, reminded_at, alerted_at, done_at, done_by, seen, note, answers from device_duty where id = $1;

-- name: LockDuty :execrows
update device_duty set kind = kind where id = $1;

-- name: SaveDuty :execrows
update device_duty set person = $2, due_at = $3, reminded_at = $4, alerted_at = $5, done_at = $6, done_by = $7, seen = $8, note = $9, answers = $10
where id = $1;

-- name: OpenDuties :many
select id, kind, subject, device, agency, person, opened_at, due_at, reminded_at, alerted_at, done_at, done_by, seen, note, answers from device_duty where agency = $1 and done_at = 0 order by due_at, id limit $2;

-- name: OpenDutiesOfPerson :many
select id, kind, subject, device, agency, person, opened_at, due_at, reminded_at, alerted_at, done_at, done_by, seen, note, answers from device_duty where person = $1 and done_at = 0 order by due_at, id limit $2;

-- name: DutiesDue :many
select id, kind, subject, device, agency, person, opened_at, due_at, reminded_at, alerted_at, done_at, done_by, seen, note, answers from device_duty where done_at = 0 and due_at < $1 order by due_at, id limit $2;

-- name: DutiesOf :many
select id, kind, subject, device, agency, person, opened_at, due_at, reminded_at, alerted_at, done_at, done_by, seen, note, answers from device_duty where kind = $1 and subject = $2 order by opened_at desc, id desc limit $3;

-- name: AddNotice :exec
insert into device_notice (id, agency, person, role, kind, device, subject, message, at, seen_at, seen_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: Notice :one
select id, agency, person, role, kind, device, subject, message, at, seen_at, seen_by from device_notice where id = $1;

-- name: NoticesOfRole :many
select id, agency, person, role, kind, device, subject, message, at, seen_at, seen_by from device_notice where agency = $1 and role = $2 and seen_at = 0 order by at desc, id desc limit $3;

-- name: NoticesOfPerson :many
select id, agency, person, role, kind, device, subject, message, at, seen_at, seen_by from device_notice where person = $1 and person <> '' and seen_at = 0 order by at desc, id desc limit $2;

-- name: SeeNotice :execrows
update device_notice set seen_by = $2, seen_at = $3 where id = $1 and seen_at = 0;

-- name: SetContact :exec
insert into device_contact (agency, person, at) values ($1, $2, $3)
on conflict (agency) do update set person = excluded.person, at = excluded.at;

-- name: Contact :one
select person from device_contact where agency = $1;

-- name: NextBookNumber :one
insert into device_book_end (agency, number) values ($1, 1)
on conflict (agency) do update set number = device_book_end.number + 1 returning number;

-- name: AddBookLine :exec
insert into device_book (agency, number, device, serial, at, giver, receiver, place)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: BookLines :many
select agency, number, device, serial, at, giver, receiver, place from device_book where agency = $1 and number > $2 order by number limit $3;

-- name: AddExport :exec
insert into device_export (id, agency, reason, asked_by, asked_at, approved_by, approved_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: Export :one
select id, agency, reason, asked_by, asked_at, approved_by, approved_at from device_export where id = $1;

-- name: Exports :many
select id, agency, reason, asked_by, asked_at, approved_by, approved_at from device_export where agency = $1 order by asked_at desc, id desc limit $2;

-- name: ApproveExport :execrows
update device_export set approved_by = $2, approved_at = $3 where id = $1 and approved_at = 0;

-- name: AddFile :exec
insert into device_file (id, sha256, name, size, kept_by, at) values ($1, $2, $3, $4, $5, $6);

-- name: FileReferenced :one
select count(*) from device_file where sha256 = $1;
