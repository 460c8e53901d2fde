-- +goose Up
-- The book of key devices. ended says that the device is lost or with the
-- authority again: its serial may then come a second time.
create table device (
  id text primary key,
  serial text not null,
  kind text not null,
  model text not null,
  agency text not null references agency (id),
  holder text not null, -- of a personal device
  keeper text not null, -- who answers for it now
  system_name text not null,
  place text not null,
  state text not null,
  since bigint not null,
  due_at bigint not null,
  added_at bigint not null,
  ended boolean not null
);
create unique index device_living on device (serial) where not ended;
create index device_by_serial on device (serial, id);
create index device_by_agency on device (agency, serial, id);
create index device_by_state on device (state, due_at, id);
create index device_by_keeper on device (keeper, serial, id);
create index device_by_holder on device (holder, serial, id);

create table device_certificate (
  certificate text primary key references certificate (id),
  device text not null references device (id),
  at bigint not null
);
create index device_certificate_by_device on device_certificate (device, at, certificate);

-- Everything that happened to a device; rows are only added.
create table device_event (
  id text primary key,
  device text not null references device (id),
  at bigint not null,
  deed text not null,
  state text not null,
  actor text not null,
  note text not null,
  clause text not null,
  source text not null,
  file text not null -- JSON, of minutes
);
create index device_event_by_device on device_event (device, at, id);

create table device_transfer (
  id text primary key,
  method text not null,
  tracking text not null,
  party_from text not null,
  party_to text not null,
  agency text not null references agency (id),
  date bigint not null,
  minutes text not null, -- JSON
  devices text not null, -- JSON, ids
  sent_by text not null,
  confirmed_by text not null,
  confirmed_at bigint not null,
  created_at bigint not null
);
create index device_transfer_open on device_transfer (agency, confirmed_at, created_at, id);

-- Minutes by which one device changes hands; one open at a time.
create table device_handover (
  id text primary key,
  device text not null references device (id),
  agency text not null,
  state text not null,
  giver text not null,
  receiver text not null,
  contact text not null,
  body text not null, -- JSON of what is printed: condition, place, storage, form, paper, profile
  date bigint not null,
  valid_from bigint not null,
  valid_to bigint not null,
  approver text not null,
  approved_at bigint not null,
  giver_at bigint not null,
  contact_at bigint not null,
  receiver_at bigint not null,
  duties_version text not null,
  duties_at bigint not null,
  created_by text not null,
  created_at bigint not null,
  is_open boolean not null
);
create unique index device_handover_open on device_handover (device) where is_open;
create index device_handover_by_device on device_handover (device, created_at, id);
create index device_handover_by_agency on device_handover (agency, is_open, created_at, id);
create index device_handover_by_giver on device_handover (giver, is_open, created_at);
create index device_handover_by_receiver on device_handover (receiver, is_open, created_at);
create index device_handover_by_contact on device_handover (contact, is_open, created_at);

create table device_incident (
  id text primary key,
  device text not null, -- empty when the certificate is on none
  certificate text not null,
  kind text not null,
  agency text not null references agency (id),
  reporter text not null,
  found_at bigint not null,
  reported_at bigint not null,
  note text not null,
  minutes text not null, -- JSON of the file
  consent text not null,
  violation boolean not null,
  violator text not null,
  blocked_at bigint not null
);
create index device_incident_by_device on device_incident (device, reported_at, id);
create index device_incident_by_agency on device_incident (agency, reported_at, id);
create index device_incident_by_certificate on device_incident (certificate, kind, reporter, reported_at);

-- What somebody has to do about a device, or an agency about its management, by
-- a day. subject is the device, or the agency when the duty is its own.
create table device_duty (
  id text primary key,
  kind text not null,
  subject text not null,
  device text not null,
  agency text not null references agency (id),
  person text not null,
  opened_at bigint not null,
  due_at bigint not null,
  reminded_at bigint not null,
  alerted_at bigint not null,
  done_at bigint not null,
  done_by text not null,
  seen boolean not null,
  note text not null,
  answers text not null -- JSON
);
create unique index device_duty_open on device_duty (kind, subject) where done_at = 0;
create index device_duty_by_subject on device_duty (kind, subject, opened_at, id);
create index device_duty_by_agency on device_duty (agency, done_at, due_at, id);
create index device_duty_by_person on device_duty (person, done_at, due_at, id);
create index device_duty_due on device_duty (done_at, due_at, id);

create table device_notice (
  id text primary key,
  agency text not null references agency (id),
  person text not null, -- empty: everybody with the role
  role text not null,
  kind text not null,
  device text not null,
  subject text not null,
  message text not null,
  at bigint not null,
  seen_at bigint not null,
  seen_by text not null
);
create index device_notice_by_role on device_notice (agency, role, seen_at, at, id);
create index device_notice_by_person on device_notice (person, seen_at, at, id);

-- Attachments of minutes, decisions and incidents; the bytes are blobs.
create table device_file (
  id text primary key,
  sha256 text not null,
  name text not null,
  size bigint not null,
  kept_by text not null,
  at bigint not null
);
create index device_file_by_sha256 on device_file (sha256);

create table device_contact (
  agency text primary key references agency (id),
  person text not null references person (id),
  at bigint not null
);

-- The separate book where the profile gives devices a grade of secrecy.
create table device_book (
  agency text not null references agency (id),
  number integer not null,
  device text not null references device (id),
  serial text not null,
  at bigint not null,
  giver text not null,
  receiver text not null,
  place text not null,
  primary key (agency, number)
);

create table device_book_end (
  agency text primary key references agency (id),
  number integer not null -- of the last line
);

create table device_export (
  id text primary key,
  agency text not null references agency (id),
  reason text not null,
  asked_by text not null,
  asked_at bigint not null,
  approved_by text not null,
  approved_at bigint not null
);
create index device_export_by_agency on device_export (agency, asked_at, id);
