-- +goose Up
create table document (
  id text primary key,
  direction text not null,
  agency text not null,
  unit text not null,
  drafter text not null,
  province text not null,
  type text not null,
  subject text not null,
  area text not null,
  urgency text not null,
  secrecy text not null,
  origin text not null,
  signer text not null,
  signer_name text not null,
  signer_post text not null,
  signer_title text not null,
  capacity text not null,
  authority text not null,
  state text not null,
  holder text not null,
  version integer not null,
  number integer not null,
  symbol text not null,
  issued_on text not null,
  pages integer not null,
  sender text not null,
  sender_name text not null,
  sender_ref text not null,
  delivery text not null,
  document_ref text not null,
  arrived_at bigint not null,
  arrival integer not null,
  refusal_code text not null,
  refusal_text text not null,
  created_at bigint not null,
  updated_at bigint not null,
  rev integer not null
);
create index document_by_queue on document (agency, direction, state, updated_at, id);
create index document_by_agency on document (agency, direction, updated_at, id);
create index document_by_drafter on document (drafter, state, updated_at, id);
create index document_by_holder on document (holder, state, updated_at, id);
create index document_by_signer on document (signer, state, updated_at, id);
create unique index document_by_delivery on document (agency, delivery) where direction = 'incoming';

create table document_version (
  id text primary key,
  document text not null references document (id),
  no integer not null,
  hash text not null,
  author text not null,
  at bigint not null
);
create unique index document_version_no on document_version (document, no);

create table document_file (
  id text primary key,
  document text not null references document (id),
  seq integer not null,
  version integer not null,
  role text not null,
  stage text not null,
  name text not null,
  sha256 text not null,
  size bigint not null,
  pages integer not null,
  made_from text not null,
  place integer not null,
  at bigint not null
);
create unique index document_file_seq on document_file (document, seq);
create index document_file_by_hash on document_file (sha256);

create table document_decision (
  id text primary key,
  document text not null references document (id),
  seq integer not null,
  kind text not null,
  person text not null,
  person_name text not null,
  version integer not null,
  hash text not null,
  ok boolean not null,
  comment text not null,
  faults text not null,
  clause text not null,
  at bigint not null,
  voided_at bigint not null
);
create unique index document_decision_seq on document_decision (document, seq);

create table document_opinion (
  id text primary key,
  document text not null references document (id),
  round integer not null,
  person text not null,
  person_name text not null,
  due_at bigint not null,
  text text not null,
  given_at bigint not null,
  answer text not null,
  answer_text text not null,
  answered_at bigint not null
);
create index document_opinion_by_document on document_opinion (document, id);
create index document_opinion_by_person on document_opinion (person, given_at);

create table document_place (
  document text not null references document (id),
  field text not null,
  page integer not null,
  x0 double precision not null,
  y0 double precision not null,
  x1 double precision not null,
  y1 double precision not null,
  found boolean not null,
  why text not null,
  absent boolean not null,
  prefix text not null,
  primary key (document, field)
);

create table document_check (
  id text primary key,
  document text not null references document (id),
  file text not null,
  sha256 text not null,
  at bigint not null,
  person text not null,
  gate text not null,
  indication text not null,
  sub_indication text not null,
  report text not null,
  tool text not null
);
create index document_check_by_document on document_check (document, id);

create table document_assignment (
  id text primary key,
  document text not null references document (id),
  person text not null,
  person_name text not null,
  assigned_by text not null,
  direction text not null,
  due_on text not null,
  at bigint not null,
  done_at bigint not null,
  result text not null
);
create index document_assignment_by_document on document_assignment (document, id);
create index document_assignment_by_person on document_assignment (person, done_at);

create table document_recipient (
  document text not null references document (id),
  seq integer not null,
  code text not null,
  name text not null,
  agency text not null,
  primary key (document, seq)
);

create table series (
  agency text not null,
  book text not null,
  year integer not null,
  last integer not null,
  primary key (agency, book, year)
);

create table register_entry (
  agency text not null,
  book text not null,
  year integer not null,
  number integer not null,
  document text not null,
  state text not null,
  date text not null,
  symbol text not null,
  type text not null,
  subject text not null,
  signer text not null,
  recipients text not null,
  pages integer not null,
  sha256 text not null,
  sender text not null,
  reason text not null,
  at bigint not null,
  primary key (agency, book, year, number)
);
create unique index register_entry_by_document on register_entry (agency, book, year, document);
