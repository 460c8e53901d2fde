-- +goose Up

-- Append-only; hash is the Merkle leaf hash of the text in leaf, seq its record
-- number from 0. at and subject repeat what leaf says, for looking up only.
create table audit_entry (
    seq bigint not null primary key,
    at bigint not null,
    subject text not null,
    leaf text not null,
    hash text not null
);
create index audit_entry_subject on audit_entry (subject, seq);

-- Inner hashes of the tree: level 1 and up, n counted from 0 within a level.
create table audit_hash (
    level integer not null,
    n bigint not null,
    hash text not null,
    primary key (level, n)
);

-- One row. edge holds the hashes of the complete subtrees from left to right,
-- so that appending reads nothing else. Locked last in every transaction.
create table audit_head (
    id integer not null primary key check (id = 1),
    size bigint not null,
    root text not null,
    edge text not null
);
insert into audit_head (id, size, root, edge)
values (1, 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '');

-- due_at is when a ready job may start, and when the lease of a running one ends.
create table job (
    id text not null primary key,
    kind text not null,
    idem text,
    payload text not null,
    state text not null check (state in ('ready', 'running', 'done', 'dead')),
    due_at bigint not null,
    attempt integer not null,
    worker text not null,
    last_error text not null,
    created_at bigint not null,
    ended_at bigint not null,
    unique (kind, idem)
);
create index job_due on job (due_at, id) where ended_at = 0;
