-- +goose Up
-- A request to the authority. data is the whole request as JSON; the columns
-- beside it are what lists ask by.
create table request (
  id text primary key,
  code text not null,
  kind text not null,
  subject text not null,
  state text not null,
  rev integer not null,
  province text not null,
  managing text not null references agency (id),
  person text not null,
  created_by text not null,
  officer text not null,
  certificate text not null,
  device text not null,
  document text not null,
  dispatch text not null,
  flag text not null,
  waiting boolean not null, -- at the department
  open boolean not null,    -- not over
  search text not null,
  due_at bigint not null,
  updated_at bigint not null,
  data text not null
);
create unique index request_by_code on request (province, code);
create index request_by_province on request (province, updated_at, id);
create index request_by_managing on request (managing, updated_at, id);
create index request_by_person on request (person, updated_at);
create index request_by_maker on request (created_by, updated_at);
create index request_by_state on request (province, state, managing);
create index request_by_due on request (province, due_at) where due_at > 0;
create index request_by_certificate on request (certificate, kind) where open;
create index request_by_device on request (device) where open;
create index request_by_document on request (document) where document <> '';
create index request_by_dispatch on request (dispatch) where dispatch <> '';

create table request_code (
  province text not null,
  year integer not null,
  last integer not null,
  primary key (province, year)
);

-- The history: one line for each deed, never changed.
create table request_step (
  id text primary key,
  request text not null references request (id),
  at bigint not null,
  state text not null,
  deed text not null,
  actor text not null,
  actor_name text not null,
  note text not null,
  clause text not null
);
create index request_step_of on request_step (request, at, id);

create table request_contact (
  id text primary key,
  request text not null references request (id),
  at bigint not null,
  reached text not null,
  actor text not null,
  actor_name text not null,
  result text not null
);
create index request_contact_of on request_contact (request, at);

create table request_notice (
  id text primary key,
  request text not null references request (id),
  agency text not null references agency (id),
  text text not null,
  at bigint not null
);
create index request_notice_of on request_notice (request, at);
create index request_notice_to on request_notice (agency, at);

create table request_file (
  id text primary key,
  request text not null references request (id),
  role text not null,
  name text not null,
  sha256 text not null,
  size bigint not null,
  at bigint not null
);
create index request_file_of on request_file (request, at);
create index request_file_hash on request_file (sha256);

create table request_dispatch (
  id text primary key,
  province text not null,
  agency text not null references agency (id),
  document text not null,
  created_at bigint not null,
  data text not null
);
create index request_dispatch_by_province on request_dispatch (province, created_at);
create unique index request_dispatch_document on request_dispatch (document);

create table request_officer (
  id text primary key,
  agency text not null references agency (id),
  person text not null references person (id),
  valid_from bigint not null,
  valid_to bigint not null,
  data text not null
);
create index request_officer_of on request_officer (agency, valid_from);

-- Letters that were made for requests. One that is void may not be signed,
-- sealed or released: what it says was changed meanwhile.
create table request_letter (
  document text primary key,
  made_at bigint not null,
  voided_at bigint not null, -- 0 while it stands
  why text not null
);
