-- +goose Up

-- token is the SHA-256 of the cookie's value, so that the table alone opens
-- nothing; data is the encoded session. expires_at is the last moment of the row.
create table http_session (
    token text not null primary key,
    data bytea not null,
    expires_at bigint not null
);
create index http_session_expires on http_session (expires_at);
