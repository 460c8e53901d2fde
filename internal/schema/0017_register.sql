-- +goose Up
-- A closed year takes no more lines; closing is its record as JSON.
alter table series add column closed_at bigint not null default 0;
alter table series add column closing text not null default '';

-- Columns of Phụ lục IV that the clerk fills, and marks of a line: on paper,
-- entered late (why), of which block of reserved numbers. words is the folded
-- text of the line, for the search.
alter table register_entry add column keeper text not null default '';
alter table register_entry add column copies integer not null default 0;
alter table register_entry add column handed_on text not null default '';
alter table register_entry add column signed_for text not null default '';
alter table register_entry add column note text not null default '';
alter table register_entry add column on_paper boolean not null default false;
alter table register_entry add column late text not null default '';
alter table register_entry add column block text not null default '';
alter table register_entry add column retention text not null default '';
alter table register_entry add column words text not null default '';
-- A number of a block has no document until it is filled.
drop index register_entry_by_document;
create unique index register_entry_by_document on register_entry (agency, book, year, document) where document <> '';
create index register_entry_of on register_entry (document) where document <> '';
create index register_entry_by_state on register_entry (agency, book, year, state, number);

-- Numbers given away at once, for a day on which work is done on paper.
create table number_block (
  id text primary key,
  agency text not null,
  book text not null,
  year integer not null,
  first integer not null,
  last integer not null,
  date text not null,
  reason text not null,
  person text not null,
  person_name text not null,
  at bigint not null
);
create index number_block_by_series on number_block (agency, book, year, first);

-- Books that an agency decided to keep beside those of the profile.
create table agency_book (
  id text primary key,
  agency text not null,
  code text not null,
  name text not null,
  types text not null, -- JSON list of type codes
  unit text not null,  -- of an advisory body; empty otherwise
  from_year integer not null,
  decision text not null,
  at bigint not null
);
create unique index agency_book_one on agency_book (agency, code);

-- Paper copies that have to follow an electronic document (văn thư gửi thêm
-- bản giấy) and, once sent, the lines of the postal register.
create table paper_slip (
  id text primary key,
  agency text not null,
  document text not null,
  symbol text not null,
  subject text not null,
  recipient_code text not null,
  recipient text not null,
  cause text not null,
  basis text not null,
  clause text not null,
  opened_at bigint not null,
  sent_on text not null,
  method text not null,
  envelopes integer not null,
  signed_for text not null,
  note text not null,
  person text not null,
  person_name text not null,
  done_at bigint not null
);
create unique index paper_slip_one on paper_slip (document, recipient_code, recipient);
create index paper_slip_by_agency on paper_slip (agency, done_at, id);

-- Paper prints of a signed document under its line of the register.
create table paper_print (
  id text primary key,
  agency text not null,
  document text not null,
  sha256 text not null,
  copies integer not null,
  purpose text not null,
  person text not null,
  person_name text not null,
  at bigint not null
);
create index paper_print_of on paper_print (document, id);

-- Technical faults during which documents may leave on paper.
create table fault_case (
  id text primary key,
  agency text not null,
  cause text not null,
  began_at bigint not null,
  opened_by text not null,
  opened_name text not null,
  opened_at bigint not null,
  ended_at bigint not null,
  closed_by text not null,
  closed_name text not null,
  remedy text not null,
  due_at bigint not null
);
create index fault_case_by_agency on fault_case (agency, ended_at, id);

create table fault_document (
  fault text not null references fault_case (id),
  document text not null,
  agency text not null,
  symbol text not null,
  subject text not null,
  reason text not null,
  person text not null,
  person_name text not null,
  left_at bigint not null,
  mended_at bigint not null,
  primary key (document)
);
create index fault_document_by_fault on fault_document (fault, document);
create index fault_document_by_agency on fault_document (agency, mended_at, document);
