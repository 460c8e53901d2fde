-- +goose Up

-- How an incoming document came in; one row beside the row of the document.
create table document_intake (
  document text primary key references document (id),
  agency text not null,
  channel text not null,
  ref_key text not null,
  document_ref text not null,
  sha256 text not null,
  suspect text not null,
  doubtful integer not null,
  pending boolean not null,
  positive boolean not null,
  legal boolean not null,
  cleared boolean not null,
  person text not null,
  person_name text not null,
  at bigint not null,
  facts text not null
);
create index document_intake_by_key on document_intake (agency, ref_key);
create index document_intake_by_ref on document_intake (agency, document_ref);
create index document_intake_by_hash on document_intake (agency, sha256);
create index document_intake_by_clerk on document_intake (agency, at);
create index document_intake_pending on document_intake (pending, document);

-- Documents that a draft rests on.
create table document_basis (
  document text not null references document (id),
  basis text not null references document (id),
  person text not null,
  at bigint not null,
  primary key (document, basis)
);

-- Windows in which the clerk looks into the inbox, where an agency has its own.
create table inbox_window (
  agency text not null,
  seq integer not null,
  start text not null,
  finish text not null,
  primary key (agency, seq)
);

-- Looks into the inbox. Only ever added.
create table inbox_check (
  id text primary key,
  agency text not null,
  day text not null,
  at bigint not null,
  person text not null,
  person_name text not null,
  place text not null
);
create index inbox_check_by_day on inbox_check (agency, day, at);
