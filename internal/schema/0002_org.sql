-- +goose Up
-- Periods are half-open in UTC milliseconds; valid_to 0 means that it lasts.
create table agency (
  id text primary key,
  code text not null,
  name text not null,
  superior text not null,
  short_name text not null,
  place text not null,
  parent text not null,
  province text not null,
  valid_from bigint not null,
  valid_to bigint not null,
  successor text not null
);
create unique index agency_by_code on agency (code, valid_to);
create index agency_by_province on agency (province, code, id);

create table unit (
  id text primary key,
  agency text not null references agency (id),
  name text not null,
  short_name text not null
);
create index unit_by_agency on unit (agency, name, id);

create table person (
  id text primary key,
  name text not null,
  email text not null
);

create table post (
  id text primary key,
  person text not null references person (id),
  agency text not null references agency (id),
  unit text not null,
  title text not null,
  valid_from bigint not null,
  valid_to bigint not null
);
create index post_by_person on post (person, agency, valid_from, id);
create index post_by_agency on post (agency, valid_from, id);

create table role_grant (
  id text primary key,
  person text not null references person (id),
  agency text not null references agency (id),
  role text not null,
  valid_from bigint not null,
  valid_to bigint not null
);
create unique index role_grant_open on role_grant (person, agency, role) where valid_to = 0;
create index role_grant_by_agency on role_grant (agency, role);

create table signing_authority (
  id text primary key,
  agency text not null references agency (id),
  post text not null references post (id),
  type text not null,
  capacity text not null,
  valid_from bigint not null,
  valid_to bigint not null
);
create index signing_authority_by_post on signing_authority (post, valid_from, id);

create table account (
  id text primary key,
  person text not null references person (id),
  agency text not null references agency (id),
  name text not null,
  hash text not null,
  disabled boolean not null,
  reason text not null,
  password_at bigint not null
);
create unique index account_by_name on account (name);
create index account_by_agency on account (agency, name);

-- Tries under a name as typed (its SHA-256), whether the account exists or not.
create table sign_in_attempt (
  key text primary key,
  tries integer not null,
  tried_at bigint not null,
  next_at bigint not null
);
create index sign_in_attempt_by_time on sign_in_attempt (tried_at);
