-- Signatures of commands, presses and forms that a process has taken, so that none takes one again. Kept for minutes.
create table request_seen (
  signature text primary key,
  taken_at timestamptz not null
);
create index request_seen_at on request_seen (taken_at);
