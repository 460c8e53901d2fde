-- +goose Up
create table certificate (
  id text primary key,
  sha256 text not null,
  der bytea not null,
  chain bytea not null, -- DER of the certificates above it, one after another
  issuer text not null, -- SHA-256 of the issuer's name in DER
  serial text not null, -- hex
  subject text not null,
  title text not null,
  class text not null,
  person text not null,
  agency text not null,
  key_kind text not null,
  practice boolean not null,
  not_before bigint not null,
  not_after bigint not null,
  status text not null,
  added_at bigint not null
);
create unique index certificate_by_sha256 on certificate (sha256);
create unique index certificate_by_serial on certificate (issuer, serial);
create index certificate_by_person on certificate (person, not_after, id);
create index certificate_by_agency on certificate (agency, class, not_after, id);

create table certificate_change (
  id text primary key,
  certificate text not null references certificate (id),
  status text not null,
  actor text not null, -- person
  reason text not null,
  at bigint not null
);
create index certificate_change_by_certificate on certificate_change (certificate, at, id);

-- Who may use an agency's certificate (văn thư), one at a time.
create table custody (
  id text primary key,
  certificate text not null references certificate (id),
  holder text not null references person (id),
  assigner text not null,
  decision text not null,
  valid_from bigint not null,
  valid_to bigint not null
);
create unique index custody_open on custody (certificate) where valid_to = 0;
create index custody_by_certificate on custody (certificate, valid_from, id);
create index custody_by_holder on custody (holder, valid_from, id);

create table practice_key (
  certificate text primary key references certificate (id),
  box bytea not null,
  tries_left integer not null,
  created_at bigint not null
);

-- Pictures of hand signatures and seals; valid_to 0 is the one in use.
create table appearance (
  id text primary key,
  kind text not null,
  owner text not null, -- person or agency
  png bytea not null,
  sha256 text not null,
  width_um integer not null,
  height_um integer not null,
  valid_from bigint not null,
  valid_to bigint not null
);
create unique index appearance_open on appearance (kind, owner) where valid_to = 0;
create index appearance_by_owner on appearance (owner, kind, valid_from, id);
