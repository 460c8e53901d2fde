-- +goose Up

-- Terms made in Go: folded words, exact words marked "=" at the same places,
-- and control terms marked "~".
create table search_text (
  seq bigint primary key,
  terms tsvector not null
);
create index search_text_terms on search_text using gin (terms) with (fastupdate = on, gin_pending_list_limit = 1024);
