-- +goose Up
-- What the register says of a certificate beyond its bytes. Names, dates and
-- agency stand here too, so that lists read one index; what the certificate
-- itself says never changes. Keys are bytes: their order is no matter of locale.
create table registration (
  certificate text primary key references certificate (id),
  province text not null,
  kind text not null,
  class text not null,
  agency text not null,
  person text not null,
  holder text not null,
  sort_key bytea not null,
  title text not null,
  email text not null,
  system text not null,
  system_kind text not null,
  serial text not null,
  key_kind text not null,
  not_before bigint not null,
  not_after bigint not null,
  head_name text not null,
  head_title text not null,
  renewal_of text not null,
  renewed_by text not null,
  minutes text not null,
  differences text not null, -- JSON
  rules text not null, -- version of the profile
  registered_by text not null,
  registered_agency text not null,
  registered_at bigint not null
);
-- Lists filter and count inside the index of their order.
create index registration_by_name on registration (province, sort_key, certificate, agency, class, kind, key_kind, not_before, not_after, registered_at);
create index registration_by_expiry on registration (province, not_after, certificate, agency, class, kind, key_kind, not_before, registered_at);
create index registration_by_agency on registration (agency, sort_key, certificate, class, kind, key_kind, not_before, not_after, registered_at);
create index registration_by_class on registration (province, class, sort_key, certificate, agency, kind, key_kind, not_before, not_after, registered_at);
create index registration_by_start on registration (province, not_before, certificate);
create index registration_outside on registration (province, sort_key, certificate) where kind = 'outside';
create index registration_by_person on registration (person, not_after, certificate);
create unique index registration_by_renewal on registration (renewal_of) where renewal_of <> '';
create index certificate_by_status on certificate (status, not_after, id);
create index certificate_status on certificate (id, status);
create index certificate_change_by_status on certificate_change (status, certificate);
create index certificate_hold_by_end on certificate_hold (valid_to, certificate);

-- Each name from each of its words on, serial and e-mail, without marks: what is
-- typed is looked for at the beginning of one of them.
create table registration_term (
  term bytea not null,
  certificate text not null references registration (certificate),
  agency text not null,
  primary key (term, certificate, agency)
);
create index registration_term_by_agency on registration_term (agency, term, certificate);
create index registration_term_by_certificate on registration_term (certificate, term);

create table migration_plan (
  certificate text primary key references certificate (id),
  target text not null, -- YYYY-MM-DD
  responsible text not null,
  state text not null,
  note text not null,
  changed_by text not null,
  changed_at bigint not null
);

-- One reminder for each certificate and rung of the ladder.
create table expiry_notice (
  certificate text not null references certificate (id),
  rung integer not null, -- days before the end
  agency text not null,
  person text not null,
  ends_at bigint not null,
  made_at bigint not null,
  closed_at bigint not null, -- renewed, revoked or overtaken by the next rung
  primary key (certificate, rung)
);
create index expiry_notice_open on expiry_notice (agency, closed_at, ends_at, certificate);
create index expiry_notice_of_person on expiry_notice (person, closed_at, ends_at, certificate);

create table external_registration (
  id text primary key,
  certificate text not null references certificate (id),
  agency text not null,
  system text not null, -- code of the profile
  name text not null, -- of another system
  account text not null,
  guidance text not null,
  since text not null, -- YYYY-MM-DD
  until text not null, -- empty while it lasts
  entered_by text not null,
  entered_at bigint not null
);
create index external_registration_by_certificate on external_registration (certificate, id);
create index external_registration_open on external_registration (agency, until, certificate, id);

create table duty_acceptance (
  person text not null references person (id),
  certificate text not null,
  version text not null,
  duties text not null, -- as they read then, JSON
  accepted_at bigint not null,
  primary key (person, certificate, version)
);

create table information_request (
  id text primary key,
  person text not null,
  agency text not null,
  asked_by text not null, -- authority, in words
  paper text not null, -- number and date of its letter
  question text not null,
  received_at bigint not null,
  due_on text not null, -- YYYY-MM-DD
  answer text not null,
  answer_paper text not null,
  answered_by text not null,
  answered_at bigint not null,
  entered_by text not null
);
create index information_request_open on information_request (agency, answered_at, due_on, id);
create index information_request_of_person on information_request (person, received_at, id);

-- One line for each document that a certificate signed.
create table certificate_use (
  certificate text not null references certificate (id),
  document text not null,
  agency text not null,
  symbol text not null,
  deed text not null,
  at bigint not null,
  primary key (certificate, at, document)
);
create index certificate_use_by_agency on certificate_use (agency, at);
create index certificate_use_by_document on certificate_use (document, certificate);

create table rollout (
  agency text primary key references agency (id),
  first_use bigint not null
);

create table budget_price (
  province text not null,
  year integer not null,
  line text not null,
  price bigint not null, -- đồng
  quantity integer not null, -- of a line that no figure counts
  changed_by text not null,
  changed_at bigint not null,
  primary key (province, year, line)
);

-- A list that is being imported; each row keeps its own outcome, so that what a
-- stop cut off goes on behind the last row that was done.
create table registry_import (
  id text primary key,
  province text not null,
  agency text not null,
  person text not null,
  account text not null,
  name text not null, -- of the file
  total integer not null,
  done integer not null,
  entered integer not null,
  refused integer not null,
  state text not null,
  created_at bigint not null,
  ended_at bigint not null
);
create index registry_import_by_agency on registry_import (agency, created_at, id);

create table registry_import_row (
  import text not null references registry_import (id),
  no integer not null, -- of the row in the list
  cells text not null, -- JSON
  state text not null,
  certificate text not null,
  reason text not null,
  clause text not null,
  primary key (import, no)
);
create index registry_import_row_by_state on registry_import_row (import, state, no);
