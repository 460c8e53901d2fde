-- +goose Up

-- Mistakes meet these; whoever may drop a trigger is caught by the Merkle tree.

-- +goose StatementBegin
create trigger audit_entry_no_update before update on audit_entry
begin
    select raise(abort, 'audit entries are append-only');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger audit_entry_no_delete before delete on audit_entry
begin
    select raise(abort, 'audit entries are append-only');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger audit_hash_no_update before update on audit_hash
begin
    select raise(abort, 'audit hashes are append-only');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger audit_hash_no_delete before delete on audit_hash
begin
    select raise(abort, 'audit hashes are append-only');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger audit_head_no_delete before delete on audit_head
begin
    select raise(abort, 'the audit head is never deleted');
end;
-- +goose StatementEnd
