-- +goose Up
create table delivery (
  id text primary key,
  document text not null references document (id),
  sender text not null,
  recipient_code text not null,
  recipient_name text not null,
  recipient text not null,
  state text not null,
  manifest text not null,
  reason_code text not null,
  reason_text text not null,
  arrival integer not null,
  receipt text not null,
  created_at bigint not null,
  sent_at bigint not null,
  received_at bigint not null,
  answered_at bigint not null
);
create unique index delivery_once on delivery (document, recipient_code);
create index delivery_by_sender on delivery (sender, state, created_at, id);
create index delivery_by_recipient on delivery (recipient, state, created_at, id);
