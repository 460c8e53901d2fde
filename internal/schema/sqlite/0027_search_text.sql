-- +goose Up

-- One column of terms made in Go: folded words, exact words marked "=", and
-- control terms marked "~". The rowid is search_document.seq.
create virtual table search_text using fts5(
  terms, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '=~_'"
);
