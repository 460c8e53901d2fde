-- +goose Up

-- Who may see a document, and why. Rows that a command granted (a task, a joint
-- document) are marked; all others follow from the document by one rule.
create table document_reader (
  document text not null references document (id),
  reader text not null,
  cause text not null,
  granted boolean not null,
  primary key (document, reader, cause)
);
create index document_reader_by_cause on document_reader (cause, document) where granted;

-- Documents that the search index has not caught up with.
create table document_changed (
  document text primary key references document (id),
  mark bigint not null
);

insert into document_reader (document, reader, cause, granted) select id, 'a:' || agency || ':clerk', 'agency', false from document;
insert into document_reader (document, reader, cause, granted) select id, 'a:' || agency || ':leader', 'agency', false from document;
insert into document_reader (document, reader, cause, granted) select id, 'a:' || agency || ':archivist', 'agency', false from document;
insert into document_reader (document, reader, cause, granted)
select id, 'a:' || agency || ':format-checker', 'agency', false from document where direction = 'outgoing';
insert into document_reader (document, reader, cause, granted)
select id, 'u:' || unit || ':unit-leader', 'unit', false from document where unit <> '';
insert into document_reader (document, reader, cause, granted)
select id, 'p:' || agency || ':' || drafter, 'drafter', false from document where direction = 'outgoing' and drafter <> '';
insert into document_reader (document, reader, cause, granted)
select id, 'p:' || signer, 'signer', false from document where direction = 'outgoing' and signer <> '';
insert into document_reader (document, reader, cause, granted)
select distinct d.id, 'p:' || d.agency || ':' || o.person, 'asked', false
from document d join document_opinion o on o.document = d.id
where o.round = (select max(x.round) from document_opinion x where x.document = d.id);
insert into document_reader (document, reader, cause, granted)
select distinct d.id, 'p:' || d.agency || ':' || a.person, 'assigned', false
from document d join document_assignment a on a.document = d.id;
insert into document_changed (document, mark) select id, 1 from document;

-- What the search has of each document; seq grows with the order of entering,
-- so that the newest come first.
create table search_document (
  seq bigint primary key,
  document text not null references document (id),
  content text not null
);
create unique index search_document_once on search_document (document);
create table search_last (
  id integer primary key,
  seq bigint not null
);
insert into search_last (id, seq) values (1, 0);

-- Text of the pages of a file, by its hash; empty text: nothing to read in it.
create table search_content (
  sha256 text primary key,
  content text not null,
  at bigint not null
);

create table saved_search (
  id text primary key,
  person text not null,
  agency text not null,
  name text not null,
  query text not null,
  created_at bigint not null
);
create index saved_search_by_person on saved_search (person, agency, created_at, id);

-- Who opened, downloaded or printed which document, and when.
create table document_access (
  id text primary key,
  document text not null references document (id),
  person text not null,
  person_name text not null,
  account text not null,
  agency text not null,
  kind text not null,
  at bigint not null
);
create index document_access_by_document on document_access (document, at, id);
