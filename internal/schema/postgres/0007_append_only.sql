-- +goose Up

-- Mistakes meet these; whoever may drop a trigger is caught by the Merkle tree.

-- +goose StatementBegin
create function audit_append_only() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end;
$$;
-- +goose StatementEnd

create trigger audit_entry_append_only before update or delete or truncate on audit_entry
    for each statement execute function audit_append_only();
create trigger audit_hash_append_only before update or delete or truncate on audit_hash
    for each statement execute function audit_append_only();
create trigger audit_head_no_delete before delete or truncate on audit_head
    for each statement execute function audit_append_only();
