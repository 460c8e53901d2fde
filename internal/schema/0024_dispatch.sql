-- +goose Up
-- A recipient may be a person, to carry it out or to know.
alter table document_recipient add column person boolean not null default false;
alter table document_recipient add column to_know boolean not null default false;

-- Recall, replacement or correction of a released document: one row at the
-- sender (document = origin) and one for each copy that a receiver got.
create table document_recall (
  document text primary key references document (id),
  origin text not null,
  agency text not null,
  kind text not null,
  reason text not null,
  new_document text not null,
  new_symbol text not null,
  person text not null,
  person_name text not null,
  at bigint not null,
  answer text not null,
  answered_by text not null,
  answered_name text not null,
  answered_at bigint not null
);
create index document_recall_by_origin on document_recall (origin, document);
create index document_recall_by_agency on document_recall (agency, answered_at, document);
create index document_by_ref on document (document_ref) where document_ref <> '';

-- Copies (sao y, sao lục, trích sao), each a line of the register of copies.
create table document_copy (
  id text primary key,
  agency text not null,
  document text not null, -- of this installation, from which it was made; empty for a paper
  form text not null,
  direction text not null,
  number integer not null,
  year integer not null,
  symbol text not null,
  of_symbol text not null,
  of_agency text not null,
  subject text not null,
  recipients text not null,
  copies integer not null,
  base_sha256 text not null,
  sha256 text not null,
  size bigint not null,
  pages integer not null,
  person text not null,
  person_name text not null,
  at bigint not null,
  done_at bigint not null
);
create index document_copy_by_document on document_copy (document, id);
create index document_copy_by_agency on document_copy (agency, id);
