-- What narrows a source down beside its address, and the named pack it belongs to.

alter table source
  add column settings jsonb not null default '{}',
  add column pack text,
  -- who added it in Slack, by id
  add column person_id text,
  add column added_at timestamptz;
